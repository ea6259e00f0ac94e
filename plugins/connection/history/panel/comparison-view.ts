import { controlStyles, type PanelApi } from 'boule-bleue';
import { css, html, LitElement, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Line } from '../../report/part.ts';
import { type Comparison, isBetweenWorkstations } from '../history-state.ts';
import type { ComparisonGroup, ComparisonRow } from '../side-by-side.ts';
import { historyStyles } from './history-styles.ts';
import { sayLine } from './say-line.ts';

/** Two tests beside each other. What differs is marked by a sign, by words and by weight. */
@customElement('connection-comparison')
export class ConnectionComparison extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) comparison!: Comparison;
  /** Of the left and of the right one. */
  @property({ attribute: false }) dates: readonly string[] = [];

  @state() private areAllShown = false;

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('h2')?.focus();
  }

  override render() {
    const { panel } = this;
    const { changes, groups } = this.comparison;
    const toggle = (event: Event) => {
      this.areAllShown = !(event.target as HTMLInputElement).checked;
    };
    return html`<section aria-labelledby="title">
      <h2 id="title" tabindex="-1">${panel.t('history.comparison')}</h2>
      <p>${panel.t(this.introduction)}</p>
      <ul>
        ${changes.map(({ message }) => html`<li>${panel.t(message)}</li>`)}
      </ul>
      <p>
        <label><input type="checkbox" .checked=${!this.areAllShown} @change=${toggle} />${panel.t('history.only-differences')}</label>
      </p>
      <table aria-labelledby="title">
        <thead>
          <tr>
            <th scope="col" class="mark"><span class="visually-hidden">${panel.t('history.comparison')}</span></th>
            <th scope="col" class="part">${panel.t('history.part')}</th>
            ${this.dates.map((date) => html`<th scope="col">${date}</th>`)}
          </tr>
        </thead>
        ${groups.map((group) => this.renderGroup(group))}
      </table>
    </section>`;
  }

  private get introduction(): string {
    if (this.comparison.changes.length === 0) return 'history.unchanged';
    return isBetweenWorkstations(this.comparison) ? 'history.differs' : 'history.changed';
  }

  private renderGroup({ heading, rows }: ComparisonGroup) {
    const shown = rows.filter(({ differs }) => differs || this.areAllShown);
    return html`<tbody>
      <tr>
        <th scope="rowgroup" colspan="4" class="heading">${this.panel.t(heading)}</th>
      </tr>
      ${shown.map((row) => this.renderRow(row))}
      ${shown.length === 0 ? html`<tr><td></td><td colspan="3" class="quiet">${this.panel.t('history.same')}</td></tr>` : ''}
    </tbody>`;
  }

  private renderRow({ label, left, right, differs }: ComparisonRow) {
    return html`<tr class=${differs ? 'different' : ''}>
      <td class="mark">
        <span aria-hidden="true">${differs ? '≠' : '='}</span>
        <span class="visually-hidden">${this.panel.t(differs ? 'history.different' : 'history.same')}</span>
      </td>
      <th scope="row">${this.panel.t(label)}</th>
      ${[left, right].map((lines) => html`<td>${this.renderLines(lines)}</td>`)}
    </tr>`;
  }

  private renderLines(lines: readonly Line[]) {
    const texts = lines.map((line) => sayLine(this.panel, line)).filter(Boolean);
    if (texts.length === 0) return html`<span class="quiet">${this.panel.t('history.unknown')}</span>`;
    return texts.map((text) => html`<span class="text">${text}</span>`);
  }

  static override styles = [
    unsafeCSS(controlStyles),
    historyStyles,
    css`
      :host {
        container-type: inline-size;
      }
      table {
        overflow-wrap: anywhere;
        table-layout: fixed;
      }
      .mark {
        width: 1.8em;
      }
      th.part {
        width: 22%;
      }
      @container (width < 40em) {
        th.part {
          width: 30%;
        }
      }
      .heading {
        padding-top: 1.1em;
      }
      tbody th[scope='row'] {
        font-weight: 400;
      }
      .different th[scope='row'],
      .different .mark {
        font-weight: 700;
      }
      .different td {
        background: var(--vscode-editor-inactiveSelectionBackground, transparent);
      }
      .text {
        display: block;
        white-space: pre-wrap;
      }
    `,
  ];
}
