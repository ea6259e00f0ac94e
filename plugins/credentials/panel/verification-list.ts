import { controlStyles, type PanelApi } from 'boule-bleue';
import { css, html, LitElement, nothing, unsafeCSS } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { UntriedEntry, VerificationEntry } from '../verification/verification.ts';
import type { Verification } from '../verification/verification-board.ts';
import { iconStyles } from './icon-styles.ts';
import { failedIcon, passedIcon, untriedIcon, warningIcon } from './icons.ts';

/** The ticks of the last test: what was looked at, how it went, and where it failed who acts and what comes next. */
@customElement('credentials-verifications')
export class CredentialsVerifications extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) verification!: Verification;
  /** What the user should know of the whole: that it is out of date, or not saved. */
  @property() remark = '';

  override render() {
    const { at, entries, untried } = this.verification;
    return html`<h3>${this.panel.t('verifications')}</h3>
      <p class="when">${this.panel.t('test.at', { at })} ${summarise(this.panel, this.verification)}</p>
      ${this.remark ? html`<p class="remark">${this.remark}</p>` : nothing}
      <ul role="list" aria-label=${this.panel.t('verifications')}>
        ${entries.map((entry) => this.renderEntry(entry))}
      </ul>
      ${untried.length > 0 ? this.renderUntried(untried) : nothing}`;
  }

  /** In a list of its own: the other one holds nothing but green ticks and barred circles, as the guide has it. */
  private renderUntried(untried: readonly UntriedEntry[]) {
    const name = this.panel.t('verification.untried');
    return html`<ul role="list" class="untried" aria-label=${name}>
      ${untried.map(
        ({ label, reason }) =>
          html`<li>
            <span class="image" role="img" aria-label=${name}>${untriedIcon}</span>
            <div>
              <p class="label">${this.panel.t(label)}</p>
              <p>${name}. ${this.panel.t(reason)}</p>
            </div>
          </li>`,
      )}
    </ul>`;
  }

  private renderEntry({ label, ok, sentence, warning, actor, next }: VerificationEntry) {
    const text = this.panel.t(sentence);
    const name = ok ? this.panel.t('verification.passed') : this.panel.t('verification.failed', { sentence: text });
    return html`<li>
      <span class="image" role="img" aria-label=${name}>${ok ? passedIcon : failedIcon}</span>
      <div>
        <p class="label">${this.panel.t(label)}</p>
        <p>${text}</p>
        ${warning ? this.renderWarning(this.panel.t(warning)) : nothing}
        ${next ? html`<p><b>${this.panel.t('verification.next')}</b> ${this.panel.t(next)}</p>` : nothing}
        ${actor ? html`<p class="actor"><b>${this.panel.t('verification.actor')}</b> ${this.panel.t(actor)}</p>` : nothing}
      </div>
    </li>`;
  }

  private renderWarning(text: string) {
    return html`<p class="attention">${warningIcon}<span><b>${this.panel.t('verification.attention')}</b> ${text}</span></p>`;
  }

  static override styles = [
    unsafeCSS(controlStyles),
    iconStyles,
    css`
      :host {
        background: var(--vscode-welcomePage-tileBackground);
        border: 1px solid var(--vscode-welcomePage-tileBorder, transparent);
        border-radius: 6px;
        padding: 0.9em 1.1em;
      }
      h3 {
        margin-bottom: 0.1em;
      }
      ul {
        display: grid;
        gap: 0.9em;
        list-style: none;
        margin: 0.9em 0 0;
        padding: 0;
      }
      li {
        display: grid;
        gap: 0.75em;
        grid-template-columns: auto 1fr;
      }
      p {
        margin: 0;
        overflow-wrap: anywhere;
      }
      .image .icon {
        display: block;
        height: 1.7em;
        width: 1.7em;
      }
      .label {
        font-weight: 600;
      }
      .when,
      .untried,
      .actor {
        color: var(--vscode-descriptionForeground);
      }
      .remark {
        border-inline-start: 3px solid var(--vscode-editorInfo-foreground);
        margin-top: 0.5em;
        padding-inline-start: 0.7em;
      }
      .attention {
        display: flex;
        gap: 0.4em;
      }
      .attention .icon {
        margin-top: 0.15em;
      }
    `,
  ];
}

/** The whole in a sentence. */
export function summarise(panel: PanelApi, { entries }: Pick<Verification, 'entries'>): string {
  const count = entries.filter(({ ok }) => !ok).length;
  return count === 0 ? panel.t('test.all-green') : panel.t('test.failed', { count });
}
