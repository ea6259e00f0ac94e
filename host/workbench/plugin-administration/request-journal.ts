import { css, html, LitElement, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PanelApi } from '../../../core/panel.ts';
import { controlStyles } from '../../../core/panel-styles.ts';
import { type PluginItem, pluginCommands, type RequestItem } from '../../../core/protocol/plugin-administration.ts';
import { offerDownload } from '../base/offer-download.ts';
import { filterRows, type RequestRow, toCsv, toRows } from './request-table.ts';
import { administrationStyles } from './styles.ts';

const pauseMs = 500;
const columns = ['time', 'method', 'address', 'result', 'duration', 'received'] as const;

/**
 * The requests that a plugin sent, newest first.
 *
 * @tag shell-request-journal
 * @fires journal-closed
 */
@customElement('shell-request-journal')
export class ShellRequestJournal extends LitElement {
  static override readonly styles = [
    unsafeCSS(controlStyles),
    administrationStyles,
    css`
      h1 { margin-block: 12px 6px; }
      .actions { align-items: center; margin-block: 12px; }
      .actions input { flex: 1 1 16em; width: auto; }
      table { min-width: 52em; table-layout: fixed; }
      .time { width: 7em; }
      .method { width: 5.5em; }
      .duration { width: 7em; }
      .received { width: 8em; }
      th.duration, th.received { text-align: end; }
      .address, .result { overflow-wrap: anywhere; }
      .count { margin-block-end: 6px; }
    `,
  ];

  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) plugin!: PluginItem;

  @state() private requests: readonly RequestItem[] | undefined;
  @state() private problem: string | undefined;
  @state() private query = '';
  private isLoading = false;
  private isStale = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('plugin')) return;
    const former = changed.get('plugin');
    if (former && former.id !== this.plugin.id) this.requests = undefined;
    if (former?.id !== this.plugin.id || former.journalRevision !== this.plugin.journalRevision) void this.load();
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('button')?.focus();
  }

  override render() {
    return html`
      <button type="button" class="secondary" @click=${() => this.dispatchEvent(new CustomEvent('journal-closed'))}>
        ${this.panel.t('plugins.journal.back')}
      </button>
      <h1>${this.panel.t('plugins.journal.title', { name: this.panel.t(this.plugin.displayName) })}</h1>
      <p class="count">${this.panel.t('plugins.journal.what')}</p>
      <p class="problem" role="alert">${this.problem}</p>
      ${this.problem === undefined ? nothing : this.renderRetry()}
      ${this.requests ? this.renderRequests(this.requests) : this.renderWaiting()}
    `;
  }

  private renderRetry() {
    return html`<div class="actions"><button type="button" @click=${this.load}>${this.panel.t('plugins.retry')}</button></div>`;
  }

  private renderWaiting() {
    return this.problem === undefined ? html`<p class="waiting" role="status">${this.panel.t('plugins.journal.loading')}</p>` : nothing;
  }

  private renderRequests(requests: readonly RequestItem[]) {
    if (requests.length === 0) return html`<p class="empty" role="status">${this.panel.t('plugins.journal.empty')}</p>`;
    const rows = filterRows(
      toRows(requests, this.panel.language, (message) => this.panel.t(message)),
      this.query,
    );
    const name = this.panel.t('plugins.journal.filter');
    return html`
      <div class="actions">
        <input type="search" aria-label=${name} placeholder=${name} .value=${this.query} @input=${this.filter} />
        <button type="button" class="secondary" ?disabled=${rows.length === 0} @click=${() => this.export(rows)}>
          ${this.panel.t('plugins.journal.export')}
        </button>
      </div>
      <p class="count" role="status">${this.panel.t('plugins.journal.count', { count: rows.length })}</p>
      ${rows.length === 0 ? nothing : this.renderTable(rows)}
    `;
  }

  private renderTable(rows: readonly RequestRow[]) {
    const label = this.panel.t('plugins.journal.title', { name: this.panel.t(this.plugin.displayName) });
    return html`
      <div class="scroller" role="region" tabindex="0" aria-label=${label}>
        <table>
          <thead><tr>${columns.map((column) => html`<th scope="col" class=${column}>${this.panel.t(`plugins.journal.${column}`)}</th>`)}</tr></thead>
          <tbody>${rows.map((row) => this.renderRow(row))}</tbody>
        </table>
      </div>
    `;
  }

  private renderRow({ request: { method, address, durationMs, receivedBytes }, time, result }: RequestRow) {
    const number = new Intl.NumberFormat(this.panel.language);
    const show = (value: number | null) => (value === null ? '' : number.format(Math.round(value)));
    return html`
      <tr>
        <td>${time}</td><td>${method}</td><td class="address">${address}</td><td class="result">${result}</td>
        <td class="number">${show(durationMs)}</td><td class="number">${show(receivedBytes)}</td>
      </tr>
    `;
  }

  private filter(event: Event): void {
    this.query = (event.target as HTMLInputElement).value;
  }

  private export(rows: readonly RequestRow[]): void {
    const titles = columns.map((column) => this.panel.t(`plugins.journal.${column}`));
    offerDownload(`${this.plugin.id}-requetes.csv`, toCsv(titles, rows), 'text/csv;charset=utf-8');
  }

  /** One reading at a time, with a pause between: a plugin may send request after request. */
  private async load(): Promise<void> {
    this.isStale = this.isLoading;
    if (this.isLoading) return;
    this.isLoading = true;
    await this.read();
    setTimeout(() => {
      this.isLoading = false;
      if (this.isStale && this.isConnected) void this.load();
    }, pauseMs);
  }

  private async read(): Promise<void> {
    const { id } = this.plugin;
    const outcome = await this.panel.run(pluginCommands.listRequests, { plugin: id });
    if (id !== this.plugin.id) return;
    this.problem = outcome.ok ? undefined : outcome.sentence;
    if (outcome.ok) this.requests = (outcome.value as { readonly requests: readonly RequestItem[] }).requests;
  }
}
