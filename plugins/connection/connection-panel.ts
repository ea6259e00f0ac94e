import { type CommandOutcome, controlStyles, type Message, type PanelApi, type PanelElement, type Serialisable } from 'boule-bleue';
import { html, LitElement, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AddressResult } from './diagnosis/address-result.ts';
import type { ConnectionDraft, TextField } from './panel/connection-draft.ts';
import { isSameWay, type ServerRole, serverRoles } from './values/connection-values.ts';
import './panel/connection-finding.ts';
import './panel/connection-notices.ts';
import './panel/connection-result.ts';
import { DraftForm } from './panel/draft-form.ts';
import { iconStyles } from './panel/icon-styles.ts';
import { failedIcon, pendingIcon, reachedIcon } from './panel/icons.ts';
import { panelStyles } from './panel/panel-styles.ts';
import { applyRemedy, type RemedyChanges } from './panel/remedy-changes.ts';
import { renderConnectionState } from './panel/render-connection-state.ts';
import { renderWays } from './panel/render-ways.ts';
import { isRemedyRepeated } from './panel/repeated-remedy.ts';
import type { RunRequest } from './panel/run-request.ts';
import type { ConnectionPanelState } from './panel-state.ts';
import { shownAddress } from './values/read-values.ts';
import { describeWays } from './way-found.ts';

/** « Paramètres de connexion », as the guide « Mise à jour du mode de connexion » draws it. */
@customElement('connection-panel')
export class ConnectionPanel extends LitElement implements PanelElement<ConnectionPanelState> {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) state: ConnectionPanelState | undefined;

  @state() private isSignInShown = false;
  @state() private message: { readonly text: string; readonly isProblem: boolean } | undefined;

  private readonly form = new DraftForm(this, () => {
    this.message = undefined;
  });

  get hasUnsavedChanges(): boolean {
    return this.form.draft?.isDirty ?? false;
  }

  async save(): Promise<boolean> {
    const draft = this.form.tidy();
    if (!draft) return false;
    const problematic = draft.problematicFields;
    if (problematic.length > 0) return this.refuse(problematic);
    const outcome = await this.panel.run('connection.save', draft.saveArguments);
    if (!outcome.ok) return this.report(outcome);
    // What was typed meanwhile is not saved, and stays.
    this.form.draft = this.form.draft?.withoutSecretsOf(draft);
    this.say('panel.saved');
    return true;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('state') || !this.state) return;
    this.form.follow(this.state);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const wasRunning = changed.get('state')?.test?.outcome === 'running';
    if (wasRunning && this.state?.test?.outcome !== 'running') requestAnimationFrame(() => this.showResults());
  }

  override render() {
    const { state, form } = this;
    const { draft } = form;
    if (!state || !draft) return html`<p class="loading" role="status">${this.panel.t('panel.loading')}</p>`;
    return html`<div class="page">
      <h1>${this.panel.t('panel.title')}</h1>
      <p class="introduction">${this.panel.t('panel.introduction')}</p>
      ${state.refusal ? nothing : renderConnectionState(this.panel, state)}
      <connection-notices
        .panel=${this.panel}
        .refusal=${state.refusal}
        .plainHttp=${state.plainHttp}
        @connection-run=${this.onRun}
      ></connection-notices>
      ${renderWays({
        ...{ panel: this.panel, form, draft, found: this.findWays(state, draft) },
        isSignInAsked: this.isSignInAsked(state),
        onSignIn: this.showSignIn,
      })}
      <div class="addresses" role="group" aria-labelledby="addresses">
        <h2 id="addresses">${this.panel.t('addresses.legend')}</h2>
        ${serverRoles.map((role) => this.renderAddress(draft, role))}
      </div>
      ${this.renderActions(state.test?.outcome === 'running')}
      <p class="message ${this.message?.isProblem ? 'problem' : ''}" role="status">${this.message?.text}</p>
      <connection-result .panel=${this.panel} .test=${state.test} ?current=${this.isTestCurrent} @connection-run=${this.onRun}></connection-result>
    </div>`;
  }

  /** What was found beside the addresses says more than the whole, where there isn't room for both. */
  private showResults(): void {
    for (const part of ['connection-result', '.addresses']) this.renderRoot.querySelector(part)?.scrollIntoView({ block: 'nearest' });
  }

  /** The settings that were tested found them; others may find other ones. */
  private findWays({ test }: ConnectionPanelState, { values }: ConnectionDraft): readonly Message[] {
    return test && values.type === 'system' && isSameWay(test.values, values) ? describeWays(test.addresses) : [];
  }

  private readonly showSignIn = () => {
    this.isSignInShown = true;
  };

  private isSignInAsked({ status, test }: ConnectionPanelState): boolean {
    return this.isSignInShown || [status.cause, ...(test?.addresses ?? []).map(({ cause }) => cause)].includes('proxy-auth');
  }

  private renderAddress(draft: ConnectionDraft, role: ServerRole) {
    const isRunning = this.state?.test?.outcome === 'running';
    const result = this.resultFor(draft, role);
    const content = result
      ? this.renderMark(
          result,
          serverRoles.flatMap((other) => this.resultFor(draft, other) ?? []),
        )
      : isRunning
        ? this.renderPendingMark()
        : nothing;
    return this.form.renderField(draft, role, { content: html`${this.renderCredentials(draft, role)}${content}`, beside: true });
  }

  private renderCredentials(draft: ConnectionDraft, role: ServerRole) {
    const state = draft.credentialsState(role);
    if (!state) return nothing;
    const remove = () => {
      if (state === 'pending') this.form.draft = this.form.draft?.withoutTaken(role);
      else void this.runCommand('connection.forget-credentials', { role });
    };
    return html`<p class="credentials">
      ${this.panel.t(`address.credentials.${state}`, { role })}
      <button type="button" class="link" @click=${remove}>${this.panel.t('address.credentials.remove')}</button>
    </p>`;
  }

  private renderMark(result: AddressResult, shown: readonly AddressResult[]) {
    const { ok, sentence } = result;
    const name = ok ? this.panel.t('mark.reached') : this.panel.t('mark.failed', { sentence: this.panel.t(sentence) });
    return html`<span class="mark" slot="mark" role="img" aria-label=${name}>${ok ? reachedIcon : failedIcon}</span>
      <connection-finding
        slot="finding"
        .panel=${this.panel}
        .result=${result}
        ?brief=${ok}
        ?said=${result.cause === 'address-invalid'}
        ?repeated=${isRemedyRepeated(result, shown, (message) => this.panel.t(message))}
        @connection-run=${this.onRun}
        @connection-change=${this.onChange}
      ></connection-finding>`;
  }

  private renderPendingMark() {
    return html`<span class="mark" slot="mark" role="img" aria-label=${this.panel.t('mark.pending')}>${pendingIcon}</span>`;
  }

  private renderActions(isRunning: boolean) {
    const cancel = () => void this.panel.run('connection.cancel-test');
    return html`<div class="actions">
      <button type="button" class="secondary" aria-disabled=${isRunning ? 'true' : nothing} @click=${this.test}>
        ${this.panel.t('button.test')}
      </button>
      ${isRunning ? html`<button type="button" class="secondary" @click=${cancel}>${this.panel.t('button.cancel')}</button>` : nothing}
      <div class="end">
        <button type="button" @click=${this.save}>${this.panel.t('button.save')}</button>
        <button type="button" class="secondary" @click=${() => this.panel.close()}>${this.panel.t('button.quit')}</button>
      </div>
    </div>`;
  }

  /** The result that still says something about what the field holds. */
  private resultFor(draft: ConnectionDraft, role: ServerRole): AddressResult | undefined {
    return this.isTested(draft, role) ? this.state?.test?.addresses.find((address) => address.role === role) : undefined;
  }

  private get isTestCurrent(): boolean {
    const { draft } = this.form;
    return draft !== undefined && serverRoles.every((role) => this.isTested(draft, role));
  }

  /** Whether the last test asked what the field holds, by the way that the fields describe. */
  private isTested(draft: ConnectionDraft, role: ServerRole): boolean {
    const tested = this.state?.test?.values;
    return !!tested && isSameWay(tested, draft.values) && tested.servers[role] === shownAddress(draft.value(role), draft.mode);
  }

  private test(): Promise<void> | undefined {
    return this.state?.test?.outcome === 'running' ? undefined : this.testDraft();
  }

  /** In the place of the test that may be under way. */
  private async testDraft(): Promise<void> {
    const draft = this.form.tidy();
    if (!draft) return;
    const inProxy = draft.problematicFields.filter((field) => field === 'proxyHost' || field === 'proxyPort');
    if (inProxy.length > 0) return void this.refuse(inProxy);
    this.message = undefined;
    const outcome = await this.panel.run('connection.test', draft.testArguments);
    if (!outcome.ok && !outcome.cancelled) this.report(outcome);
  }

  private refuse(fields: readonly TextField[]): false {
    this.renderRoot.querySelector<HTMLElement>(`[data-field="${fields[0]}"]`)?.focus();
    this.message = { text: this.panel.t('panel.fields-to-correct', { count: fields.length }), isProblem: true };
    return false;
  }

  private onRun({ detail: { command, args } }: CustomEvent<RunRequest>): Promise<void> {
    return this.runCommand(command, args);
  }

  /** Puts the values in and tests them; what was changed is said, since it isn't saved. */
  private async onChange({ detail }: CustomEvent<RemedyChanges>): Promise<void> {
    if (!this.form.draft) return;
    const { draft, changed } = applyRemedy(this.form.draft, detail);
    this.form.draft = draft;
    const tested = this.testDraft();
    // The button that was pressed goes with the result that it belonged to.
    this.renderRoot.querySelector<HTMLElement>('.actions button')?.focus({ preventScroll: true });
    if (changed.length > 0) this.say('remedy.applied', { changes: changed.map((change) => this.panel.t(change)).join(', ') });
    await tested;
  }

  private async runCommand(command: string, args?: Serialisable): Promise<void> {
    const outcome = await this.panel.run(command, args);
    if (!outcome.ok && !outcome.cancelled) this.report(outcome);
  }

  private say(key: string, args?: Message['args']): void {
    this.message = { text: this.panel.t(key, args), isProblem: false };
  }

  private report(outcome: CommandOutcome & { ok: false }): false {
    this.message = outcome.cancelled ? undefined : { text: outcome.sentence, isProblem: true };
    return false;
  }

  static override styles = [unsafeCSS(controlStyles), iconStyles, panelStyles];
}
