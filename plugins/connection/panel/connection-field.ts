import { controlStyles } from 'boule-bleue';
import { css, html, LitElement, nothing, unsafeCSS } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';

/**
 * One labelled line of text. A mark for its end goes into the slot `mark`, what was found out about it into the slot `finding`, what else
 * belongs to it into the default one.
 * @fires connection-input with the text, at each change
 * @fires connection-commit when the user is done with the field
 */
@customElement('connection-field')
export class ConnectionField extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  @property() label = '';
  @property() value = '';
  @property() hint = '';
  /** What is wrong with the value: marks the field as invalid. */
  @property() problem = '';
  /** What is suspicious about it all the same. */
  @property() warning = '';
  /** What was done to the value. */
  @property() note = '';
  @property({ type: Boolean }) disabled = false;
  @property({ type: Boolean }) secret = false;
  @property({ type: Boolean }) numeric = false;
  /** Keeps room beside the line for the slot `finding`, where the page is wide enough; else it goes below. */
  @property({ type: Boolean, reflect: true }) beside = false;

  override render() {
    return html`<div class="field">
      <label for="input">${this.label}</label>
      <div class="row">
        <input
          id="input"
          type=${this.secret ? 'password' : 'text'}
          inputmode=${this.numeric ? 'numeric' : 'text'}
          autocomplete=${this.secret ? 'new-password' : 'off'}
          autocapitalize="off"
          autocorrect="off"
          spellcheck="false"
          maxlength="4096"
          aria-describedby="hint problem warning note"
          aria-invalid=${this.problem ? 'true' : nothing}
          ?disabled=${this.disabled}
          .value=${live(this.value)}
          @input=${this.onInput}
          @change=${this.commit}
        />
        <slot name="mark"></slot>
      </div>
      <p id="hint" class="hint">${this.hint}</p>
      <p id="problem" class="problem">${this.problem}</p>
      <p id="warning" class="warning">${this.warning}</p>
      <p id="note" class="note" role="status">${this.note}</p>
      <slot></slot>
    </div>
    <slot name="finding"></slot>`;
  }

  private onInput(event: InputEvent): void {
    this.value = (event.target as HTMLInputElement).value;
    this.dispatchEvent(new CustomEvent('connection-input', { detail: this.value }));
    // What is pasted is whole, and may hold a password that is not to stay readable until the field is left.
    if (event.inputType === 'insertFromPaste' || event.inputType === 'insertFromDrop') {
      this.commit();
    }
  }

  private commit(): void {
    this.dispatchEvent(new CustomEvent('connection-commit'));
  }

  static override styles = [
    unsafeCSS(controlStyles),
    css`
      :host([beside]) {
        display: grid;
        gap: 0.2em 2em;
      }
      .field {
        align-content: start;
        gap: 0.2em;
        margin: 0;
      }
      .row {
        align-items: center;
        display: flex;
        gap: 0.6em;
      }
      input {
        flex: 1;
        min-width: 0;
      }
      input:disabled {
        opacity: 0.55;
      }
      p {
        margin: 0;
        overflow-wrap: anywhere;
      }
      .hint,
      .note {
        color: var(--vscode-descriptionForeground);
        font-size: 0.92em;
      }
      .note {
        color: var(--vscode-editorInfo-foreground);
      }
      .warning {
        color: var(--vscode-editorWarning-foreground);
      }
      .warning:empty,
      .hint:empty,
      .problem:empty {
        display: none;
      }
      .note:empty {
        height: 0;
        margin-top: -0.2em;
      }
      @container (width >= 46em) {
        :host([beside]) {
          grid-template-columns: minmax(0, 1.08fr) minmax(0, 1fr);
        }
        /* Level with the line; a failure has more to say and begins at its label. */
        :host([beside]) slot[name='finding']::slotted([brief]) {
          margin-top: 1.9em;
        }
      }
    `,
  ];
}
