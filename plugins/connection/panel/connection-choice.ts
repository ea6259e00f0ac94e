import { controlStyles } from 'boule-bleue';
import { css, html, LitElement, nothing, unsafeCSS } from 'lit';
import { customElement, property } from 'lit/decorators.js';

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

/**
 * One of several, with radio buttons. What belongs to a choice alone goes into the slot of its value.
 * @fires connection-choose with the value that the user chose
 */
@customElement('connection-choice')
export class ConnectionChoice extends LitElement {
  @property() legend = '';
  @property({ attribute: false }) choices: readonly Choice[] = [];
  @property() value = '';

  override render() {
    return html`<div role="radiogroup" aria-labelledby="legend">
      <h2 id="legend">${this.legend}</h2>
      ${this.choices.map((choice) => this.renderChoice(choice))}
    </div>`;
  }

  private renderChoice({ value, label, hint }: Choice) {
    return html`<div class="choice">
        <input
          type="radio"
          name="choice"
          id=${value}
          value=${value}
          aria-describedby=${hint ? `hint-${value}` : nothing}
          .checked=${value === this.value}
          @change=${() => this.choose(value)}
        />
        <div>
          <label for=${value}>${label}</label>
          ${hint ? html`<p class="hint" id="hint-${value}">${hint}</p>` : nothing}
        </div>
      </div>
      <slot name=${value}></slot>`;
  }

  private choose(value: string): void {
    this.value = value;
    this.dispatchEvent(new CustomEvent('connection-choose', { detail: value }));
  }

  static override styles = [
    unsafeCSS(controlStyles),
    css`
      h2 {
        margin-bottom: 0.6em;
      }
      .choice {
        align-items: start;
        display: flex;
        margin-bottom: 0.45em;
      }
      .choice input {
        flex: none;
        margin-top: 0.2em;
      }
      .hint {
        color: var(--vscode-descriptionForeground);
        font-size: 0.92em;
        margin: 0;
      }
    `,
  ];
}
