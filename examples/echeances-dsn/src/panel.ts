import { controlStyles, type PanelApi, type PanelElement } from 'boule-bleue';
import { css, html, LitElement, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Deadline, State } from './state.ts';

/** The deadlines as a table; a box beside each says that it was filed. */
@customElement('echeances-dsn-panel')
export class EcheancesDsnPanel extends LitElement implements PanelElement<State> {
  static override readonly styles = [
    unsafeCSS(controlStyles),
    css`
      caption { margin-block-end: 0.75em; text-align: start; }
      th { font-weight: 600; }
      .late { color: var(--vscode-errorForeground); font-weight: 600; }
    `,
  ];

  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) state: State | undefined;
  @state() private problem = '';

  override render() {
    const { panel, state, problem } = this;
    if (!state) return html`<p>${panel.t('loading')}</p>`;
    const columns = ['period', 'due', 'status', 'filed'];
    return html`
      <h1>${panel.t('title')}</h1>
      <table>
        <caption>${panel.t('caption', { day: state.day })}</caption>
        <thead>
          <tr>${columns.map((column) => html`<th scope="col">${panel.t(`column.${column}`)}</th>`)}</tr>
        </thead>
        <tbody>${state.deadlines.map((deadline) => this.renderRow(deadline))}</tbody>
      </table>
      <p class="problem" role="alert">${problem}</p>
    `;
  }

  private renderRow({ period, due, status, days }: Deadline) {
    const { panel } = this;
    const month = this.format(`${period}-01`, { month: 'long', year: 'numeric' });
    return html`
      <tr>
        <th scope="row">${month}</th>
        <td>${this.format(due, { weekday: 'long', day: 'numeric', month: 'long' })}</td>
        <td class=${status}>${panel.t(`status.${status}`, { days })}</td>
        <td>
          <input type="checkbox" aria-label=${panel.t('filed', { period: month })} .checked=${status === 'filed'}
            @change=${(event: Event) => this.mark(period, (event.target as HTMLInputElement).checked)} />
        </td>
      </tr>
    `;
  }

  private async mark(period: string, filed: boolean): Promise<void> {
    const outcome = await this.panel.run('echeances-dsn.mark', { period, filed });
    this.problem = outcome.ok ? '' : outcome.sentence;
  }

  private format(date: string, options: Intl.DateTimeFormatOptions): string {
    return new Intl.DateTimeFormat(this.panel.language, { ...options, timeZone: 'UTC' }).format(new Date(date));
  }
}
