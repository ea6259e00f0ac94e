import { controlStyles, type PanelApi } from 'boule-bleue';
import { css, html, LitElement, nothing, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AddressResult } from '../../diagnosis/address-result.ts';
import { describeWay } from '../../way-found.ts';
import './certificate-chain.ts';
import { flattenFacts } from './flatten-facts.ts';

/** The evidence behind one address' result, for those who look closer. */
@customElement('connection-address-details')
export class AddressDetails extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) result!: AddressResult;
  @state() private copied = '';

  override render() {
    const { route, encryption, findings, status } = this.result.facts;
    return html`<dl>
        ${route ? this.renderFact('details.way', this.panel.t(describeWay(route))) : nothing}
        ${encryption?.version ? this.renderFact('details.encryption', [encryption.version, encryption.cipher].filter(Boolean).join(', ')) : nothing}
        ${status === undefined ? nothing : this.renderFact('details.status', String(status))}
      </dl>
      ${
        encryption && encryption.chain.length > 0
          ? html`<h3>${this.panel.t('certificate.legend')}</h3>
              <connection-certificates .panel=${this.panel} .encryption=${encryption} .missing=${findings?.missingIssuer}></connection-certificates>`
          : nothing
      }
      <details>
        <summary>${this.panel.t('details.raw')}</summary>
        <pre tabindex="0" aria-label=${this.panel.t('details.raw')}>${flattenFacts(this.result)}</pre>
        <button type="button" class="secondary" @click=${this.copy}>${this.panel.t('details.copy')}</button>
        <span class="copied" role="status">${this.copied && this.panel.t(this.copied)}</span>
      </details>`;
  }

  private renderFact(key: string, value: string) {
    return html`<dt>${this.panel.t(key)}</dt>
      <dd>${value}</dd>`;
  }

  /** Where the browser keeps the clipboard to itself, the details are selected for the user to copy. */
  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(flattenFacts(this.result));
      this.copied = 'details.copied';
    } catch {
      const block = this.renderRoot.querySelector('pre');
      if (block) getSelection()?.selectAllChildren(block);
      this.copied = 'details.copy-by-hand';
    }
  }

  static override styles = [
    unsafeCSS(controlStyles),
    css`
      dl {
        display: grid;
        gap: 0.1em 0.9em;
        grid-template-columns: max-content minmax(0, 1fr);
        margin: 0.3em 0 0.6em;
      }
      dt {
        color: var(--vscode-descriptionForeground);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      h3 {
        margin: 0 0 0.4em;
      }
      summary {
        color: var(--vscode-textLink-foreground);
        cursor: pointer;
        width: fit-content;
      }
      pre {
        background: var(--vscode-textCodeBlock-background);
        border: 1px solid var(--vscode-textSeparator-foreground);
        font-size: 0.92em;
        margin: 0.4em 0;
        max-height: 22em;
        overflow: auto;
        overflow-wrap: anywhere;
        padding: 0.5em 0.7em;
        white-space: pre-wrap;
      }
      .copied {
        margin-inline-start: 0.6em;
      }
    `,
  ];
}
