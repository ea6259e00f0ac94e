import { type CommandOutcome, controlStyles, type PanelApi } from 'boule-bleue';
import { html, LitElement, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { identityFields } from '../identity/net-entreprises-identity.ts';
import type { OfficeState } from '../office-state.ts';
import type { Verification } from '../verification/verification-board.ts';
import { AccountDraft, type DraftField } from './account-draft.ts';
import { editorStyles } from './account-editor-styles.ts';
import './conflict-view.ts';
import type { CredentialsConflict } from './conflict-view.ts';
import './credentials-form.ts';
import type { CredentialsForm, Tab } from './credentials-form.ts';
import type { EditedAccount } from './edited-account.ts';
import { iconStyles } from './icon-styles.ts';
import { ballIcon } from './icons.ts';
import { renderReconnection } from './reconnection.ts';
import { signInArguments, unsignable } from './sign-in.ts';
import './verification-list.ts';
import { summarise } from './verification-list.ts';

/** As the commands' schemas have it; the portal's limits are far below. */
const maximumArgumentLength = 200;

/**
 * One account: its two tabs, their test, and what became of it. A closed account has its session opened here.
 * @fires credentials-tab with the tab that the user chose
 */
@customElement('credentials-account-editor')
export class CredentialsAccountEditor extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) office!: OfficeState;
  @property({ attribute: false }) account!: EditedAccount;
  @property() tab: Tab = 'impact-emploi';

  @state() private draft!: AccountDraft;
  /** Whether the verifications shown are those of what the fields hold. */
  @state() private isTestCurrent = false;
  @state() private message: { readonly text: string; readonly isProblem: boolean; readonly offersReconnection?: boolean } | undefined;
  @state() private cancelTest: AbortController | undefined;
  @state() private isSigningIn = false;
  @state() private isSaving = false;
  @query('credentials-form') private readonly form!: CredentialsForm;
  @query('credentials-conflict') private readonly conflict!: CredentialsConflict | null;

  /** What is typed to open a session is no change of anything. */
  get hasUnsavedChanges(): boolean {
    return this.account.access !== 'closed' && (this.draft?.isDirty ?? false);
  }

  async save(): Promise<boolean> {
    const draft = this.normalisedDraft();
    if (this.conflict) return this.showConflict();
    if (draft.firstUnsavable) return this.refuse(draft.firstUnsavable);
    this.message = undefined;
    this.isSaving = true;
    const outcome = await this.panel.run('credentials.save', draft.saveArguments);
    this.isSaving = false;
    if (!outcome.ok) return this.reportSaving(outcome);
    // What was typed meanwhile is not saved, and stays.
    this.draft = this.draft.hasTypingOf(draft) ? new AccountDraft(draft.savedAccount).over(this.account) : this.draft.onto(this.account);
    this.form.startAfresh();
    this.saySaved(draft, (outcome.value as { canReconnect?: boolean } | null)?.canReconnect === true);
    return true;
  }

  private saySaved(draft: AccountDraft, offersReconnection: boolean): void {
    const { office, account, panel } = this;
    const isOfAnother = office.kind === 'network' && office.session?.account !== account.id;
    const isReset = isOfAnother && draft.value('password') !== '' && !draft.isNetEntreprisesDirty;
    if (isReset) this.say(panel.t('save.reset', { account: account.name }));
    else this.message = { text: panel.t('save.done'), isProblem: false, offersReconnection };
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('account')) return;
    if (!this.draft) this.draft = new AccountDraft(this.account);
    // What is being saved is told from what others save by the command's end.
    else if (!this.isSaving) this.draft = this.draft.over(this.account);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const former = changed.get('account');
    const isNew = this.account.verification?.at !== former?.verification?.at;
    if (former && isNew) void this.bringIntoSight('credentials-verifications');
    else if (this.message && (changed as Map<PropertyKey, unknown>).has('message')) void this.bringIntoSight('.message');
  }

  /** Only what is drawn has the height that is to be seen. */
  private async bringIntoSight(selector: string): Promise<void> {
    const element = this.renderRoot.querySelector<HTMLElement & { readonly updateComplete?: Promise<boolean> }>(selector);
    await element?.updateComplete;
    element?.scrollIntoView({ block: 'nearest' });
  }

  override render() {
    const { draft, account, office, panel } = this;
    return html`${account.status.kind === 'unreadable' ? html`<p class="problem">${panel.t('unreadable')}</p>` : nothing}
      <credentials-form
        .panel=${panel}
        .office=${office}
        .draft=${draft}
        .tab=${this.tab}
        .isSigningIn=${this.isSigningIn}
        @credentials-draft=${this.onDraft}
        @credentials-tab=${(event: CustomEvent<Tab>) => this.onTab(event.detail)}
        @credentials-submit=${this.onSubmit}
      ></credentials-form>
      ${!this.isSaving && draft.isOvertakenBy(account) ? this.renderConflict() : nothing}
      ${account.access === 'closed' ? this.renderSignIn() : this.renderActions()}
      <div class="message" role="status">${this.renderMessage()}</div>
      ${
        account.verification
          ? html`<credentials-verifications .panel=${panel} .verification=${account.verification} .remark=${this.remark}></credentials-verifications>`
          : nothing
      }`;
  }

  private renderSignIn() {
    const { hasPassword } = this.account;
    return html`<div class="actions">
      <button type="button" aria-disabled=${this.isSigningIn ? 'true' : nothing} @click=${() => this.signIn()}>
        ${this.panel.t(hasPassword ? 'session.open' : 'session.claim')}
      </button>
    </div>`;
  }

  private renderActions() {
    const isBusy = this.account.isTesting || this.cancelTest !== undefined;
    return html`<div class="actions">
        <button type="button" class="secondary ball" aria-disabled=${isBusy ? 'true' : nothing} @click=${this.test}>
          ${ballIcon}${this.panel.t('command.test')}
        </button>
        <button type="button" @click=${this.save}>${this.panel.t('command.save')}</button>
      </div>
      <div class="progress" role="status">
        ${isBusy ? html`<progress aria-label=${this.panel.t('test.running')}></progress><span>${this.panel.t('test.running')}</span>` : nothing}
        ${this.cancelTest ? html`<button type="button" class="secondary" @click=${() => this.cancelTest?.abort()}>${this.panel.t('test.cancel')}</button>` : nothing}
      </div>`;
  }

  private renderConflict() {
    return html`<credentials-conflict
      .panel=${this.panel}
      .draft=${this.draft}
      .saved=${this.account}
      @credentials-keep=${() => this.settleConflict(this.draft.keptOver(this.account), 'conflict.kept')}
      @credentials-take=${() => this.settleConflict(new AccountDraft(this.account), 'conflict.taken')}
    ></credentials-conflict>`;
  }

  private renderMessage() {
    if (!this.message) return nothing;
    const { text, isProblem, offersReconnection } = this.message;
    return html`<p class=${isProblem ? 'problem' : ''}>${text}</p>
      ${offersReconnection ? renderReconnection(this.panel, (said, failed) => this.say(said, failed)) : nothing}`;
  }

  /** What the verifications are worth for what the fields hold. */
  private get remark(): string {
    const entries = this.account.verification?.entries ?? [];
    const isSaved = entries.some(({ id }) => id === 'saved');
    // A password that was typed anew counts as a change, even where it is the one that is saved.
    const isCurrent = this.isTestCurrent || (isSaved && !this.draft.isNetEntreprisesDirty);
    if (!isCurrent) return this.panel.t('test.stale');
    return isSaved || entries.some(({ ok }) => !ok) ? '' : this.panel.t('test.not-saved');
  }

  private onDraft(event: CustomEvent<AccountDraft>): void {
    this.isTestCurrent &&= this.draft.isTestedLike(event.detail);
    this.message = undefined;
    this.draft = event.detail;
  }

  /** As the printed guide has it: with the password typed, going to « Net-entreprises » opens the session. */
  private async onTab(tab: Tab): Promise<void> {
    this.goTo(tab);
    const { draft, account } = this;
    const isTyped = draft.value('password') !== '' && (account.hasPassword || draft.value('confirmation') !== '');
    if (tab === 'net-entreprises' && account.access === 'closed' && isTyped) await this.signIn();
  }

  private onSubmit(): void {
    if (this.account.access === 'closed') void this.signIn();
  }

  private async signIn(): Promise<void> {
    const { draft } = this;
    if (this.isSigningIn) return;
    const field = unsignable(draft);
    if (field) return void this.refuse(field);
    this.isSigningIn = true;
    this.message = undefined;
    const outcome = await this.panel.run('credentials.sign-in', signInArguments(draft));
    this.isSigningIn = false;
    // The session's change has drawn everything anew by now.
    if (!this.isConnected) return;
    if (outcome.ok) this.draft = new AccountDraft(this.account);
    else this.refuseSignIn(outcome);
  }

  private refuseSignIn(outcome: CommandOutcome & { ok: false }): void {
    this.report(outcome);
    this.refuse('password');
  }

  private async test(): Promise<void> {
    const draft = this.normalisedDraft();
    if (this.cancelTest || this.account.isTesting) return;
    const unsendable = identityFields.find((field) => draft.value(field).length > maximumArgumentLength);
    if (unsendable) return void this.refuse(unsendable);
    this.message = undefined;
    this.cancelTest = new AbortController();
    const outcome = await this.panel.run('credentials.test', draft.testArguments, { signal: this.cancelTest.signal });
    this.cancelTest = undefined;
    if (!outcome.ok) return void this.report(outcome);
    this.isTestCurrent = this.draft.isTestedLike(draft);
    if (draft.firstUntestable) this.refuse(draft.firstUntestable);
    this.panel.announce(summarise(this.panel, outcome.value as Pick<Verification, 'entries'>));
  }

  private settleConflict(draft: AccountDraft, message: string): void {
    this.draft = draft;
    this.isTestCurrent = false;
    this.say(this.panel.t(message));
  }

  private showConflict(): false {
    this.conflict?.focus();
    return false;
  }

  private reportSaving(outcome: CommandOutcome & { ok: false }): false {
    this.draft = this.draft.over(this.account);
    return this.report(outcome);
  }

  /** The draft with the spaces taken out of its SIRET, in case the user didn't leave the field. */
  private normalisedDraft(): AccountDraft {
    this.form.normaliseSiret();
    return this.draft;
  }

  private refuse(field: DraftField): false {
    this.goTo(field === 'password' || field === 'confirmation' ? 'impact-emploi' : 'net-entreprises');
    void this.form.showProblem(field);
    return false;
  }

  private goTo(tab: Tab): void {
    this.tab = tab;
    this.dispatchEvent(new CustomEvent('credentials-tab', { detail: tab }));
  }

  private say(text: string, isProblem = false): void {
    this.message = { text, isProblem };
  }

  private report({ cancelled, sentence }: CommandOutcome & { ok: false }): false {
    this.say(cancelled ? this.panel.t('test.cancelled') : sentence, !cancelled);
    return false;
  }

  static override styles = [unsafeCSS(controlStyles), iconStyles, editorStyles];
}
