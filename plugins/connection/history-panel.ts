import { type CommandOutcome, controlStyles, type PanelApi, type PanelElement, type Serialisable } from 'boule-bleue';
import { html, LitElement, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { HistoryPanelState } from './history/history-state.ts';
import './history/panel/comparison-view.ts';
import { historyStyles } from './history/panel/history-styles.ts';
import './history/panel/report-preview.ts';
import type { HistoryRun } from './history/panel/run-event.ts';
import './history/panel/tests-table.ts';
import { iconStyles } from './panel/icon-styles.ts';

/** Where the result of a command is shown. */
const results: Readonly<Record<string, string>> = {
  'connection.report': 'connection-report-preview',
  'connection.compare-tests': 'connection-comparison',
  'connection.import-report': 'connection-comparison',
};

/** « Historique des tests »: what is kept of the access tests, two of them beside each other, and a report before it leaves. */
@customElement('connection-history-panel')
export class ConnectionHistoryPanel extends LitElement implements PanelElement<HistoryPanelState> {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) state: HistoryPanelState | undefined;

  @state() private message: { readonly text: string; readonly isProblem: boolean } | undefined;

  /** What was just asked for is brought into sight, and to whoever can't see it. */
  protected override updated(changed: PropertyValues<this>): void {
    const former = changed.get('state');
    if (!former || !this.state) return;
    const { comparison, preview } = this.state;
    if (preview && preview.test !== former.preview?.test) this.bringForward('connection-report-preview');
    else if (comparison && (comparison.left !== former.comparison?.left || comparison.right !== former.comparison?.right))
      this.bringForward('connection-comparison');
  }

  override render() {
    const { panel, state } = this;
    if (!state?.isLoaded) return html`<p class="loading" role="status">${panel.t('history.loading')}</p>`;
    const { comparison, preview, unreadableCount } = state;
    return html`<div class="page" @connection-history-run=${this.onRun} @connection-history-say=${this.onSay}>
      <h1>${panel.t('history.title')}</h1>
      <p class="introduction">${panel.t('history.introduction')}</p>
      ${unreadableCount > 0 ? html`<p class="unreadable">${panel.t('history.unreadable', { count: unreadableCount })}</p>` : nothing}
      ${state.tests.length + (state.imported ? 1 : 0) > 0 ? this.renderTests(state) : this.renderEmpty(state)}
      ${preview ? html`<connection-report-preview .panel=${panel} .preview=${preview}></connection-report-preview>` : nothing}
      ${comparison ? html`<connection-comparison .panel=${panel} .comparison=${comparison} .dates=${this.nameTests(state)}></connection-comparison>` : nothing}
      <p class="message ${this.message?.isProblem ? 'problem' : ''}" role="status">${this.message?.text}</p>
    </div>`;
  }

  private renderTests(state: HistoryPanelState) {
    return html`<connection-tests-table .panel=${this.panel} .state=${state}></connection-tests-table>`;
  }

  private renderEmpty({ isTesting }: HistoryPanelState) {
    return html`<p role="status">${this.panel.t(isTesting ? 'history.testing' : 'history.empty')}</p>
      <div class="actions">
        <button type="button" aria-disabled=${isTesting ? 'true' : nothing} @click=${() => !isTesting && void this.run({ command: 'connection.test' })}>
          ${this.panel.t('button.test')}
        </button>
        <button type="button" class="secondary" @click=${() => this.run({ command: 'connection.import-report' })}>
          ${this.panel.t('history.import')}
        </button>
      </div>`;
  }

  /** How the two tests that are compared are called at the head of their columns. */
  private nameTests({ tests, imported, comparison }: HistoryPanelState): readonly string[] {
    return [comparison?.left, comparison?.right].map((id) => {
      const row = imported?.id === id ? imported : tests.find((test) => test.id === id);
      const date = row ? this.panel.t('history.date', { at: row.at }) : '';
      return row && row === imported ? `${this.panel.t('history.imported', { name: imported.fileName })} (${date})` : date;
    });
  }

  private bringForward(element: string): void {
    const shown = this.renderRoot.querySelector<LitElement>(element);
    void shown?.updateComplete.then(() => shown.focus());
  }

  private onRun(event: CustomEvent<HistoryRun>): void {
    void this.run(event.detail);
  }

  private onSay(event: CustomEvent<{ text: string; isProblem: boolean }>): void {
    this.message = event.detail;
  }

  private async run({ command, args, onDone }: HistoryRun): Promise<void> {
    this.message = undefined;
    const outcome: CommandOutcome = await this.panel.run(command, args as Serialisable);
    // Asked for once more what is there already, it changes nothing but comes forward.
    const shown = outcome.ok && results[command];
    if (shown) this.bringForward(shown);
    if (outcome.ok) return void (await onDone?.(outcome.value));
    if (!outcome.cancelled) this.message = { text: outcome.sentence, isProblem: true };
  }

  static override styles = [unsafeCSS(controlStyles), iconStyles, historyStyles];
}
