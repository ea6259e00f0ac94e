import { type CommandOutcome, controlStyles, type PanelApi, type PanelElement } from 'boule-bleue';
import { html, LitElement, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { AccountState, CredentialsState } from './credentials-state.ts';
import './panel/account-list.ts';
import { AccountDraft, type DraftField } from './panel/account-draft.ts';
import './panel/credentials-form.ts';
import type { CredentialsForm } from './panel/credentials-form.ts';
import './panel/credentials-question.ts';
import type { CredentialsQuestion } from './panel/credentials-question.ts';
import { iconStyles } from './panel/icon-styles.ts';
import { ballIcon } from './panel/icons.ts';
import { panelStyles } from './panel/panel-styles.ts';
import './panel/verification-list.ts';
import { summarise } from './panel/verification-list.ts';
import type { Verification } from './verification/verification-board.ts';

/** « Comptes utilisateurs »: the accounts on the left, the chosen one's credentials and their test on the right. */
@customElement('credentials-panel')
export class CredentialsPanel extends LitElement implements PanelElement<CredentialsState> {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) state: CredentialsState | undefined;

  @state() private draft: AccountDraft | undefined;
  /** Whether the verifications shown are those of what the fields hold. */
  @state() private isTestCurrent = false;
  @state() private message: { readonly text: string; readonly isProblem: boolean } | undefined;
  @state() private cancelTest: AbortController | undefined;
  /** Chosen as soon as the state holds it. */
  private addedAccount: string | undefined;
  @query('credentials-form') private readonly form!: CredentialsForm;
  @query('credentials-question') private readonly question!: CredentialsQuestion;

  get hasUnsavedChanges(): boolean {
    return this.draft?.isDirty ?? false;
  }

  async save(): Promise<boolean> {
    const draft = this.normalisedDraft();
    if (!draft) return false;
    if (draft.firstUnsavable) return this.refuse(draft.firstUnsavable);
    const outcome = await this.panel.run('credentials.save', draft.saveArguments);
    if (!outcome.ok) return this.report(outcome);
    // What was typed meanwhile is not saved, and stays.
    if (this.draft?.hasTypingOf(draft)) this.startDraft(this.draft.savedAccount);
    this.say(this.panel.t('save.done'));
    return true;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('state')) return;
    const added = this.account(this.addedAccount);
    const current = this.account(this.draft?.account.id);
    if (added) this.startDraft(added);
    else if (current) this.draft = this.draft?.over(current);
    else this.startDraft(this.state?.accounts[0]);
    if (added) this.addedAccount = undefined;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const former = changed.get('state')?.accounts.find(({ id }) => id === this.draft?.account.id);
    const isNew = this.draft?.account.verification?.at !== former?.verification?.at;
    if (former && isNew) this.renderRoot.querySelector('credentials-verifications')?.scrollIntoView({ block: 'nearest' });
  }

  override render() {
    if (!this.state || !this.draft) return html`<p class="loading" role="status">${this.panel.t('panel.loading')}</p>`;
    return html`<div class="layout">
        <section aria-label=${this.panel.t('accounts.list')}>${this.renderAccounts(this.draft.account)}</section>
        <section class="account" aria-labelledby="name">${this.renderAccount(this.draft)}</section>
      </div>
      <credentials-question></credentials-question>`;
  }

  private renderAccounts(current: AccountState) {
    return html`<h1>${this.panel.t('command.open')}</h1>
      <credentials-account-list
        .panel=${this.panel}
        .accounts=${this.state?.accounts ?? []}
        .selected=${current.id}
        @credentials-select=${(event: CustomEvent<string>) => this.switchTo(event.detail)}
      ></credentials-account-list>
      <div class="actions">
        <button type="button" class="secondary" @click=${this.addAccount}>${this.panel.t('accounts.add')}</button>
        <button type="button" class="secondary" @click=${this.renameAccount}>${this.panel.t('accounts.rename')}</button>
        <button type="button" class="secondary" @click=${this.removeAccount}>${this.panel.t('accounts.remove')}</button>
      </div>`;
  }

  private renderAccount(draft: AccountDraft) {
    const { name, status, verification } = draft.account;
    return html`<h2 id="name">${name}</h2>
      ${status.kind === 'unreadable' ? html`<p class="problem">${this.panel.t('unreadable')}</p>` : nothing}
      <credentials-form .panel=${this.panel} .draft=${draft} @credentials-draft=${this.onDraft}></credentials-form>
      ${this.renderActions(draft.account.isTesting)}
      <p class="message ${this.message?.isProblem ? 'problem' : ''}" role="status">${this.message?.text}</p>
      ${
        verification
          ? html`<credentials-verifications .panel=${this.panel} .verification=${verification} .remark=${this.remark}></credentials-verifications>`
          : nothing
      }`;
  }

  private renderActions(isTesting: boolean) {
    const isBusy = isTesting || this.cancelTest !== undefined;
    return html`<div class="actions">
        <button type="button" class="secondary ball" aria-disabled=${isBusy ? 'true' : nothing} @click=${this.test}>
          ${ballIcon}${this.panel.t('command.test')}
        </button>
        <button type="button" @click=${this.save}>${this.panel.t('command.save')}</button>
      </div>
      <div class="progress" role="status">
        ${isBusy ? html`<progress aria-label=${this.panel.t('test.running')}></progress><span>${this.panel.t('test.running')}</span>` : nothing}
        ${this.cancelTest ? html`<button type="button" class="secondary" @click=${this.onCancelTest}>${this.panel.t('test.cancel')}</button>` : nothing}
      </div>`;
  }

  /** What the verifications are worth for what the fields hold. */
  private get remark(): string {
    const entries = this.draft?.account.verification?.entries ?? [];
    const isSaved = entries.some(({ id }) => id === 'saved');
    const isCurrent = isSaved ? !this.draft?.isNetEntreprisesDirty : this.isTestCurrent;
    if (!isCurrent) return this.panel.t('test.stale');
    return isSaved || entries.some(({ ok }) => !ok) ? '' : this.panel.t('test.not-saved');
  }

  private onDraft(event: CustomEvent<AccountDraft>): void {
    const draft = event.detail;
    const wasTested = JSON.stringify(this.draft?.testArguments) === JSON.stringify(draft.testArguments);
    this.isTestCurrent &&= wasTested;
    this.message = undefined;
    this.draft = draft;
  }

  private async test(): Promise<void> {
    const draft = this.normalisedDraft();
    if (!draft || this.cancelTest || draft.account.isTesting) return;
    this.message = undefined;
    this.cancelTest = new AbortController();
    const outcome = await this.panel.run('credentials.test', draft.testArguments, { signal: this.cancelTest.signal });
    this.cancelTest = undefined;
    if (!outcome.ok) return void this.report(outcome);
    this.isTestCurrent = this.draft?.account.id === draft.account.id && sameTest(this.draft, draft);
    if (draft.firstUntestable) this.refuse(draft.firstUntestable);
    this.panel.announce(summarise(this.panel, outcome.value as Pick<Verification, 'entries'>));
  }

  private onCancelTest(): void {
    this.cancelTest?.abort();
  }

  private async switchTo(id: string): Promise<void> {
    const account = this.account(id);
    if (!account || id === this.draft?.account.id || !(await this.mayLeave())) return;
    this.startDraft(account);
    this.message = undefined;
  }

  /** Asks what becomes of unsaved changes. Whether the account may be left. */
  private async mayLeave(): Promise<boolean> {
    if (!this.hasUnsavedChanges) return true;
    const answer = await this.question.ask({
      title: this.panel.t('leave.message', { account: this.draft?.account.name ?? '' }),
      detail: this.panel.t('leave.detail'),
      answers: [
        { id: 'save', label: this.panel.t('leave.save') },
        { id: 'discard', label: this.panel.t('leave.discard') },
      ],
      cancelLabel: this.panel.t('dialog.cancel'),
    });
    return answer?.id === 'save' ? this.save() : answer?.id === 'discard';
  }

  private async addAccount(): Promise<void> {
    if (!(await this.mayLeave())) return;
    const added = await this.askName(this.panel.t('accounts.add'), this.panel.t('accounts.add.confirm'), '', (name) =>
      this.panel.run('credentials.add-account', { name }),
    );
    if (added === undefined) return;
    const { account: id } = added.value as { account: string };
    this.addedAccount = id;
    this.requestUpdate('state');
    this.say(this.panel.t('accounts.added', { account: added.name }));
  }

  private async renameAccount(): Promise<void> {
    const account = this.draft?.account;
    if (!account) return;
    const title = this.panel.t('accounts.rename.title', { account: account.name });
    await this.askName(title, this.panel.t('accounts.rename'), account.name, (name) =>
      this.panel.run('credentials.rename-account', { account: account.id, name }),
    );
  }

  private async removeAccount(): Promise<void> {
    const account = this.draft?.account;
    if (!account) return;
    const outcome = await this.panel.run('credentials.remove-account', { account: account.id });
    if (!outcome.ok) return void this.report(outcome);
    if ((outcome.value as { removed: boolean }).removed) this.say(this.panel.t('accounts.removed', { account: account.name }));
  }

  /** Asks for a name until one is accepted or the user gives up. */
  private async askName(title: string, label: string, former: string, apply: (name: string) => Promise<CommandOutcome>) {
    let field: { label: string; value: string; problem?: string } = { label: this.panel.t('accounts.name'), value: former };
    for (;;) {
      const answer = await this.question.ask({
        title,
        field,
        answers: [{ id: 'apply', label }],
        cancelLabel: this.panel.t('dialog.cancel'),
      });
      if (!answer) return undefined;
      const outcome = await apply(answer.value);
      if (outcome.ok) return { name: answer.value.trim(), value: outcome.value };
      field = { ...field, value: answer.value, problem: outcome.sentence };
    }
  }

  private account(id: string | undefined): AccountState | undefined {
    return this.state?.accounts.find((account) => account.id === id);
  }

  private startDraft(account: AccountState | undefined): void {
    this.draft = account && new AccountDraft(account);
    this.isTestCurrent &&= this.draft !== undefined;
    this.form?.startAfresh();
  }

  /** The draft with the spaces taken out of its SIRET, in case the user didn't leave the field. */
  private normalisedDraft(): AccountDraft | undefined {
    this.form?.normaliseSiret();
    return this.draft;
  }

  private refuse(field: DraftField): false {
    this.form.showProblem(field);
    return false;
  }

  private say(text: string): void {
    this.message = { text, isProblem: false };
  }

  private report(outcome: CommandOutcome & { ok: false }): false {
    this.message = outcome.cancelled
      ? { text: this.panel.t('test.cancelled'), isProblem: false }
      : { text: outcome.sentence, isProblem: true };
    return false;
  }

  static override styles = [unsafeCSS(controlStyles), iconStyles, panelStyles];
}

function sameTest(one: AccountDraft, other: AccountDraft): boolean {
  return JSON.stringify(one.testArguments) === JSON.stringify(other.testArguments);
}
