import { controlStyles, type PanelApi } from 'boule-bleue';
import { css, html, LitElement, nothing, unsafeCSS } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AddressResult, RemedyAction } from '../diagnosis/address-result.ts';
import { iconStyles } from './icon-styles.ts';
import { noteIcon } from './icons.ts';
import { requestRun } from './run-request.ts';

/**
 * What was found out about one address, beside its field: why it failed, who acts and what comes next.
 * @fires connection-run with the command that the user chose
 * @fires connection-change with the values that the user wants in the fields
 */
@customElement('connection-finding')
export class ConnectionFinding extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) result!: AddressResult;
  /** Who acts and what comes next were said of an address above. */
  @property({ type: Boolean }) repeated = false;
  /** The sentence stands below the field already. */
  @property({ type: Boolean }) said = false;

  override render() {
    const { ok, sentence, notes } = this.result;
    return html`${this.said ? nothing : html`<p class=${ok ? 'quiet' : 'problem'}>${this.panel.t(sentence)}</p>`}
      ${ok ? nothing : this.repeated ? html`<p class="quiet">${this.panel.t('finding.as-above')}</p>` : this.renderRemedy()}
      ${notes.map((note) => html`<p class="note quiet">${noteIcon}<span>${this.panel.t(note)}</span></p>`)}`;
  }

  private renderRemedy() {
    const { actor, next, action } = this.result;
    return html`${
      actor
        ? html`<p class="actor"><span class="quiet">${this.panel.t('finding.actor')}</span> ${this.panel.t(`actor.${actor}`)}</p>`
        : nothing
    }
    ${next ? html`<p>${this.panel.t(next)}</p>` : nothing}
    ${action ? html`<button type="button" class="secondary" @click=${() => this.act(action)}>${this.panel.t(action.title)}</button>` : nothing}`;
  }

  private act(action: RemedyAction): void {
    if (action.kind === 'run') requestRun(this, action.command, action.args);
    else this.dispatchEvent(new CustomEvent('connection-change', { detail: action.changes }));
  }

  static override styles = [
    unsafeCSS(controlStyles),
    iconStyles,
    css`
      p {
        margin: 0 0 0.1em;
        overflow-wrap: anywhere;
      }
      .actor,
      .actor ~ p,
      .quiet {
        font-size: 0.92em;
      }
      .quiet {
        color: var(--vscode-descriptionForeground);
      }
      .actor .quiet {
        font-size: 1em;
      }
      button {
        margin-block: 0.25em 0.1em;
      }
      .note {
        display: flex;
        gap: 0.4em;
      }
      .note .icon {
        height: 1.1em;
        margin-top: 0.2em;
        width: 1.1em;
      }
    `,
  ];
}
