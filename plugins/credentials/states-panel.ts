import { controlStyles, type PanelApi, type PanelElement } from 'boule-bleue';
import { html, LitElement, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { type AccountStateRow, unpackRows } from './several/account-state-row.ts';
import { arrangeRows, isChosen, type StateChoice, type StateColumn, type StateSort, stateChoices } from './several/arrange-rows.ts';
import './several/panel/apply-dialog.ts';
import type { CredentialsApplyDialog } from './several/panel/apply-dialog.ts';
import { statesStyles } from './several/panel/states-styles.ts';
import './several/panel/states-table.ts';
import './several/panel/test-all-view.ts';
import type { StatesPanelState } from './several/states-state.ts';

/** « État des comptes »: how each account stands, all of them tested, and one's credentials applied to others. */
@customElement('credentials-states-panel')
export class CredentialsStatesPanel extends LitElement implements PanelElement<StatesPanelState> {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) state: StatesPanelState | undefined;
  @state() private text = '';
  @state() private choice: StateChoice = 'all';
  @state() private sort: StateSort = { column: 'name', isDescending: false };
  @state() private message: { readonly text: string; readonly isProblem: boolean } | undefined;
  @query('credentials-apply-dialog') private readonly dialog!: CredentialsApplyDialog;
  private rows: readonly AccountStateRow[] = [];
  private shown: readonly AccountStateRow[] = [];
  private arrangedBy: readonly unknown[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { state } = this;
    if (changed.has('state') && state && state.rows !== changed.get('state')?.rows) this.rows = unpackRows(state.rows);
    // Ten thousand rows are arranged anew only where that changes something.
    const sources = [this.rows, this.text, this.choice, this.sort];
    if (sources.every((source, index) => source === this.arrangedBy[index])) return;
    this.arrangedBy = sources;
    this.shown = arrangeRows(this.rows, { text: this.text, choice: this.choice, sort: this.sort }, this.panel.language);
  }

  override render() {
    const { panel, state } = this;
    if (!state) return html`<p class="quiet" role="status">${panel.t('states.loading')}</p>`;
    return html`<div class="page">
      <h1>${panel.t('command.states')}</h1>
      ${state.access === 'open' ? this.renderStates(state) : this.renderClosed(state.access)}
    </div>`;
  }

  private renderClosed(access: 'signed-out' | 'unreachable') {
    const { panel } = this;
    return html`<p role="status">${panel.t(`states.${access}`)}</p>
      ${
        access === 'signed-out'
          ? html`<div><button type="button" @click=${() => panel.run('credentials.open')}>${panel.t('states.open-accounts')}</button></div>`
          : nothing
      }`;
  }

  private renderStates({ isAdministrator, run }: StatesPanelState) {
    const { panel } = this;
    return html`<p class="quiet">${panel.t('states.introduction')}</p>
      <div class="tools">
        <button type="button" aria-disabled=${run?.isRunning ? 'true' : nothing} @click=${() => this.testAll(run?.isRunning ?? false)}>
          ${panel.t(isAdministrator ? 'command.test-all' : 'test-all.own')}
        </button>
        <button type="button" class="secondary" @click=${this.export}>${panel.t('states.export')}</button>
      </div>
      <credentials-test-all-view .panel=${panel} .run=${run}></credentials-test-all-view>
      <p class="message ${this.message?.isProblem ? 'problem' : ''}" role="status">${this.message?.text}</p>
      ${this.renderFilter()}
      ${this.renderTable(isAdministrator)}
      <credentials-apply-dialog .panel=${panel} .rows=${this.rows} @credentials-applied=${this.onApplied}></credentials-apply-dialog>`;
  }

  private renderFilter() {
    const { panel, text, choice } = this;
    const isFiltered = text.trim() !== '' || choice !== 'all';
    return html`<div class="filter" role="search">
      <input
        type="search"
        autocomplete="off"
        spellcheck="false"
        aria-label=${panel.t('states.search')}
        placeholder=${panel.t('states.search')}
        .value=${text}
        @input=${(event: Event) => {
          this.text = (event.target as HTMLInputElement).value;
        }}
      />
      <span class="choice">
        <label for="choice">${panel.t('states.choice')}</label>
        <select id="choice" @change=${this.onChoice}>${stateChoices.map((one) => this.renderChoice(one))}</select>
      </span>
      <span class="quiet count" role="status">${panel.t(isFiltered ? 'states.found' : 'states.count', { count: this.shown.length })}</span>
    </div>`;
  }

  private renderChoice(choice: StateChoice) {
    const count = this.rows.filter((row) => isChosen(row, choice)).length;
    const isKind = !['all', 'unknown', 'aged'].includes(choice);
    const label = this.panel.t(isKind ? `states.kind.${choice}` : `states.choice.${choice}`);
    return html`<option value=${choice} ?selected=${choice === this.choice}>${label} (${count})</option>`;
  }

  private renderTable(canApply: boolean) {
    if (this.shown.length === 0) return html`<p>${this.panel.t('states.none-found')}</p>`;
    return html`<credentials-states-table
      .panel=${this.panel}
      .rows=${this.shown}
      .sort=${this.sort}
      .canApply=${canApply && this.rows.length > 1}
      @credentials-sort=${this.onSort}
      @credentials-apply=${this.onApply}
    ></credentials-states-table>`;
  }

  private onChoice(event: Event): void {
    this.choice = (event.target as HTMLSelectElement).value as StateChoice;
  }

  private onSort({ detail: column }: CustomEvent<StateColumn>): void {
    const isDescending = this.sort.column === column && !this.sort.isDescending;
    this.sort = { column, isDescending };
    const name = this.panel.t(`states.column.${column}`);
    this.panel.announce(this.panel.t(isDescending ? 'states.sorted.descending' : 'states.sorted.ascending', { column: name }));
  }

  private onApply({ detail: id }: CustomEvent<string>): void {
    const source = this.rows.find((row) => row.id === id);
    this.message = undefined;
    if (source) void this.dialog.open(source);
  }

  private onApplied({ detail: count }: CustomEvent<number>): void {
    this.message = { text: this.panel.t('apply.done', { count }), isProblem: false };
  }

  private async testAll(isRunning: boolean): Promise<void> {
    if (isRunning) return;
    this.message = undefined;
    const outcome = await this.panel.run('credentials.test-all');
    if (!outcome.ok && !outcome.cancelled) this.message = { text: outcome.sentence, isProblem: true };
  }

  /** What is shown, in the order in which it is shown. */
  private async export(): Promise<void> {
    this.message = undefined;
    const { text, choice, sort, panel } = this;
    const args = { text, choice, column: sort.column, descending: sort.isDescending, language: panel.language };
    const outcome = await panel.run('credentials.export-states', args);
    if (!outcome.ok) this.message = outcome.cancelled ? undefined : { text: outcome.sentence, isProblem: true };
    else if ((outcome.value as { exported: boolean }).exported) this.message = { text: panel.t('states.exported'), isProblem: false };
  }

  static override styles = [unsafeCSS(controlStyles), statesStyles];
}
