import { controlStyles, type PanelApi, type PanelElement } from 'boule-bleue';
import { html, LitElement, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { JournalFilter, JournalPanelState } from './journal/journal-state.ts';
import './journal/panel/journal-filter-form.ts';
import { JournalPages } from './journal/panel/journal-pages.ts';
import { journalStyles } from './journal/panel/journal-styles.ts';
import './journal/panel/journal-verification.ts';

/** A `JournalLine` as it arrives: its sentence is in the reader's language already. */
interface ToldLine {
  readonly sequence: number;
  readonly at: number;
  readonly sentence: string;
}

/** « Journal »: who changed or tested what, when and where. Never the values. */
@customElement('credentials-journal-panel')
export class CredentialsJournalPanel extends LitElement implements PanelElement<JournalPanelState> {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) state: JournalPanelState | undefined;
  private readonly pages = new JournalPages(this);

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { state } = this;
    if (!changed.has('state') || state?.access !== 'open') return;
    const former = changed.get('state');
    const isSameReader = former?.access === 'open' && former.reader === state.reader;
    if (!isSameReader) this.pages.lines = undefined;
    if (!isSameReader) void this.pages.restart();
    else if (former.version !== state.version) void this.pages.refresh();
  }

  override render() {
    const { panel, state } = this;
    if (!state) return html`<p class="quiet" role="status">${panel.t('journal.loading')}</p>`;
    return html`<h1>${panel.t('command.journal')}</h1>
      ${state.access === 'open' ? this.renderJournal(state) : this.renderClosed(state.access)}`;
  }

  private renderClosed(access: 'signed-out' | 'unreachable') {
    const { panel } = this;
    return html`<p role="status">${panel.t(`journal.${access}`)}</p>
      ${
        access === 'signed-out'
          ? html`<button type="button" @click=${() => panel.run('credentials.open')}>${panel.t('journal.open-accounts')}</button>`
          : nothing
      }`;
  }

  private renderJournal({ isAdministrator }: JournalPanelState) {
    const { panel } = this;
    return html`<p class="quiet">${panel.t(isAdministrator ? 'journal.introduction' : 'journal.introduction.user')}</p>
      <credentials-journal-verification .panel=${panel}></credentials-journal-verification>
      <credentials-journal-filter .panel=${panel} @credentials-journal-filter=${this.onFilter}></credentials-journal-filter>
      ${this.renderProblem()} ${this.renderLines()}
      <p class="quiet count" role="status">${this.summary}</p>
      ${this.renderMore()}`;
  }

  private renderProblem() {
    const { panel, pages } = this;
    if (pages.problem === '') return nothing;
    return html`<div class="failure" role="alert">
      <p class="problem">${panel.t('journal.failed', { reason: pages.problem })}</p>
      <button type="button" class="secondary" @click=${() => pages.restart()}>${panel.t('journal.retry')}</button>
    </div>`;
  }

  private renderLines() {
    const lines = (this.pages.lines ?? []) as unknown as readonly ToldLine[];
    if (lines.length === 0) return nothing;
    return html`<ol role="list" aria-label=${this.panel.t('journal.list')}>
      ${repeat(
        lines,
        ({ sequence }) => sequence,
        (line) => this.renderLine(line),
      )}
    </ol>`;
  }

  private renderLine({ sequence, at, sentence }: ToldLine) {
    return html`<li>
      <time datetime=${new Date(at).toISOString()}>${this.panel.t('journal.date', { at })}</time>
      <span class="sentence">${sentence}</span>
      <span class="quiet number">${this.panel.t('journal.number', { sequence })}</span>
    </li>`;
  }

  private renderMore() {
    const { panel, pages } = this;
    if (!pages.hasMore) return nothing;
    return html`<button type="button" class="secondary" aria-disabled=${pages.isReading ? 'true' : nothing} @click=${this.readMore}>
      ${panel.t('journal.more')}
    </button>`;
  }

  private get summary(): string {
    const { panel, pages } = this;
    if (!pages.lines) return pages.isReading ? panel.t('journal.reading') : '';
    const count = pages.lines.length;
    if (count === 0 && !pages.hasMore) return panel.t(Object.keys(pages.filter).length === 0 ? 'journal.empty' : 'journal.none-found');
    return panel.t(pages.hasMore ? 'journal.shown.more' : 'journal.shown', { count });
  }

  private onFilter(event: CustomEvent<JournalFilter>): void {
    void this.pages.restart(event.detail);
  }

  /** The focus goes to the first of those that came, which would otherwise lie behind it. */
  private async readMore(): Promise<void> {
    const count = this.pages.lines?.length ?? 0;
    await this.pages.readMore();
    await this.updateComplete;
    const first = this.renderRoot.querySelectorAll<HTMLElement>('li')[count];
    first?.setAttribute('tabindex', '-1');
    first?.focus();
  }

  static override styles = [unsafeCSS(controlStyles), journalStyles];
}
