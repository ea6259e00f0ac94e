import { controlStyles, type PanelApi } from 'boule-bleue';
import { css, html, LitElement, unsafeCSS } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { IdentityField } from '../identity/net-entreprises-identity.ts';
import { type AccountDraft, conflictingFields } from './account-draft.ts';
import type { EditedAccount } from './edited-account.ts';
import { iconStyles } from './icon-styles.ts';
import { warningIcon } from './icons.ts';

/**
 * Somebody saved an account while it was being changed here: by whom, when, and both versions field by field. Of passwords it says only
 * that they differ.
 * @fires credentials-keep the user keeps what is typed here
 * @fires credentials-take the user takes what is saved
 */
@customElement('credentials-conflict')
export class CredentialsConflict extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) draft!: AccountDraft;
  @property({ attribute: false }) saved!: EditedAccount;

  protected override firstUpdated(): void {
    this.scrollIntoView({ block: 'nearest' });
  }

  override render() {
    const { panel } = this;
    return html`<section role="alert" tabindex="-1" aria-labelledby="title">
      <h3 id="title">${warningIcon}<span>${this.sentence}</span></h3>
      <p>${panel.t('conflict.detail')}</p>
      <table>
        <thead>
          <tr>
            <td></td>
            <th scope="col">${panel.t('conflict.mine')}</th>
            <th scope="col">${panel.t('conflict.theirs')}</th>
          </tr>
        </thead>
        <tbody>
          ${conflictingFields(this.draft, this.saved).map((field) => this.renderField(field))}
        </tbody>
      </table>
      <div class="actions">
        <button type="button" @click=${() => this.dispatchEvent(new CustomEvent('credentials-take'))}>${panel.t('conflict.take')}</button>
        <button type="button" class="secondary" @click=${() => this.dispatchEvent(new CustomEvent('credentials-keep'))}>
          ${panel.t('conflict.keep')}
        </button>
      </div>
    </section>`;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('section')?.focus();
  }

  private get sentence(): string {
    const { savedBy, savedAt, name } = this.saved;
    const by = savedBy ? 'conflict.by' : 'conflict.by-somebody';
    return this.panel.t(savedAt === undefined ? `${by}.at-some-time` : by, { account: name, name: savedBy ?? '', at: savedAt ?? 0 });
  }

  private renderField(field: IdentityField) {
    return html`<tr>
      <th scope="row">${this.panel.t(`field.${field}`)}</th>
      ${
        field === 'netEntreprisesPassword'
          ? html`<td colspan="2" class="secret">${this.panel.t('conflict.password')}</td>`
          : html`<td><bdi>${this.draft.value(field)}</bdi></td>
              <td><bdi>${this.saved[field]}</bdi></td>`
      }
    </tr>`;
  }

  static override styles = [
    unsafeCSS(controlStyles),
    iconStyles,
    css`
      section {
        background: var(--vscode-inputValidation-warningBackground);
        border: 1px solid var(--vscode-inputValidation-warningBorder);
        border-radius: 4px;
        color: var(--vscode-inputValidation-warningForeground, inherit);
        margin-top: 1em;
        padding: 0.8em 1em;
      }
      h3 {
        display: flex;
        gap: 0.5em;
      }
      p {
        margin: 0 0 0.6em;
      }
      table {
        width: 100%;
      }
      th,
      td {
        overflow-wrap: anywhere;
        vertical-align: top;
        white-space: pre-wrap;
      }
      .secret {
        font-style: italic;
      }
    `,
  ];
}
