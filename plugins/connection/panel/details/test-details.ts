import { controlStyles, type PanelApi } from 'boule-bleue';
import { css, html, LitElement, unsafeCSS } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AddressResult } from '../../diagnosis/address-result.ts';
import './address-details.ts';
import './stage-waterfall.ts';

/** « Voir les étapes »: what the test did and what it found, for those who ask. */
@customElement('connection-test-details')
export class TestDetails extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) results: readonly AddressResult[] = [];

  override render() {
    return html`<connection-waterfall .panel=${this.panel} .results=${this.results}></connection-waterfall>
      ${this.results.map(
        (result) => html`<details>
          <summary>${this.panel.t('details.evidence', { address: { key: `address.${result.role}` } })}</summary>
          <connection-address-details .panel=${this.panel} .result=${result}></connection-address-details>
        </details>`,
      )}`;
  }

  static override styles = [
    unsafeCSS(controlStyles),
    css`
      connection-waterfall {
        margin-bottom: 0.9em;
      }
      details {
        margin-top: 0.4em;
      }
      connection-address-details {
        margin: 0.3em 0 1em 1.1em;
      }
      summary {
        color: var(--vscode-textLink-foreground);
        cursor: pointer;
        width: fit-content;
      }
    `,
  ];
}
