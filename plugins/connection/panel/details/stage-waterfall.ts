import { controlStyles, type Message, type PanelApi } from 'boule-bleue';
import { css, html, LitElement, nothing, svg, unsafeCSS } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AddressResult } from '../../diagnosis/address-result.ts';
import { iconStyles } from '../icon-styles.ts';
import { failedIcon, reachedIcon, unneededIcon } from '../icons.ts';
import { spanTime, type TimeAxis } from './time-axis.ts';
import { findEndMs, listRows, type WaterfallRow } from './waterfall-rows.ts';

const icons = { passed: reachedIcon, failed: failedIcon, unneeded: unneededIcon };

/**
 * What was done for each address, stage by stage, on a time axis that they share. A table: the bars only draw what its cells say. They are
 * SVG, whose attributes place them where the page's policy lets no inline style.
 */
@customElement('connection-waterfall')
export class StageWaterfall extends LitElement {
  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) results: readonly AddressResult[] = [];

  override render() {
    const groups = this.results.map((result) => ({ result, rows: listRows(result) }));
    const axis = spanTime(Math.max(...groups.map(({ rows }) => findEndMs(rows))));
    return html`<table>
      <caption>
        ${this.panel.t('waterfall.caption')}
      </caption>
      <thead>
        <tr>
          <th scope="col">${this.panel.t('waterfall.stage')}</th>
          <th scope="col">${this.panel.t('waterfall.result')}</th>
          <th scope="col" class="number">${this.panel.t('waterfall.duration')}</th>
          <th scope="col" class="time"><span class="visually-hidden">${this.panel.t('waterfall.start')}</span>${this.renderAxis(axis)}</th>
        </tr>
      </thead>
      ${groups.map(
        ({ result, rows }) => html`<tbody>
          <tr class="address">
            <th scope="rowgroup" colspan="4">
              ${this.panel.t(`address.${result.role}`)} <code>${result.url}</code>
              ${result.ok ? nothing : html`<p class="problem">${this.panel.t(result.sentence)}</p>`}
            </th>
          </tr>
          ${rows.map((row) => this.renderRow(row, axis))}
        </tbody>`,
      )}
    </table>`;
  }

  private renderAxis({ endMs, ticksMs }: TimeAxis) {
    const labels = ticksMs
      .slice(0, -1)
      .map((tick) => svg`<text x=${percent(tick, endMs)} dx="3" y="13">${this.panel.t('waterfall.time', { ms: tick })}</text>`);
    return html`<svg class="axis" aria-hidden="true">${this.renderGrid(ticksMs, endMs)}${labels}</svg>`;
  }

  private renderGrid(ticksMs: readonly number[], endMs: number) {
    return ticksMs.map((tick) => svg`<line class="grid" x1=${percent(tick, endMs)} x2=${percent(tick, endMs)} y1="0" y2="100%" />`);
  }

  private renderRow({ kind, label, outcome, startMs, ms, isTimed, plugin, detail }: WaterfallRow, { endMs, ticksMs }: TimeAxis) {
    const time = (value: number) => this.panel.t('waterfall.time', { ms: value });
    return html`<tr class=${kind}>
      <th scope="row">${this.panel.t(label)}</th>
      <td>
        <div class="result">
          <span role="img" aria-label=${this.panel.t(`waterfall.${outcome}-mark`)}>${icons[outcome]}</span>
          <span>${this.renderDetail(detail)} ${plugin ? html`<small>${this.panel.t('waterfall.by-plugin', { plugin })}</small>` : nothing}</span>
        </div>
      </td>
      <td class="number">${isTimed ? time(ms) : '—'}</td>
      <td class="time">
        <span class="visually-hidden">${isTimed ? time(startMs) : '—'}</span>
        <svg aria-hidden="true">
          ${this.renderGrid(ticksMs, endMs)}
          ${isTimed ? svg`<rect class=${outcome} x=${percent(startMs, endMs)} width=${percent(ms, endMs)} />` : nothing}
        </svg>
      </td>
    </tr>`;
  }

  private renderDetail(detail: Message | string) {
    if (typeof detail !== 'string') return html`<span>${this.panel.t(detail)}</span>`;
    return detail === '' ? nothing : html`<code>${detail}</code>`;
  }

  static override styles = [
    unsafeCSS(controlStyles),
    iconStyles,
    css`
      :host {
        overflow-x: auto;
      }
      table {
        font-size: 0.92em;
        overflow-wrap: normal;
        width: 100%;
      }
      caption {
        color: var(--vscode-descriptionForeground);
        padding-bottom: 0.4em;
        text-align: start;
      }
      th,
      td {
        height: 1.9em;
        padding-block: 0;
        vertical-align: middle;
      }
      thead th {
        color: var(--vscode-descriptionForeground);
        font-weight: 400;
      }
      thead th,
      tbody {
        border-bottom: 1px solid var(--vscode-textSeparator-foreground);
      }
      tbody th {
        font-weight: 400;
      }
      .address th {
        font-weight: 600;
        padding-top: 0.6em;
      }
      .result code {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
        overflow: hidden;
      }
      .address p {
        font-weight: 400;
      }
      .address code {
        font-weight: 400;
        margin-inline-start: 0.5em;
      }
      code {
        color: var(--vscode-descriptionForeground);
        font-size: 0.95em;
        overflow-wrap: anywhere;
      }
      .stage > th {
        white-space: nowrap;
      }
      .attempt > th,
      .question > th {
        color: var(--vscode-descriptionForeground);
        padding-inline-start: 1.4em;
      }
      .number {
        font-variant-numeric: tabular-nums;
        text-align: end;
        white-space: nowrap;
      }
      .result {
        align-items: start;
        display: flex;
        gap: 0.35em;
        min-width: 9em;
        padding-block: 0.15em;
      }
      .result .icon {
        display: block;
        height: 1.1em;
        margin-top: 0.2em;
        width: 1.1em;
      }
      small {
        color: var(--vscode-descriptionForeground);
        white-space: nowrap;
      }
      .attempt .icon,
      .question .icon {
        opacity: 0.85;
      }
      .time {
        padding-inline-end: 0;
        position: relative;
        width: 42%;
      }
      svg:not(.icon) {
        height: 100%;
        inset: 0;
        overflow: visible;
        position: absolute;
        width: 100%;
      }
      text {
        fill: var(--vscode-descriptionForeground);
        font-size: 0.9em;
      }
      .grid {
        opacity: 0.6;
        stroke: var(--vscode-textSeparator-foreground);
      }
      rect {
        fill: var(--vscode-charts-blue);
        height: 0.9em;
        /* What took no time is still to be seen. */
        stroke: var(--vscode-charts-blue);
        stroke-width: 1.5px;
        y: calc(50% - 0.45em);
      }
      .attempt rect,
      .question rect {
        height: 0.3em;
        y: calc(50% - 0.15em);
      }
      rect.failed {
        fill: none;
        stroke: var(--vscode-testing-iconFailed);
        stroke-dasharray: 4 2.5;
      }
      rect.unneeded {
        fill: none;
        stroke: var(--vscode-descriptionForeground);
        stroke-dasharray: 1.5 2.5;
      }
      @container (width < 46em) {
        .stage > th {
          white-space: normal;
        }
        .time {
          min-width: 5em;
          width: 25%;
        }
        /* Only the ends of the axis have room. */
        text:not(:first-of-type) {
          display: none;
        }
        .address code {
          display: block;
          margin: 0;
        }
      }
      @media (forced-colors: active) {
        rect {
          fill: CanvasText;
          stroke: CanvasText;
        }
        rect.failed,
        rect.unneeded {
          fill: none;
          stroke: CanvasText;
        }
        text {
          fill: CanvasText;
        }
      }
    `,
  ];
}

function percent(ms: number, endMs: number): string {
  return `${Math.min(100, (Math.max(0, ms) / endMs) * 100).toFixed(3)}%`;
}
