import { controlStyles, type PanelApi } from 'boule-bleue';
import { css, html, LitElement, nothing, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type IdentityField, identityFields } from '../identity/net-entreprises-identity.ts';
import { type PastedBlock, readPastedBlock } from '../identity/pasted-block.ts';
import { problemMessage } from '../identity/problem-messages.ts';
import { areNamesLikelySwapped } from '../identity/swapped-names.ts';
import type { OfficeState } from '../office-state.ts';
import type { AccountDraft, DraftField } from './account-draft.ts';
import './credentials-field.ts';
import type { CredentialsField } from './credentials-field.ts';
import './lock-countdown.ts';

const tabs = ['impact-emploi', 'net-entreprises'] as const;
export type Tab = (typeof tabs)[number];

/**
 * The two tabs of an account. While it is closed for whoever is at the window, the first opens its session, and the second says so.
 * @fires credentials-draft with the new `AccountDraft`, at each change
 * @fires credentials-tab with the tab that the user chose
 * @fires credentials-submit when Enter is pressed in a field of « Impact emploi »
 */
@customElement('credentials-form')
export class CredentialsForm extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) office!: OfficeState;
  @property({ attribute: false }) draft!: AccountDraft;
  @property() tab: Tab = 'impact-emploi';
  @property({ type: Boolean }) isSigningIn = false;

  /** Fields the user was done with: before that, a half-typed value is no mistake. */
  @state() private committed: ReadonlySet<DraftField> = new Set();
  @state() private removedSiretSpaces = 0;
  /** The block that filled the fields, and what these held before. */
  @state() private pasted: { readonly block: PastedBlock; readonly before: AccountDraft } | undefined;

  /** Shows what is wrong with a field, and goes there. */
  async showProblem(field: DraftField): Promise<void> {
    this.committed = new Set<DraftField>(['confirmation', 'siret', 'lastName', 'firstName', 'netEntreprisesPassword']);
    this.tab = field === 'password' || field === 'confirmation' ? 'impact-emploi' : 'net-entreprises';
    await this.updateComplete;
    this.renderRoot.querySelector<CredentialsField>(`#${field}`)?.focus();
  }

  /** Forgets which fields the user was done with: another account, or a saved one, begins afresh. */
  startAfresh(): void {
    this.committed = new Set();
    this.removedSiretSpaces = 0;
    this.pasted = undefined;
    for (const field of this.renderRoot.querySelectorAll<CredentialsField>('credentials-field')) field.removed = {};
  }

  override render() {
    return html`<div role="tablist" aria-label=${this.panel.t('tabs', { account: this.draft.account.name })} @keydown=${this.onTabKey}>
        ${tabs.map((tab) => this.renderTab(tab))}
      </div>
      <div role="tabpanel" id="panel" aria-labelledby="tab-${this.tab}">
        ${this.tab === 'impact-emploi' ? this.renderImpactEmploi() : this.renderNetEntreprises()}
      </div>`;
  }

  private renderTab(tab: Tab) {
    const isSelected = tab === this.tab;
    return html`<button
      type="button"
      role="tab"
      id="tab-${tab}"
      aria-selected=${isSelected}
      aria-controls="panel"
      tabindex=${isSelected ? 0 : -1}
      @click=${() => this.select(tab)}
    >
      ${this.panel.t(`tab.${tab}`)}
    </button>`;
  }

  private renderImpactEmploi() {
    const { account, passwordsDiffer } = this.draft;
    const saved = account.hasPassword && account.access !== 'closed' ? this.panel.t('field.saved') : '';
    // A password that is known needs no second typing.
    const isComplete = this.draft.value('confirmation') !== '' || account.access !== 'closed' || !account.hasPassword;
    const differs = this.committed.has('confirmation') && isComplete && passwordsDiffer;
    return html`<p class="hint">${this.passwordHint}</p>
      ${
        account.lockedUntil === undefined
          ? nothing
          : html`<credentials-lock-countdown .panel=${this.panel} .until=${account.lockedUntil}></credentials-lock-countdown>`
      }
      <div class="fields" @keydown=${this.onFieldKey}>
        ${this.renderField('password', { secret: true, hint: saved })}
        ${this.renderField('confirmation', { secret: true, problem: differs ? this.panel.t('problem.passwords-differ') : '' })}
      </div>`;
  }

  /** What a password typed here does. */
  private get passwordHint(): string {
    const { panel, office, draft } = this;
    const { account } = draft;
    const { session } = office;
    if (account.access !== 'closed') {
      const isOfAnother = office.kind === 'network' && session !== null && session.account !== account.id;
      return panel.t(isOfAnother ? 'tab.impact-emploi.reset' : 'tab.impact-emploi.hint');
    }
    const hint = panel.t(account.hasPassword ? 'tab.impact-emploi.closed' : 'tab.impact-emploi.claim');
    return session ? `${hint} ${panel.t('tab.impact-emploi.other-session', { name: session.name })}` : hint;
  }

  private renderNetEntreprises() {
    const { access } = this.draft.account;
    if (this.isSigningIn) return html`<p class="hint" role="status">${this.panel.t('session.opening')}</p>`;
    if (access !== 'open') return html`<p class="hint" role="status">${this.panel.t(`tab.net-entreprises.${access}`)}</p>`;
    return html`<p class="hint">${this.panel.t('tab.net-entreprises.hint')}</p>
      ${this.renderIdentity()}`;
  }

  private renderIdentity() {
    const saved = this.draft.account.hasNetEntreprisesPassword ? this.panel.t('field.saved') : '';
    const siret = {
      hint: this.panel.t('field.siret.hint'),
      numeric: true,
      warning: this.draft.hasWrongSiretKey ? this.panel.t('warning.siret-key') : '',
      note: this.removedSiretSpaces ? this.panel.t('removed.siret-spaces', { count: this.removedSiretSpaces }) : '',
    };
    const swapped = this.areNamesSwapped ? this.panel.t('doubt.swapped') : '';
    return html`<div class="pasted" role="status">${this.renderPasted()}</div>
    <div class="fields">
      ${this.renderField('siret', { ...siret, problem: this.problemText('siret') })}
      ${this.renderField('lastName', { problem: this.problemText('lastName') })}
      ${this.renderField('firstName', { problem: this.problemText('firstName'), warning: swapped })}
      ${this.renderField('netEntreprisesPassword', { secret: true, hint: saved, problem: this.problemText('netEntreprisesPassword') })}
    </div>`;
  }

  private get areNamesSwapped(): boolean {
    const { draft, committed } = this;
    const isDone = committed.has('lastName') || committed.has('firstName');
    return isDone && areNamesLikelySwapped({ lastName: draft.value('lastName'), firstName: draft.value('firstName') }, draft.account);
  }

  private renderPasted() {
    if (!this.pasted) return nothing;
    const fields = identityFields.filter((field) => this.pasted?.block[field]).map((field) => this.panel.t(`field.${field}`));
    return html`<p>${this.panel.t('pasted.filled', { fields: fields.join(', ') })}</p>
      <button type="button" class="secondary" @click=${this.undoPaste}>${this.panel.t('pasted.undo')}</button>`;
  }

  private renderField(
    name: DraftField,
    extra: Partial<Pick<CredentialsField, 'hint' | 'problem' | 'warning' | 'note' | 'secret' | 'numeric'>>,
  ) {
    return html`<credentials-field
      id=${name}
      .panel=${this.panel}
      .label=${this.panel.t(`field.${name}`)}
      .value=${this.draft.value(name)}
      .hint=${extra.hint ?? ''}
      .problem=${extra.problem ?? ''}
      .warning=${extra.warning ?? ''}
      .note=${extra.note ?? ''}
      .secret=${extra.secret ?? false}
      .numeric=${extra.numeric ?? false}
      @credentials-paste=${(event: CustomEvent<string>) => this.onPaste(name, event)}
      @credentials-input=${(event: CustomEvent<string>) => this.onInput(name, event.detail)}
      @credentials-commit=${() => this.onCommit(name)}
    ></credentials-field>`;
  }

  private problemText(field: IdentityField): string {
    const problem = this.committed.has(field) ? this.draft.problem(field) : undefined;
    if (!problem) return '';
    return this.panel.t('problem.sentence', { field: this.panel.t(`field.${field}`), problem: this.panel.t(problemMessage(problem)) });
  }

  /** A block that was copied as a whole fills all fields that it names. */
  private onPaste(field: DraftField, event: CustomEvent<string>): void {
    if (field === 'password' || field === 'confirmation') return;
    const block = readPastedBlock(event.detail, field);
    if (!block) return;
    event.preventDefault();
    const filled = identityFields.filter((candidate) => block[candidate]);
    this.pasted = { block, before: this.draft };
    this.committed = new Set([...this.committed, ...filled]);
    this.removedSiretSpaces = 0;
    this.publish(filled.reduce((draft, name) => draft.with(name, block[name]?.text ?? ''), this.draft));
    for (const name of filled) this.field(name).removed = block[name]?.removed ?? {};
  }

  private undoPaste(): void {
    const { block, before } = this.pasted ?? {};
    if (!block || !before) return;
    const filled = identityFields.filter((candidate) => block[candidate]);
    this.pasted = undefined;
    this.publish(filled.reduce((draft, name) => draft.with(name, before.value(name)), this.draft));
    for (const name of filled) this.field(name).removed = {};
    this.field(filled[0] ?? 'siret').focus();
    this.panel.announce(this.panel.t('pasted.undone'));
  }

  private field(name: DraftField): CredentialsField {
    return this.renderRoot.querySelector<CredentialsField>(`#${name}`) as CredentialsField;
  }

  private onInput(field: DraftField, value: string): void {
    this.pasted = undefined;
    if (field === 'siret') this.removedSiretSpaces = 0;
    this.publish(this.draft.with(field, value));
  }

  private onCommit(field: DraftField): void {
    // Leaving a field empty on the way to the next one is no mistake yet.
    if (this.draft.value(field) !== '') this.committed = new Set([...this.committed, field]);
    if (field === 'siret') this.normaliseSiret();
  }

  /** Takes the spaces out of the SIRET, and says so. */
  normaliseSiret(): void {
    const { draft, removedSpaces } = this.draft.withNormalisedSiret();
    this.removedSiretSpaces ||= removedSpaces;
    if (removedSpaces > 0) this.publish(draft);
  }

  private publish(draft: AccountDraft): void {
    this.draft = draft;
    this.dispatchEvent(new CustomEvent('credentials-draft', { detail: draft }));
  }

  private select(tab: Tab): void {
    this.tab = tab;
    this.dispatchEvent(new CustomEvent('credentials-tab', { detail: tab }));
  }

  private onFieldKey({ key }: KeyboardEvent): void {
    if (key === 'Enter') this.dispatchEvent(new CustomEvent('credentials-submit'));
  }

  private async onTabKey(event: KeyboardEvent): Promise<void> {
    const target = { ArrowLeft: tabs[0], Home: tabs[0], ArrowRight: tabs[1], End: tabs[1] }[event.key];
    if (!target) return;
    event.preventDefault();
    this.select(target);
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`#tab-${target}`)?.focus();
  }

  static override styles = [
    unsafeCSS(controlStyles),
    css`
      [role='tablist'] {
        border-bottom: 1px solid var(--vscode-textSeparator-foreground);
        display: flex;
        flex-wrap: wrap;
        gap: 0.25em;
      }
      [role='tab'] {
        background: none;
        border: 0;
        border-bottom: 3px solid transparent;
        border-radius: 3px 3px 0 0;
        color: var(--vscode-tab-inactiveForeground);
        forced-color-adjust: none;
        padding: 0.45em 1em;
      }
      [role='tab']:hover:not(:disabled) {
        background: var(--vscode-list-hoverBackground);
      }
      [role='tab'][aria-selected='true'] {
        border-bottom-color: var(--vscode-tab-activeBorderTop);
        color: var(--vscode-tab-activeForeground);
        font-weight: 600;
      }
      [role='tabpanel'] {
        padding-top: 0.9em;
      }
      .hint {
        color: var(--vscode-descriptionForeground);
        margin: 0 0 1em;
        max-width: 44em;
      }
      .pasted {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 0.5em 1em;
        max-width: 44em;
      }
      .pasted p {
        color: var(--vscode-editorInfo-foreground);
        margin: 0;
      }
      .pasted button {
        margin-bottom: 0.6em;
      }
      .fields {
        max-width: 30em;
      }
    `,
  ];
}
