import { controlStyles, type PanelApi } from 'boule-bleue';
import { css, html, LitElement, nothing, unsafeCSS } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';
import {
  cleanPastedNumber,
  cleanPastedPart,
  cleanPastedValue,
  findSuspiciousCharacters,
  type StrayCharacters,
} from '../identity/pasted-text.ts';
import { iconStyles } from './icon-styles.ts';
import { warningIcon } from './icons.ts';

/**
 * One labelled value, kept to the letter. Pasting takes stray characters out and says so; nothing else is changed.
 * The browser's password store is kept out, since these are not the credentials of this window: browsers ignore `off` for passwords and
 * offer to make up a `new-password`, but keep no `one-time-code`.
 *
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
  /** Hides what is typed, with a button that shows it. */
  @property({ type: Boolean }) secret = false;
  /** Spaces in it only group digits. */
  @property({ type: Boolean }) numeric = false;

  @state() private isRevealed = false;
  @state() private isCommitted = false;
  @state() private removed: StrayCharacters = {};
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
          aria-describedby="hint problem note warning"
          aria-invalid=${ifDefined(this.problem ? 'true' : undefined)}
          .value=${live(this.value)}
          @input=${this.onInput}
          @change=${this.onChange}
          @paste=${this.onPaste}
        />
        ${this.secret ? this.renderReveal() : nothing}
      </div>
      <p id="hint" class="hint">${this.hint}</p>
      <p id="problem" class="problem" ?hidden=${!this.problem}>${this.problem}</p>
      <p id="note" class="note" role="status">${this.noteText}</p>
      <p id="warning" class="attention">${this.warning ? html`${warningIcon}<span>${this.warning}</span>` : nothing}</p>
    </div>`;
  }

  private renderReveal() {
    const text = this.panel.t(this.isRevealed ? 'field.hide' : 'field.show');
    return html`<button type="button" class="secondary" @click=${this.onReveal}>
      ${text}<span class="visually-hidden"> ${this.panel.t('field.what-is-typed', { field: this.label })}</span>
    </button>`;
  }

  private get noteText(): string {
    const kinds = Object.entries(this.removed);
    const what = kinds.map(([kind, count]) => this.panel.t(`removed.${kind}`, { count })).join(', ');
    const removed = what === '' ? [] : [this.panel.t('removed', { what })];
    const suspicion = this.isCommitted ? findSuspiciousCharacters(this.value) : undefined;
    const suspicious = suspicion ? [this.panel.t(`suspicious.${suspicion}`)] : [];
    return [...removed, this.note, ...suspicious].filter(Boolean).join(' ');
  }

  private onInput(): void {
    this.removed = {};
    this.isCommitted = false;
    this.publish(this.input.value);
  }

  private onChange(): void {
    this.isCommitted = true;
    this.dispatchEvent(new CustomEvent('credentials-commit'));
  }

  private onPaste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const { selectionStart, selectionEnd, value } = this.input;
    const from = selectionStart ?? value.length;
    const to = selectionEnd ?? value.length;
    const clean = this.numeric ? cleanPastedNumber : to - from === value.length ? cleanPastedValue : cleanPastedPart;
    const cleaned = clean(text);
    if (cleaned.text === text) return;
    event.preventDefault();
    this.input.setRangeText(cleaned.text, from, to, 'end');
    this.publish(this.input.value);
    this.removed = cleaned.removed;
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
