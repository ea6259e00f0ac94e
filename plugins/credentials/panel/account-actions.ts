import { controlStyles, type PanelApi } from 'boule-bleue';
import { css, html, LitElement, nothing, unsafeCSS } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AccountSummary, OfficeState } from '../office-state.ts';
import type { OfficeAction } from './office-action.ts';

export type AccountAction = 'add' | 'rename' | 'remove' | 'changeRole';

/**
 * What an administrator does to accounts as a whole; for others there is nothing to press.
 * @fires credentials-account-action with an `AccountAction`
 * @fires credentials-office-action with an `OfficeAction`
 */
@customElement('credentials-account-actions')
export class CredentialsAccountActions extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) office!: OfficeState;
  /** The chosen one. */
  @property({ attribute: false }) account!: AccountSummary;

  override render() {
    const { kind, isProtected, session } = this.office;
    if (session?.role !== 'administrator') return nothing;
    const hasRoles = kind === 'network' && isProtected;
    const otherRole = this.account.role === 'administrator' ? 'user' : 'administrator';
    return html`<div class="actions">
        ${this.renderButton('accounts.add', 'account', 'add')} ${this.renderButton('accounts.rename', 'account', 'rename')}
        ${this.renderButton('accounts.remove', 'account', 'remove')}
        ${hasRoles ? this.renderButton(`accounts.make.${otherRole}`, 'account', 'changeRole') : nothing}
      </div>
      ${hasRoles ? this.renderKeys() : nothing}`;
  }

  /** Seldom needed, and not to be pressed by the way. */
  private renderKeys() {
    return html`<details>
      <summary>${this.panel.t('keys')}</summary>
      <p>${this.panel.t('keys.detail')}</p>
      <div class="actions">
        ${this.renderButton('keys.recovery', 'office', 'createRecoveryKey')} ${this.renderButton('keys.rotate', 'office', 'rotateKeys')}
      </div>
    </details>`;
  }

  private renderButton(key: string, of: 'account' | 'office', action: AccountAction | OfficeAction) {
    const act = () => this.dispatchEvent(new CustomEvent(`credentials-${of}-action`, { detail: action }));
    return html`<button type="button" class="secondary" @click=${act}>${this.panel.t(key)}</button>`;
  }

  static override styles = [
    unsafeCSS(controlStyles),
    css`
      details {
        margin-top: 1em;
      }
      summary {
        cursor: pointer;
      }
      p {
        color: var(--vscode-descriptionForeground);
        margin: 0.4em 0 0;
      }
    `,
  ];
}
