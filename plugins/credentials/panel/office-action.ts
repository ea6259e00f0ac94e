import type { PanelApi } from 'boule-bleue';
import { html, type LitElement } from 'lit';

/** What an administrator or user can start for the accounts as a whole. */
export type OfficeAction = 'protect' | 'createRecoveryKey' | 'verifyRecoveryKey' | 'rotateKeys' | 'recover' | 'choosePassword' | 'signOut';

/** The button of an action. The host fires `credentials-office-action` with it. */
export function renderOfficeAction(host: LitElement & { readonly panel: PanelApi }, action: OfficeAction) {
  const act = () => host.dispatchEvent(new CustomEvent('credentials-office-action', { detail: action }));
  return html`<button type="button" class="secondary" @click=${act}>${host.panel.t(`office.action.${action}`)}</button>`;
}
