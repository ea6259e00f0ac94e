import { controlStyles, type PanelApi } from 'boule-bleue';
import { css, html, LitElement, nothing, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { iconStyles } from '../../panel/icon-styles.ts';
import { failedIcon, passedIcon } from '../../panel/icons.ts';

/** A `JournalFinding` as it arrives: its sentences are in the reader's language already. */
interface ToldFinding {
  readonly ok: boolean;
  readonly sentence: string;
  readonly next?: string;
}

/** « Vérifier le journal », and what it found: a chain that is broken is told loudly. */
@customElement('credentials-journal-verification')
export class CredentialsJournalVerification extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  @state() private running: AbortController | undefined;
  @state() private finding: ToldFinding | undefined;
  @state() private remark = '';

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.running?.abort();
  }

  override render() {
    const { panel, running } = this;
    return html`<div class="row">
        <button type="button" class="secondary" aria-disabled=${running ? 'true' : nothing} @click=${this.verify}>
          ${panel.t('command.verify-journal')}
        </button>
        <span class="row" role="status">
          ${running ? html`<progress aria-label=${panel.t('journal.verifying')}></progress>${panel.t('journal.verifying')}` : this.remark}
          ${this.finding?.ok ? html`${passedIcon}<span>${this.finding.sentence}</span>` : nothing}
        </span>
        ${running ? html`<button type="button" class="secondary" @click=${() => running.abort()}>${panel.t('journal.verify.cancel')}</button>` : nothing}
      </div>
      <div role="alert">${this.finding && !this.finding.ok ? this.renderBroken(this.finding) : nothing}</div>`;
  }

  private renderBroken({ sentence, next }: ToldFinding) {
    return html`<div class="broken">
      ${failedIcon}
      <div>
        <p class="sentence">${sentence}</p>
        <p>${this.panel.t('journal.broken.who')}</p>
        <p>${next}</p>
      </div>
    </div>`;
  }

  private async verify(): Promise<void> {
    if (this.running) return;
    this.finding = undefined;
    this.remark = '';
    this.running = new AbortController();
    const outcome = await this.panel.run('credentials.verify-journal', {}, { signal: this.running.signal });
    this.running = undefined;
    if (outcome.ok) this.finding = outcome.value as ToldFinding;
    else this.remark = outcome.cancelled ? this.panel.t('journal.verify.cancelled') : outcome.sentence;
  }

  static override styles = [
    unsafeCSS(controlStyles),
    iconStyles,
    css`
      .row {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 0.5em 0.75em;
      }
      .row .row {
        flex: 0 1 auto;
        flex-wrap: nowrap;
      }
      button[aria-disabled='true'] {
        cursor: default;
        opacity: 0.6;
      }
      progress {
        accent-color: var(--vscode-progressBar-background);
        width: 8em;
      }
      .broken {
        background: var(--vscode-inputValidation-errorBackground);
        border: 2px solid var(--vscode-inputValidation-errorBorder);
        border-radius: 6px;
        color: var(--vscode-inputValidation-errorForeground, inherit);
        display: flex;
        gap: 0.7em;
        margin-top: 0.75em;
        padding: 0.8em 1em;
      }
      .broken .icon {
        height: 1.7em;
        width: 1.7em;
      }
      p {
        margin: 0 0 0.35em;
      }
      .sentence {
        font-weight: 600;
      }
    `,
  ];
}
