import { controlStyles, type Message, type PanelApi } from 'boule-bleue';
import { html, LitElement, nothing, svg, unsafeCSS } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AddressResult } from '../../diagnosis/address-result.ts';
import { iconStyles } from '../icon-styles.ts';
import { failedIcon, reachedIcon, unneededIcon } from '../icons.ts';
import { spanTime, type TimeAxis } from './time-axis.ts';
import { findEndMs, listRows, type WaterfallRow } from './waterfall-rows.ts';
import { waterfallStyles } from './waterfall-styles.ts';

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
    const time = (ms: number) => this.panel.t('waterfall.time', { ms });
    const labels = ticksMs.slice(0, -1).map((tick) => svg`<text x=${percent(tick, endMs)} dx="3" y="13">${time(tick)}</text>`);
    const end = svg`<text class="end" x="100%" dx="-3" y="13">${time(endMs)}</text>`;
    return html`<svg class="axis" aria-hidden="true">${this.renderGrid(ticksMs, endMs)}${labels}${end}</svg>`;
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

  static override styles = [unsafeCSS(controlStyles), iconStyles, waterfallStyles];
}

function percent(ms: number, endMs: number): string {
  return `${Math.min(100, (Math.max(0, ms) / endMs) * 100).toFixed(3)}%`;
}
