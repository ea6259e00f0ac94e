import { controlStyles, type PanelApi } from 'boule-bleue';
import { css, html, LitElement, nothing, unsafeCSS } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Refusal } from '../connection-gate.ts';
import type { AddressReplacement } from '../plain-http-notice.ts';
import { iconStyles } from './icon-styles.ts';
import { lockIcon, warningIcon } from './icons.ts';
import { requestRun } from './run-request.ts';

/**
 * What stands in the way of the connection: a plugin that has it wait, addresses that are not encrypted.
 * @fires connection-run with the command that the user chose
 */
@customElement('connection-notices')
export class ConnectionNotices extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) refusal: Refusal | null = null;
  @property({ attribute: false }) plainHttp: readonly AddressReplacement[] = [];

  override render() {
    return html`${this.refusal ? this.renderRefusal(this.refusal) : nothing}
    ${this.plainHttp.length > 0 ? this.renderPlainHttp() : nothing}`;
  }

  private renderRefusal({ reason, command, commandTitle }: Refusal) {
    return html`<section aria-label=${this.panel.t('refusal.legend')}>
      ${warningIcon}
      <div>
        <p>${this.panel.t(reason)}</p>
        ${command && commandTitle ? this.renderButton(command, this.panel.t(commandTitle)) : nothing}
      </div>
    </section>`;
  }

  private renderPlainHttp() {
    return html`<section aria-labelledby="plain-http">
      ${lockIcon}
      <div>
        <h2 id="plain-http">${this.panel.t('plain-http.legend')}</h2>
        <p>${this.panel.t('plain-http.explanation')}</p>
        <ul role="list">
          ${this.plainHttp.map(
            ({ role, before, after }) => html`<li>
              <b>${this.panel.t(`address.${role}`)}</b>
              <p>${this.panel.t('plain-http.before', { before })}</p>
              <p>${this.panel.t('plain-http.after', { after })}</p>
            </li>`,
          )}
        </ul>
        ${this.renderButton('connection.switch-to-secure', this.panel.t('button.switch-to-secure'))}
      </div>
    </section>`;
  }

  private renderButton(command: string, label: string) {
    return html`<button type="button" @click=${() => requestRun(this, command)}>${label}</button>`;
  }

  static override styles = [
    unsafeCSS(controlStyles),
    iconStyles,
    css`
      section {
        background: var(--vscode-inputValidation-warningBackground);
        border: 1px solid var(--vscode-inputValidation-warningBorder);
        border-radius: 6px;
        color: var(--vscode-inputValidation-warningForeground, var(--vscode-foreground));
        display: grid;
        gap: 0.9em;
        grid-template-columns: auto 1fr;
        margin-bottom: 1.2em;
        padding: 0.9em 1.1em;
      }
      .icon {
        color: inherit;
        height: 1.6em;
        width: 1.6em;
      }
      h2 {
        margin: 0;
      }
      p {
        margin: 0 0 0.6em;
      }
      ul {
        display: grid;
        gap: 0.8em 2em;
        grid-template-columns: repeat(auto-fit, minmax(22em, 1fr));
        list-style: none;
        margin: 0 0 1em;
        padding: 0;
      }
      li p {
        margin: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];
}
