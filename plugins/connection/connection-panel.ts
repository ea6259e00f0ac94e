import { type CommandOutcome, controlStyles, type Message, type PanelApi, type PanelElement, type Serialisable } from 'boule-bleue';
import { html, LitElement, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { connectionModes, connectionTypes, isSameWay, type ServerRole, serverRoles } from './connection-values.ts';
import type { AddressResult } from './diagnosis/address-result.ts';
import './panel/connection-choice.ts';
import { ConnectionDraft, type Corrections, type DraftField, type TextField } from './panel/connection-draft.ts';
import './panel/connection-field.ts';
import './panel/connection-finding.ts';
import './panel/connection-notices.ts';
import './panel/connection-result.ts';
import { iconStyles } from './panel/icon-styles.ts';
import { failedIcon, heartIcon, pendingIcon, reachedIcon } from './panel/icons.ts';
import { panelStyles } from './panel/panel-styles.ts';
import { applyRemedy, type RemedyChanges } from './panel/remedy-changes.ts';
import { isRemedyRepeated } from './panel/repeated-remedy.ts';
import type { RunRequest } from './panel/run-request.ts';
import type { ConnectionPanelState } from './panel-state.ts';
import { shownAddress } from './read-values.ts';

const connectionStateIcons = { unknown: pendingIcon, connecting: pendingIcon, connected: reachedIcon };

/** « Paramètres de connexion », as the guide « Mise à jour du mode de connexion » draws it. */
@customElement('connection-panel')
export class ConnectionPanel extends LitElement implements PanelElement<ConnectionPanelState> {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) state: ConnectionPanelState | undefined;

  @state() private draft: ConnectionDraft | undefined;
  @state() private corrections: Corrections = {};
  /** Not judged before it is left: nobody wants to read that « htt » is no address. */
  @state() private fieldBeingTyped: TextField | undefined;
  @state() private isSignInShown = false;
  @state() private message: { readonly text: string; readonly isProblem: boolean } | undefined;

  get hasUnsavedChanges(): boolean {
    return this.draft?.isDirty ?? false;
  }

  async save(): Promise<boolean> {
    const draft = this.tidy();
    if (!draft) return false;
    const problematic = draft.problematicFields;
    if (problematic.length > 0) return this.refuse(problematic);
    const outcome = await this.panel.run('connection.save', draft.saveArguments);
    if (!outcome.ok) return this.report(outcome);
    // What was typed meanwhile is not saved, and stays.
    this.draft = this.draft?.withoutSecretsOf(draft);
    this.say('panel.saved');
    return true;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('state') || !this.state) return;
    this.draft = this.draft?.over(this.state) ?? new ConnectionDraft(this.state);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const wasRunning = changed.get('state')?.test?.outcome === 'running';
    if (wasRunning && this.state?.test?.outcome !== 'running') requestAnimationFrame(() => this.showResults());
  }

  override render() {
    const { state, draft } = this;
    if (!state || !draft) return html`<p class="loading" role="status">${this.panel.t('panel.loading')}</p>`;
    return html`<div class="page">
      <h1>${this.panel.t('panel.title')}</h1>
      <p class="introduction">${this.panel.t('panel.introduction')}</p>
      ${state.refusal ? nothing : this.renderConnectionState(state)}
      <connection-notices
        .panel=${this.panel}
        .refusal=${state.refusal}
        .plainHttp=${state.plainHttp}
        @connection-run=${this.onRun}
      ></connection-notices>
      <div class="ways">${this.renderTypes(draft)}${this.renderModes(draft)}</div>
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

  private renderConnectionState({ status }: ConnectionPanelState) {
    const { state, reason, next } = status;
    const icon = state in connectionStateIcons ? connectionStateIcons[state as keyof typeof connectionStateIcons] : heartIcon;
    return html`<p class="state" role="status">
      ${icon}<span>${this.panel.t(`state.${state}`, { reason: reason ?? '' })} ${next ? this.panel.t(next) : nothing}</span>
    </p>`;
  }

  private renderTypes(draft: ConnectionDraft) {
    const hints: Partial<Record<string, string>> = { system: this.panel.t('type.system.hint') };
    const choices = connectionTypes.map((value) => ({ value, label: this.panel.t(`type.${value}`), hint: hints[value] }));
    return html`<connection-choice
      .legend=${this.panel.t('type.legend')}
      .choices=${choices}
      .value=${draft.type}
      @connection-choose=${(event: CustomEvent<string>) => this.edit({ type: event.detail })}
    >
      <div class="proxy" slot="proxy">
        ${this.renderField(draft, 'proxyHost', { disabled: draft.type !== 'proxy' })}
        ${this.renderField(draft, 'proxyPort', { disabled: draft.type !== 'proxy', numeric: true })}
        ${draft.type === 'proxy' ? this.renderSignIn(draft) : nothing}
      </div>
    </connection-choice>`;
  }

  private renderSignIn(draft: ConnectionDraft) {
    if (!this.isSignInNeeded(draft)) {
      const show = () => {
        this.isSignInShown = true;
      };
      return html`<button type="button" class="link" @click=${show}>${this.panel.t('proxy.sign-in')}</button>`;
    }
    const isOther = this.state?.hasProxyPassword && !draft.isPasswordKept;
    const hint = draft.isPasswordKept ? 'proxy.password.kept' : isOther ? 'proxy.password.other' : '';
    return html`${this.renderField(draft, 'proxyUser')}
      <connection-field
        class="password"
        secret
        .label=${this.panel.t('proxy.password')}
        .hint=${hint && this.panel.t(hint)}
        .value=${draft.value('proxyPassword')}
        @connection-input=${(event: CustomEvent<string>) => this.edit({ proxyPassword: event.detail })}
      ></connection-field>`;
  }

  private isSignInNeeded(draft: ConnectionDraft): boolean {
    if (this.isSignInShown || draft.value('proxyUser') !== '' || draft.value('proxyPassword') !== '') return true;
    const causes = [this.state?.status.cause, ...(this.state?.test?.addresses ?? []).map(({ cause }) => cause)];
    return causes.includes('proxy-auth');
  }

  private renderModes(draft: ConnectionDraft) {
    const choices = connectionModes.map((value) => ({
      value,
      label: this.panel.t(`mode.${value}`),
      hint: this.panel.t(`mode.${value}.hint`),
    }));
    return html`<connection-choice
      .legend=${this.panel.t('mode.legend')}
      .choices=${choices}
      .value=${draft.mode}
      @connection-choose=${(event: CustomEvent<string>) => this.edit({ mode: event.detail })}
    ></connection-choice>`;
  }

  private renderAddress(draft: ConnectionDraft, role: ServerRole) {
    const isRunning = this.state?.test?.outcome === 'running';
    const result = this.resultFor(draft, role);
    const content = result ? this.renderMark(result) : isRunning ? this.renderPendingMark() : nothing;
    return this.renderField(draft, role, { content: html`${this.renderCredentials(draft, role)}${content}`, beside: true });
  }

  private renderCredentials(draft: ConnectionDraft, role: ServerRole) {
    const state = draft.credentialsState(role);
    if (!state) return nothing;
    const remove = () => {
      if (state === 'pending') this.draft = this.draft?.withoutTaken(role);
      else void this.runCommand('connection.forget-credentials', { role });
    };
    return html`<p class="credentials">
      ${this.panel.t(`address.credentials.${state}`, { role })}
      <button type="button" class="link" @click=${remove}>${this.panel.t('address.credentials.remove')}</button>
    </p>`;
  }

  private renderMark(result: AddressResult) {
    const { ok, sentence } = result;
    const name = ok ? this.panel.t('mark.reached') : this.panel.t('mark.failed', { sentence: this.panel.t(sentence) });
    return html`<span class="mark" slot="mark" role="img" aria-label=${name}>${ok ? reachedIcon : failedIcon}</span>
      <connection-finding
        slot="finding"
        .panel=${this.panel}
        .result=${result}
        ?brief=${ok}
        ?repeated=${isRemedyRepeated(result, this.state?.test?.addresses ?? [])}
        @connection-run=${this.onRun}
        @connection-change=${this.onChange}
      ></connection-finding>`;
  }

  private renderPendingMark() {
    return html`<span class="mark" slot="mark" role="img" aria-label=${this.panel.t('mark.pending')}>${pendingIcon}</span>`;
  }

  private renderField(
    draft: ConnectionDraft,
    field: TextField,
    options: { disabled?: boolean; numeric?: boolean; beside?: boolean; content?: unknown } = {},
  ) {
    const [problem, warning] = this.fieldBeingTyped === field ? [] : [draft.problem(field), draft.warning(field)];
    return html`<connection-field
      data-field=${field}
      ?beside=${options.beside}
      .label=${this.panel.t(labels[field])}
      .value=${live(draft.value(field))}
      .problem=${problem ? this.panel.t(problem) : ''}
      .warning=${warning ? this.panel.t(warning) : ''}
      .note=${this.describeCorrections(this.corrections[field])}
      ?disabled=${options.disabled}
      ?numeric=${options.numeric}
      @connection-input=${(event: CustomEvent<string>) => this.onInput(field, event.detail)}
      @connection-commit=${() => this.tidy()}
      >${options.content ?? nothing}</connection-field
    >`;
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
    const test = this.state?.test;
    if (!test || !isSameWay(test.values, draft.values) || test.values.servers[role] !== shownAddress(draft.value(role), draft.mode))
      return undefined;
    return test.addresses.find((address) => address.role === role);
  }

  private get isTestCurrent(): boolean {
    const { draft } = this;
    const tested = this.state?.test?.values;
    if (!draft || !tested) return false;
    return (
      isSameWay(tested, draft.values) && serverRoles.every((role) => tested.servers[role] === shownAddress(draft.value(role), draft.mode))
    );
  }

  private async test(): Promise<void> {
    const draft = this.tidy();
    if (!draft || this.state?.test?.outcome === 'running') return;
    const inProxy = draft.problematicFields.filter((field) => field === 'proxyHost' || field === 'proxyPort');
    if (inProxy.length > 0) return void this.refuse(inProxy);
    this.message = undefined;
    const outcome = await this.panel.run('connection.test', draft.testArguments);
    if (!outcome.ok && !outcome.cancelled) this.report(outcome);
  }

  private edit(changes: Partial<Record<DraftField, string>>): void {
    this.draft = this.draft?.with(changes);
    this.message = undefined;
  }

  private onInput(field: TextField, value: string): void {
    this.fieldBeingTyped = field;
    this.corrections = { ...this.corrections, [field]: undefined };
    this.edit({ [field]: value });
  }

  /** Cleans the fields, in case the user didn't leave the last one, and shows what was done. */
  private tidy(): ConnectionDraft | undefined {
    this.fieldBeingTyped = undefined;
    if (!this.draft) return undefined;
    const { draft, corrections } = this.draft.tidy();
    this.draft = draft;
    this.corrections = { ...this.corrections, ...corrections };
    return draft;
  }

  private describeCorrections(corrections: readonly Message[] | undefined): string {
    if (!corrections) return '';
    return this.panel.t('address.corrected', { corrections: corrections.map((correction) => this.panel.t(correction)).join(', ') });
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
    if (!this.draft) return;
    const { draft, changed } = applyRemedy(this.draft, detail);
    this.draft = draft;
    const tested = this.test();
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

const labels: Readonly<Record<TextField, string>> = {
  proxyHost: 'proxy.host',
  proxyPort: 'proxy.port',
  proxyUser: 'proxy.user',
  authentication: 'address.authentication',
  update: 'address.update',
  netEntreprises: 'address.netEntreprises',
};
