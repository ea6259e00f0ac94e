import { controlStyles, type PanelApi } from 'boule-bleue';
import { css, html, LitElement, nothing, unsafeCSS } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { OfficeState } from '../office-state.ts';
import { renderOfficeAction } from './office-action.ts';

/**
 * In a réseau: whose session is open on this workstation. A single workstation has none to speak of, and shows nothing.
 * @fires credentials-office-action with an `OfficeAction`
 */
@customElement('credentials-session-bar')
export class CredentialsSessionBar extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) office!: OfficeState;

  override render() {
    const { kind, isProtected, session } = this.office;
    if (kind === 'single' || !isProtected) return nothing;
    return html`<div class="bar" role="group" aria-label=${this.panel.t('session')}>
      <span class="who">${session ? this.panel.t('session.of', { name: session.name, role: session.role }) : this.panel.t('session.none')}</span>
      ${renderOfficeAction(this, session ? 'signOut' : 'recover')}
    </div>`;
  }

  static override styles = [
    unsafeCSS(controlStyles),
    css`
      .bar {
        align-items: center;
        border-bottom: 1px solid var(--vscode-textSeparator-foreground);
        display: flex;
        flex-wrap: wrap;
        gap: 0.5em 1em;
        justify-content: space-between;
        margin-bottom: 1em;
        padding-bottom: 0.7em;
      }
      .who {
        overflow-wrap: anywhere;
      }
    `,
  ];
}
