import { controlStyles, type PanelApi } from 'boule-bleue';
import { css, html, LitElement, nothing, type TemplateResult, unsafeCSS } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { OfficeState } from '../office-state.ts';
import { iconStyles } from './icon-styles.ts';
import { warningIcon } from './icons.ts';
import { type OfficeAction, renderOfficeAction } from './office-action.ts';

/**
 * What everybody at this window has to know of the accounts as a whole, with what can be done about it.
 * @fires credentials-office-action with an `OfficeAction`
 */
@customElement('credentials-office-notices')
export class CredentialsOfficeNotices extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) office!: OfficeState;

  override render() {
    const { isReachable, kind, damaged } = this.office;
    return html`<div role="alert">${isReachable ? nothing : this.renderUnreachable()}</div>
      ${damaged.length > 0 ? this.renderDamaged(damaged) : nothing}
      ${kind === 'network' && isReachable ? this.renderNetwork() : nothing}`;
  }

  private renderUnreachable() {
    const { kind, problem } = this.office;
    const code = problem ? this.panel.t('office.problem-code', { code: problem }) : '';
    return this.renderNotice(html`${this.panel.t(`office.unreachable.${kind}`)} ${code}`);
  }

  private renderDamaged(damaged: readonly string[]) {
    return this.renderNotice(
      html`${this.panel.t('office.damaged', { count: damaged.length })}
        <details>
          <summary>${this.panel.t('office.damaged.which')}</summary>
          <ul>
            ${damaged.map((document) => html`<li>${document}</li>`)}
          </ul>
        </details>`,
    );
  }

  private renderNetwork() {
    const { isProtected, session, recoveryKey } = this.office;
    const isAdministrator = session?.role === 'administrator';
    if (!isProtected) {
      const actions: readonly OfficeAction[] = isAdministrator ? ['protect'] : recoveryKey === 'none' ? [] : ['recover'];
      return this.renderNotice(this.panel.t(isAdministrator ? 'office.unprotected' : 'office.unprotected.elsewhere'), actions);
    }
    return html`${session?.mustChangePassword ? this.renderNotice(this.panel.t('office.must-change'), ['choosePassword']) : nothing}
    ${isAdministrator && recoveryKey === 'none' ? this.renderNotice(this.panel.t('office.recovery.none'), ['createRecoveryKey']) : nothing}
    ${
      isAdministrator && recoveryKey === 'unverified'
        ? this.renderNotice(this.panel.t('office.recovery.unverified'), ['verifyRecoveryKey', 'createRecoveryKey'])
        : nothing
    }`;
  }

  private renderNotice(text: string | TemplateResult, actions: readonly OfficeAction[] = []) {
    return html`<div class="notice">
      ${warningIcon}
      <div>${text}${actions.length > 0 ? html`<div class="actions">${actions.map((action) => renderOfficeAction(this, action))}</div>` : nothing}</div>
    </div>`;
  }

  static override styles = [
    unsafeCSS(controlStyles),
    iconStyles,
    css`
      .notice {
        background: var(--vscode-inputValidation-warningBackground);
        border: 1px solid var(--vscode-inputValidation-warningBorder);
        border-radius: 4px;
        display: grid;
        gap: 0.6em;
        grid-template-columns: auto 1fr;
        margin-bottom: 0.9em;
        overflow-wrap: anywhere;
        padding: 0.6em 0.8em;
      }
      .icon {
        margin-top: 0.15em;
      }
      .actions {
        margin-top: 0.5em;
      }
      ul {
        margin: 0.3em 0 0;
        padding-inline-start: 1.4em;
      }
    `,
  ];
}
