import { controlStyles, type PanelApi } from 'boule-bleue';
import { css, html, LitElement, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { IdentityField } from '../identity/net-entreprises-identity.ts';
import { problemMessage } from '../identity/problem-messages.ts';
import type { AccountDraft, DraftField } from './account-draft.ts';
import './credentials-field.ts';
import type { CredentialsField } from './credentials-field.ts';

const tabs = ['impact-emploi', 'net-entreprises'] as const;
type Tab = (typeof tabs)[number];

/**
 * The two tabs of an account.
 * @fires credentials-draft with the new `AccountDraft`, at each change
 */
@customElement('credentials-form')
export class CredentialsForm extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) draft!: AccountDraft;

  @state() private tab: Tab = 'impact-emploi';
  /** Fields the user was done with: before that, a half-typed value is no mistake. */
  @state() private committed: ReadonlySet<DraftField> = new Set();
  @state() private removedSiretSpaces = 0;

  /** Shows what is wrong with a field, and goes there. */
  async showProblem(field: DraftField): Promise<void> {
    this.tab = field === 'password' || field === 'confirmation' ? 'impact-emploi' : 'net-entreprises';
    this.committed = new Set<DraftField>(['confirmation', 'siret', 'lastName', 'firstName', 'netEntreprisesPassword']);
    await this.updateComplete;
    this.renderRoot.querySelector<CredentialsField>(`#${field}`)?.focus();
  }

  /** Forgets which fields the user was done with: another account, or a saved one, begins afresh. */
  startAfresh(): void {
    this.committed = new Set();
    this.removedSiretSpaces = 0;
  }

  override render() {
    return html`<div role="tablist" aria-label=${this.panel.t('tabs', { account: this.draft.account.name })} @keydown=${this.onTabKey}>
        ${tabs.map((tab) => this.renderTab(tab))}
      </div>
      <div role="tabpanel" id="panel" aria-labelledby="tab-${this.tab}">
        <p class="hint">${this.panel.t(`tab.${this.tab}.hint`)}</p>
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
    const saved = this.draft.account.hasPassword ? this.panel.t('field.saved') : '';
    const differs = this.committed.has('confirmation') && this.draft.passwordsDiffer;
    return html`<div class="fields">
      ${this.renderField('password', { secret: true, hint: saved })}
      ${this.renderField('confirmation', { secret: true, problem: differs ? this.panel.t('problem.passwords-differ') : '' })}
    </div>`;
  }

  private renderNetEntreprises() {
    const saved = this.draft.account.hasNetEntreprisesPassword ? this.panel.t('field.saved') : '';
    const siret = {
      hint: this.panel.t('field.siret.hint'),
      numeric: true,
      warning: this.draft.hasWrongSiretKey ? this.panel.t('warning.siret-key') : '',
      note: this.removedSiretSpaces ? this.panel.t('removed.siret-spaces', { count: this.removedSiretSpaces }) : '',
    };
    return html`<div class="fields">
      ${this.renderField('siret', { ...siret, problem: this.problemText('siret') })}
      ${this.renderField('lastName', { problem: this.problemText('lastName') })}
      ${this.renderField('firstName', { problem: this.problemText('firstName') })}
      ${this.renderField('netEntreprisesPassword', { secret: true, hint: saved, problem: this.problemText('netEntreprisesPassword') })}
    </div>`;
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
      @credentials-input=${(event: CustomEvent<string>) => this.onInput(name, event.detail)}
      @credentials-commit=${() => this.onCommit(name)}
    ></credentials-field>`;
  }

  private problemText(field: IdentityField): string {
    const problem = this.committed.has(field) ? this.draft.problem(field) : undefined;
    if (!problem) return '';
    return this.panel.t('problem.sentence', { field: this.panel.t(`field.${field}`), problem: this.panel.t(problemMessage(problem)) });
  }

  private onInput(field: DraftField, value: string): void {
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
      .fields {
        max-width: 30em;
      }
    `,
  ];
}
