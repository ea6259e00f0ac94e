import { controlStyles, type PanelApi } from 'boule-bleue';
import { html, LitElement, nothing, unsafeCSS } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { iconStyles } from '../../panel/icon-styles.ts';
import { statusIcon, warningIcon } from '../../panel/icons.ts';
import type { AccountStateRow } from '../account-state-row.ts';
import { type StateColumn, type StateSort, stateColumns } from '../arrange-rows.ts';
import { LongRows } from './long-rows.ts';
import { tableStyles } from './states-table-styles.ts';

/**
 * The accounts and how each stands; of ten thousand, those in sight are drawn.
 * @fires credentials-sort with the `StateColumn` whose head was pressed
 * @fires credentials-apply with the id of the account whose credentials are to be copied
 */
@customElement('credentials-states-table')
export class CredentialsStatesTable extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) rows: readonly AccountStateRow[] = [];
  @property({ attribute: false }) sort!: StateSort;
  /** Whether each row offers « Appliquer à… ». */
  @property({ type: Boolean }) canApply = false;
  private ids: readonly string[] = [];
  private readonly long = new LongRows(this, {
    ids: () => this.ids,
    coveredPixels: () => this.renderRoot.querySelector('thead')?.clientHeight ?? 0,
  });

  protected override willUpdate(): void {
    this.ids = this.rows.map(({ id }) => id);
  }

  override render() {
    const { panel, long, rows } = this;
    return html`<div class="viewport" role="region" aria-label=${panel.t('states.table')} tabindex="0" @scroll=${long.look} @keydown=${long.onKey} @focusin=${long.onFocus}>
      <table aria-label=${panel.t('states.table')} aria-rowcount=${rows.length + 1}>
        <thead>
          <tr aria-rowindex="1">
            ${stateColumns.map((column) => this.renderHead(column))}
            ${this.canApply ? html`<th scope="col" class="action"><span class="visually-hidden">${panel.t('states.column.actions')}</span></th>` : nothing}
          </tr>
        </thead>
        <tbody>
          <tr aria-hidden="true"><td class="before"></td></tr>
          ${repeat(
            long.drawn,
            (index) => this.ids[index],
            (index) => this.renderRow(index),
          )}
          <tr aria-hidden="true"><td class="after"></td></tr>
        </tbody>
      </table>
    </div>`;
  }

  private renderHead(column: StateColumn) {
    const isSorted = this.sort.column === column;
    const direction = this.sort.isDescending ? 'descending' : 'ascending';
    const press = () => this.dispatchEvent(new CustomEvent<StateColumn>('credentials-sort', { detail: column }));
    return html`<th scope="col" aria-sort=${isSorted ? direction : nothing}>
      <button type="button" class="head" @click=${press}>
        ${this.panel.t(`states.column.${column}`)}<span class="arrow" aria-hidden="true">${isSorted ? (this.sort.isDescending ? '▼' : '▲') : ''}</span>
      </button>
    </th>`;
  }

  private renderRow(index: number) {
    const row = this.rows[index] as AccountStateRow;
    const { id, name, status, unansweredAt, changedAt, isAged } = row;
    return html`<tr class=${this.long.isAway(index) ? 'away' : ''} data-row=${id} aria-rowindex=${index + 2}>
      <th scope="row" title=${name}>${name}</th>
      <td><span class="state">${statusIcon(status.kind)}<span>${this.panel.t(`states.kind.${status.kind}`)}</span></span></td>
      <td>${'at' in status ? this.renderDate(status.at) : nothing}</td>
      <td>${unansweredAt === undefined ? nothing : this.renderDate(unansweredAt)}</td>
      <td>
        ${changedAt === undefined ? nothing : this.renderDate(changedAt)}
        ${isAged ? html`<span class="aged">${warningIcon}${this.panel.t('states.aged')}</span>` : nothing}
      </td>
      ${this.canApply ? html`<td class="action">${this.renderApply(row, index)}</td>` : nothing}
    </tr>`;
  }

  private renderDate(at: number) {
    return html`<time datetime=${new Date(at).toISOString()}>${this.panel.t('states.date', { at })}</time>`;
  }

  /** The button stays where there is nothing to copy, so that the keys find one in each row. */
  private renderApply({ id, name, status }: AccountStateRow, index: number) {
    const isEmpty = status.kind === 'incomplete' || status.kind === 'unreadable';
    const apply = () => !isEmpty && this.dispatchEvent(new CustomEvent<string>('credentials-apply', { detail: id }));
    return html`<button
      type="button"
      class="secondary"
      data-control
      tabindex=${this.long.isActive(index) ? 0 : -1}
      aria-disabled=${isEmpty ? 'true' : nothing}
      aria-label=${this.panel.t('apply.button', { account: name })}
      @click=${apply}
    >
      ${this.panel.t('command.apply')}
    </button>`;
  }

  static override styles = [unsafeCSS(controlStyles), iconStyles, tableStyles];
}
