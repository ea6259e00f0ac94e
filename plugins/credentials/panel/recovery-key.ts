import { controlStyles, type PanelApi } from 'boule-bleue';
import { css, html, LitElement, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { printRecoverySheet } from './recovery-sheet.ts';

/**
 * The recovery key, to be printed or written down. It is shown this once, and can't be copied by a button: a clipboard is read by every
 * program, and kept or sent to other devices by some.
 */
@customElement('credentials-recovery-key')
export class CredentialsRecoveryKey extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) recoveryKey = '';

  @state() private officeName = '';
  private clearSheet: (() => void) | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.clearSheet?.();
  }

  override render() {
    const { panel } = this;
    return html`<ol aria-label=${panel.t('recovery.key')}>
        ${groupsOf(this.recoveryKey).map((group) => html`<li>${group}</li>`)}
      </ol>
      <div class="field">
        <label for="office">${panel.t('recovery.office')}</label>
        <input id="office" autocomplete="off" maxlength="100" @input=${(event: InputEvent) => this.onName(event)} />
      </div>
      <button type="button" class="secondary" @click=${this.print}>${panel.t('recovery.print')}</button>`;
  }

  private onName(event: InputEvent): void {
    this.officeName = (event.target as HTMLInputElement).value;
  }

  private print(): void {
    const { panel, officeName } = this;
    this.clearSheet?.();
    this.clearSheet = printRecoverySheet({
      title: panel.t('recovery.sheet.title'),
      office: panel.t('recovery.sheet.office', { office: officeName || '…………………………………………………………' }),
      date: panel.t('recovery.sheet.date', { at: Date.now() }),
      groups: groupsOf(this.recoveryKey),
      paragraphs: ['recovery.sheet.purpose', 'recovery.sheet.use', 'recovery.sheet.keep'].map((key) => panel.t(key)),
      language: panel.language,
    });
  }

  static override styles = [
    unsafeCSS(controlStyles),
    css`
      ol {
        background: var(--vscode-textCodeBlock-background);
        border: 1px solid var(--vscode-widget-border, var(--vscode-textSeparator-foreground));
        border-radius: 4px;
        display: flex;
        flex-wrap: wrap;
        font-family: var(--vscode-editor-font-family, ui-monospace, monospace);
        font-size: 1.35em;
        gap: 0.3em 1em;
        letter-spacing: 0.06em;
        list-style: none;
        margin: 0 0 0.8em;
        padding: 0.7em 0.9em;
      }
    `,
  ];
}

function groupsOf(key: string): readonly string[] {
  return key.split('-');
}
