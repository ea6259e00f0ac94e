import { controlStyles, type PanelApi } from 'boule-bleue';
import { css, html, LitElement, nothing, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { iconStyles } from '../../panel/icon-styles.ts';
import { failedIcon, reachedIcon } from '../../panel/icons.ts';
import type { HistoryPanelState, TestRow } from '../history-state.ts';
import { historyStyles } from './history-styles.ts';
import { askToRun, askToSay } from './run-event.ts';
import { sayLine } from './say-line.ts';

/**
 * The kept tests, two of which can be chosen to be compared.
 * @fires connection-history-run
 * @fires connection-history-say
 */
@customElement('connection-tests-table')
export class ConnectionTestsTable extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) state!: HistoryPanelState;

  @state() private chosen: readonly string[] = [];

  override render() {
    const { panel } = this;
    const { tests, imported, isTesting } = this.state;
    const heads = ['compare', 'date', 'result', 'way', 'report'].map((column) => panel.t(`history.column.${column}`));
    return html`<p id="hint">${panel.t('history.hint')} ${isTesting ? panel.t('history.testing') : nothing}</p>
      <div class="rows" role="region" aria-label=${panel.t('history.tests')} tabindex="0">
        <table>
          <thead>
            <tr>
              ${heads.map((head) => html`<th scope="col"><span>${head}</span></th>`)}
            </tr>
          </thead>
          <tbody>
            ${imported ? this.renderRow(imported, panel.t('history.imported', { name: imported.fileName })) : nothing}
            ${tests.map((test) => this.renderRow(test))}
          </tbody>
        </table>
      </div>
      <div class="actions">
        <button type="button" aria-describedby="hint" @click=${this.compare}>${panel.t('history.compare')}</button>
        <button type="button" class="secondary" @click=${() => askToRun(this, { command: 'connection.import-report' })}>
          ${panel.t('history.import')}
        </button>
      </div>`;
  }

  private renderRow(row: TestRow, origin = '') {
    const { panel } = this;
    const { id, at, count, trigger, ok, sentence, way } = row;
    const date = panel.t('history.date', { at });
    const remarks = [
      origin,
      ...(count > 1 ? [panel.t('history.repeats', { count })] : []),
      ...(trigger === 'user' ? [] : [panel.t(`history.by-${trigger}`)]),
    ].filter(Boolean);
    const result = sayLine(panel, sentence);
    return html`<tr>
      <td>
        <input
          type="checkbox"
          aria-label=${panel.t('history.choose', { date })}
          .checked=${this.chosenTests.includes(id)}
          @change=${(event: Event) => this.choose(id, (event.target as HTMLInputElement).checked)}
        />
      </td>
      <th scope="row">${date}${remarks.length > 0 ? html`<br /><span class="quiet">${remarks.join(', ')}</span>` : nothing}</th>
      <td>
        <span class="result">
          <span role="img" aria-label=${panel.t(ok ? 'mark.reached' : 'mark.failed', { sentence: result })}>${ok ? reachedIcon : failedIcon}</span>
          <span>${result}</span>
        </span>
      </td>
      <td class="way">${sayLine(panel, way)}</td>
      <td>${origin ? nothing : this.renderPrepare(id, date)}</td>
    </tr>`;
  }

  private renderPrepare(id: string, date: string) {
    const prepare = () => askToRun(this, { command: 'connection.report', args: { test: id } });
    return html`<button type="button" class="secondary" aria-label=${this.panel.t('history.prepare-of', { date })} @click=${prepare}>
      ${this.panel.t('history.prepare')}
    </button>`;
  }

  /** Those chosen that are still there. */
  private get chosenTests(): readonly string[] {
    const { tests, imported } = this.state;
    return this.chosen.filter((id) => id === imported?.id || tests.some((test) => test.id === id));
  }

  private choose(id: string, isChosen: boolean): void {
    const others = this.chosenTests.filter((other) => other !== id);
    this.chosen = isChosen ? [...others, id] : others;
  }

  private compare(): void {
    const { tests, imported } = this.state;
    const order = [...tests.map(({ id }) => id), ...(imported ? [imported.id] : [])];
    const [newer, older, ...others] = this.chosenTests.toSorted((first, second) => order.indexOf(first) - order.indexOf(second));
    if (newer === undefined || older === undefined || others.length > 0) return askToSay(this, this.panel.t('history.choose-two'), true);
    askToRun(this, { command: 'connection.compare-tests', args: { left: older, right: newer } });
  }

  static override styles = [
    unsafeCSS(controlStyles),
    iconStyles,
    historyStyles,
    css`
      :host {
        container-type: inline-size;
      }
      td button {
        overflow-wrap: normal;
      }
      /* The heads of the box and of the button say what these say themselves; the way stands in the comparison too. */
      @container (width < 40em) {
        thead th:is(:first-child, :last-child) span {
          clip-path: inset(50%);
          position: absolute;
        }
        thead th:nth-child(4),
        .way {
          display: none;
        }
      }
    `,
  ];
}
