import { controlStyles, type PanelApi } from 'boule-bleue';
import { css, html, LitElement, nothing, unsafeCSS } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';
import { findDoubts } from '../identity/doubtful-text.ts';
import { cleanPastedNumber, cleanPastedPart, cleanPastedValue, type StrayCharacters } from '../identity/pasted-text.ts';
import { iconStyles } from './icon-styles.ts';
import { warningIcon } from './icons.ts';

/**
 * One labelled value, kept to the letter. Pasting takes stray characters out and says so; nothing else is changed.
 * Secrets are not offered to the browser's password store, since these are not the credentials of this window: `off` is disregarded for
 * passwords, `new-password` asks for one to be made up, `one-time-code` is what isn't worth keeping.
 *
 * @fires credentials-paste with the text, before it is pasted: whoever cancels the event has taken it
 * @fires credentials-input with the value, at each change
 * @fires credentials-commit when the user is done with the field
 */
@customElement('credentials-field')
export class CredentialsField extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  @property({ attribute: false }) panel!: PanelApi;
  @property() label = '';
  @property() value = '';
  @property() hint = '';
  /** What is wrong with the value: marks the field as invalid. */
  @property() problem = '';
  /** What is worth a second look. */
  @property() warning = '';
  /** What was done to the value, beside what pasting did. */
  @property() note = '';
  /** What pasting took out of the value. */
  @property({ attribute: false }) removed: StrayCharacters = {};
  /** Hides what is typed, with a button that shows it. */
  @property({ type: Boolean }) secret = false;
  /** Spaces in it only group digits. */
  @property({ type: Boolean }) numeric = false;

  @state() private isRevealed = false;
  /** A half-typed value gives rise to no doubt yet. */
  @state() private isTyping = false;
  @state() private isCapsLockOn = false;
  @query('input') private readonly input!: HTMLInputElement;

  override render() {
    return html`<div class="field">
      <label for="input">${this.label}</label>
      <div class="row">
        <input
          id="input"
          type=${this.secret && !this.isRevealed ? 'password' : 'text'}
          inputmode=${this.numeric ? 'numeric' : 'text'}
          autocomplete=${this.secret ? 'one-time-code' : 'off'}
          autocapitalize="off"
          autocorrect="off"
          spellcheck="false"
          data-1p-ignore
          data-bwignore
          data-lpignore="true"
          data-form-type="other"
          aria-describedby="hint problem note warning"
          aria-invalid=${ifDefined(this.problem ? 'true' : undefined)}
          .value=${live(this.value)}
          @input=${this.onInput}
          @change=${this.onChange}
          @paste=${this.onPaste}
          @keydown=${this.onKey}
          @keyup=${this.onKey}
          @blur=${this.onBlur}
        />
        ${this.secret ? this.renderReveal() : nothing}
      </div>
      <p id="hint" class="hint">${this.hint}</p>
      <p id="problem" class="problem" ?hidden=${!this.problem}>${this.problem}</p>
      <p id="note" class="note" role="status">${this.noteText}</p>
      <div id="warning" role="status">
        ${this.warnings.map((text) => html`<p class="attention">${warningIcon}<span>${text}</span></p>`)}
      </div>
    </div>`;
  }

  /** A password may hold what nobody else at the screen should read: its letters are shown where it is. */
  private get warnings(): readonly string[] {
    const doubts = this.isTyping ? [] : findDoubts(this.value, this.secret && !this.isRevealed);
    return [
      ...(this.isCapsLockOn && this.secret ? [this.panel.t('doubt.caps-lock')] : []),
      ...(this.warning ? [this.warning] : []),
      ...doubts.map((doubt) => this.panel.t(doubt)),
    ];
  }

  private renderReveal() {
    return html`<button type="button" class="secondary" aria-pressed=${this.isRevealed} @click=${this.onReveal}>
      ${this.panel.t('field.show')}<span class="visually-hidden"> ${this.panel.t('field.what-is-typed', { field: this.label })}</span>
    </button>`;
  }

  private get noteText(): string {
    const kinds = Object.entries(this.removed);
    const what = kinds.map(([kind, count]) => this.panel.t(`removed.${kind}`, { count })).join(', ');
    const removed = what === '' ? [] : [this.panel.t('removed', { what })];
    return [...removed, this.note].filter(Boolean).join(' ');
  }

  private onInput(): void {
    this.removed = {};
    this.isTyping = true;
    this.publish(this.input.value);
  }

  private onChange(): void {
    this.isTyping = false;
    this.dispatchEvent(new CustomEvent('credentials-commit'));
  }

  private onPaste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!this.dispatchEvent(new CustomEvent('credentials-paste', { detail: text, cancelable: true }))) return event.preventDefault();
    const { selectionStart, selectionEnd, value } = this.input;
    const from = selectionStart ?? value.length;
    const to = selectionEnd ?? value.length;
    const isWhole = to - from === value.length;
    const cleaned = this.cleanerFor(isWhole)(text);
    if (cleaned.text === text) return;
    event.preventDefault();
    this.input.setRangeText(cleaned.text, from, to, 'end');
    this.publish(this.input.value);
    this.removed = cleaned.removed;
    this.isTyping = false;
  }

  /** A password's own spaces are never taken away. */
  private cleanerFor(isWhole: boolean) {
    if (this.numeric) return cleanPastedNumber;
    return isWhole && !this.secret ? cleanPastedValue : cleanPastedPart;
  }

  private onKey(event: KeyboardEvent): void {
    this.isCapsLockOn = event.getModifierState('CapsLock');
  }

  private onBlur(): void {
    this.isCapsLockOn = false;
    this.isTyping = false;
  }

  private onReveal(): void {
    this.isRevealed = !this.isRevealed;
  }

  private publish(value: string): void {
    this.value = value;
    this.dispatchEvent(new CustomEvent('credentials-input', { detail: value }));
  }

  static override styles = [
    unsafeCSS(controlStyles),
    iconStyles,
    css`
      .row {
        display: flex;
        gap: 0.4em;
      }
      input {
        flex: 1;
        min-width: 0;
      }
      .row button {
        min-width: 6.5em;
      }
      p {
        margin: 0;
      }
      .hint,
      .note {
        color: var(--vscode-descriptionForeground);
        font-size: 0.92em;
      }
      .note {
        color: var(--vscode-editorInfo-foreground);
      }
      .attention {
        align-items: center;
        display: flex;
        gap: 0.4em;
      }
      .row button[aria-pressed='true'] {
        background: var(--vscode-inputOption-activeBackground);
        color: var(--vscode-inputOption-activeForeground);
        outline: 1px solid var(--vscode-inputOption-activeBorder);
      }
      p:empty,
      [hidden] {
        display: none;
      }
      .note:empty {
        display: block;
        height: 0;
        margin-top: -0.25em;
      }
    `,
  ];
}
