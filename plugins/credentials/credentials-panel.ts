import { controlStyles, type PanelApi, type PanelElement } from 'boule-bleue';
import { html, LitElement, type PropertyValues, unsafeCSS } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import type { AccountSummary, OfficePanelState, OfficeState } from './office-state.ts';
import './panel/account-actions.ts';
import type { AccountAction } from './panel/account-actions.ts';
import './panel/account-editor.ts';
import type { CredentialsAccountEditor } from './panel/account-editor.ts';
import './panel/account-list.ts';
import { AccountProcedures } from './panel/account-procedures.ts';
import type { Tab } from './panel/credentials-form.ts';
import './panel/credentials-question.ts';
import type { CredentialsQuestion } from './panel/credentials-question.ts';
import { type EditedAccount, keepDetail, PublishedAccounts } from './panel/edited-account.ts';
import './panel/office-notices.ts';
import type { OfficeAction } from './panel/office-action.ts';
import { OfficeProcedures } from './panel/office-procedures.ts';
import { panelStyles } from './panel/panel-styles.ts';
import './panel/session-bar.ts';

/** « Comptes utilisateurs »: the accounts on the left, the chosen one's credentials and their test on the right. */
@customElement('credentials-panel')
export class CredentialsPanel extends LitElement implements PanelElement<OfficePanelState> {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) state: OfficePanelState | undefined;

  @state() private selected: EditedAccount | undefined;
  @state() private tab: Tab = 'impact-emploi';
  @state() private message: { readonly text: string; readonly isProblem: boolean } | undefined;
  private readonly published = new PublishedAccounts();
  private accounts: readonly AccountSummary[] = [];
  /** Chosen as soon as the state holds it. */
  private addedAccount: string | undefined;
  /** Whose credentials are being asked for. */
  private askedFor: string | undefined;
  @query('credentials-account-editor') private readonly editor!: CredentialsAccountEditor | null;
  @query('credentials-question') private readonly question!: CredentialsQuestion | null;

  get hasUnsavedChanges(): boolean {
    return this.editor?.hasUnsavedChanges ?? false;
  }

  async save(): Promise<boolean> {
    return (await this.editor?.save()) ?? true;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { state } = this;
    if (!changed.has('state') || !state) return;
    const former = changed.get('state');
    if (former && userOf(former.office) !== userOf(state.office)) this.forgetFormerUser(former.office);
    this.accounts = this.published.list(state);
    const added = this.published.edited(state, this.addedAccount);
    if (added) this.addedAccount = undefined;
    const current = added ?? this.published.edited(state, this.selected?.id);
    // What is typed outlives a database that can't be reached.
    if (current) this.choose(current);
    else if (state.office.isReachable) this.leaveRemoved(state);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const former = changed.get('state')?.office;
    const { office } = this.state ?? {};
    if (former?.isReachable === false && office?.isReachable) this.panel.announce(this.panel.t('office.reachable'));
    if (office?.session?.mustChangePassword && !former?.session?.mustChangePassword) void this.startOfficeAction('choosePassword');
  }

  override render() {
    if (!this.state) return html`<p class="loading" role="status">${this.panel.t('panel.loading')}</p>`;
    const { panel, selected } = this;
    const { office } = this.state;
    // Nothing of what a user saw or typed is left to the next one: all is drawn anew.
    return html`${keyed(
      userOf(office),
      html`<credentials-session-bar .panel=${panel} .office=${office} @credentials-office-action=${this.onOfficeAction}></credentials-session-bar>
        <credentials-office-notices .panel=${panel} .office=${office} @credentials-office-action=${this.onOfficeAction}></credentials-office-notices>
        <div class="layout">
          <section aria-label=${panel.t('accounts.list')}>${this.renderAccounts(office)}</section>
          ${selected ? this.renderAccount(office, selected) : ''}
        </div>`,
    )}<credentials-question .panel=${panel}></credentials-question>`;
  }

  private renderAccounts(office: OfficeState) {
    const { panel, selected, accounts, message } = this;
    return html`<h1>${panel.t('command.open')}</h1>
      ${accounts.length === 0 && office.isReachable ? html`<p class="loading">${panel.t('accounts.none')}</p>` : ''}
      <credentials-account-list
        .panel=${panel}
        .office=${office}
        .accounts=${accounts}
        .selected=${selected?.id ?? ''}
        @credentials-select=${(event: CustomEvent<string>) => this.switchTo(event.detail)}
      ></credentials-account-list>
      <credentials-account-actions
        .panel=${panel}
        .office=${office}
        .account=${selected}
        @credentials-account-action=${this.onAccountAction}
        @credentials-office-action=${this.onOfficeAction}
      ></credentials-account-actions>
      <p class="message ${message?.isProblem ? 'problem' : ''}" role="status">${message?.text}</p>`;
  }

  private renderAccount(office: OfficeState, selected: EditedAccount) {
    return html`<section class="account" aria-labelledby="name">
      <h2 id="name">${selected.name}</h2>
      ${keyed(
        selected.id,
        html`<credentials-account-editor
          .panel=${this.panel}
          .office=${office}
          .account=${selected}
          .tab=${this.tab}
          @credentials-tab=${(event: CustomEvent<Tab>) => this.goTo(event.detail)}
        ></credentials-account-editor>`,
      )}
    </section>`;
  }

  private goTo(tab: Tab): void {
    this.tab = tab;
  }

  private async switchTo(id: string): Promise<void> {
    if (!this.state || id === this.selected?.id || !(await this.mayLeave())) return;
    this.message = undefined;
    this.choose(this.published.edited(this.state, id));
  }

  private leaveRemoved(state: OfficePanelState): void {
    if (this.selected) this.say(this.panel.t('accounts.gone', { account: this.selected.name }));
    this.choose(this.published.edited(state, this.firstChoice));
  }

  /** Shows an account, and has its credentials published where they are not yet. */
  private choose(account: EditedAccount | undefined): void {
    const former = this.selected;
    this.selected = account && keepDetail(former, account);
    if (account?.access === 'closed' && former?.id !== account.id) this.tab = 'impact-emploi';
    if (account?.access === 'loading' && this.askedFor !== account.id) void this.show(account.id);
  }

  private async show(account: string): Promise<void> {
    this.askedFor = account;
    const outcome = await this.panel.run('credentials.show', { account });
    if (this.askedFor === account) this.askedFor = undefined;
    if (!outcome.ok && this.selected?.id === account) this.say(outcome.sentence, true);
  }

  /** Asks what becomes of unsaved changes. Whether the account may be left. */
  private async mayLeave(): Promise<boolean> {
    if (!this.hasUnsavedChanges) return true;
    const { panel } = this;
    const answer = await this.question?.ask({
      title: panel.t('leave.message', { account: this.selected?.name ?? '' }),
      detail: panel.t('leave.detail'),
      answers: [
        { id: 'save', label: panel.t('leave.save') },
        { id: 'discard', label: panel.t('leave.discard') },
      ],
      cancelLabel: panel.t('dialog.cancel'),
    });
    return answer?.id === 'save' ? this.save() : answer?.id === 'discard';
  }

  private async onAccountAction({ detail: action }: CustomEvent<AccountAction>): Promise<void> {
    const { selected, question } = this;
    if (!question || (action === 'add' && !(await this.mayLeave()))) return;
    const procedures = new AccountProcedures({ panel: this.panel, question, say: (text, isProblem) => this.say(text, isProblem) });
    if (action === 'add') this.chooseAdded(await procedures.add());
    else if (selected) await procedures[action](selected);
  }

  private chooseAdded(id: string | undefined): void {
    this.addedAccount = id;
    if (id !== undefined) this.requestUpdate('state');
  }

  private onOfficeAction({ detail }: CustomEvent<OfficeAction>): void {
    void this.startOfficeAction(detail);
  }

  private async startOfficeAction(action: OfficeAction): Promise<void> {
    const { question } = this;
    const session = this.state?.office.session;
    if (action === 'signOut') return this.signOut();
    if (!question) return;
    const procedures = new OfficeProcedures({ panel: this.panel, question, say: (text, isProblem) => this.say(text, isProblem) });
    if (action !== 'protect' && action !== 'choosePassword') await procedures[action]();
    else if (session) await procedures[action](session);
  }

  private async signOut(): Promise<void> {
    if (!(await this.mayLeave())) return;
    const outcome = await this.panel.run('credentials.sign-out');
    if (!outcome.ok) this.say(outcome.sentence, true);
    else this.panel.announce(this.panel.t('session.closed'));
  }

  private forgetFormerUser({ session }: OfficeState): void {
    this.message = undefined;
    this.addedAccount = undefined;
    if (session === null) return;
    // Who has just signed in may be in the middle of a question; who is gone is asked nothing any more.
    this.question?.giveUp();
    this.tab = 'impact-emploi';
  }

  private get firstChoice(): string | undefined {
    const own = this.state?.office.session?.account;
    return this.accounts.some(({ id }) => id === own) ? own : this.accounts[0]?.id;
  }

  private say(text: string, isProblem = false): void {
    this.message = { text, isProblem };
  }

  static override styles = [unsafeCSS(controlStyles), panelStyles];
}

/** Whoever is at the window: on a single workstation always the same. */
function userOf({ kind, session }: OfficeState): string {
  return kind === 'single' ? kind : (session?.account ?? '');
}
