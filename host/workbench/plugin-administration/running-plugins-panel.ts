import { css, html, LitElement, nothing, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { PanelApi, PanelElement } from '../../../core/panel.ts';
import { controlStyles } from '../../../core/panel-styles.ts';
import { pluginCommands, type RunningPluginItem, type RunningPluginsState } from '../../../core/protocol/plugin-administration.ts';
import { offerDownload } from '../base/offer-download.ts';
import { isFocusLost } from './lost-focus.ts';
import { stateIcon } from './state-icon.ts';
import { administrationStyles } from './styles.ts';

const columns = ['plugin', 'state', 'actions', 'cpu', 'memory', 'activation', 'calls', 'restarts'] as const;
const bytesPerMegabyte = 2 ** 20;

/** « Extensions en cours d'exécution »: what each costs, and the way to end it. */
@customElement('shell-running-plugins-panel')
export class ShellRunningPluginsPanel extends LitElement implements PanelElement<RunningPluginsState> {
  static override readonly styles = [
    unsafeCSS(controlStyles),
    administrationStyles,
    css`
      .lead { color: var(--vscode-descriptionForeground); margin-block-end: 12px; max-width: 60em; }
      .state { align-items: center; display: flex; gap: 6px; white-space: nowrap; }
      tbody th { min-width: 8em; overflow-wrap: anywhere; }
      .id { color: var(--vscode-descriptionForeground); display: block; font-size: 0.88em; font-weight: normal; }
      .state-cell { min-width: 11em; }
      .state-cell:has(.error) { min-width: 15em; }
      .error { color: var(--vscode-descriptionForeground); display: block; font-size: 0.92em; overflow-wrap: anywhere; }
      td .actions { gap: 4px; margin: 0; min-width: 10.5em; }
      td .actions button { min-height: 26px; padding: 1px 10px; white-space: nowrap; }
      .problem { margin-block-end: 10px; }
    `,
  ];

  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) state: RunningPluginsState | undefined;

  @state() private busy: ReadonlySet<string> = new Set();
  @state() private problem: string | undefined;

  override render() {
    if (!this.state) return html`<p class="waiting" role="status">${this.panel.t('running-plugins.loading')}</p>`;
    const { plugins } = this.state;
    return html`
      <h1 id="title">${this.panel.t('shell.plugins.show-running')}</h1>
      <p class="lead">${this.panel.t('running-plugins.what')}</p>
      <p class="problem" role="alert">${this.problem}</p>
      ${plugins.length === 0 ? html`<p class="empty" role="status">${this.panel.t('running-plugins.empty')}</p>` : this.renderTable(plugins)}
    `;
  }

  private renderTable(plugins: readonly RunningPluginItem[]) {
    const title = (column: (typeof columns)[number]) => this.panel.t(`running-plugins.${column}`);
    return html`
      <div class="scroller" role="region" tabindex="0" aria-labelledby="title">
        <table aria-labelledby="title">
          <thead><tr>${columns.map((column) => html`<th scope="col">${title(column)}</th>`)}</tr></thead>
          <tbody>
            ${repeat(
              plugins,
              ({ id }) => id,
              (item) => this.renderRow(item),
            )}
          </tbody>
        </table>
      </div>
    `;
  }

  private renderRow(item: RunningPluginItem) {
    const { id, displayName, state, activationMs, process, calls, restarts, lastError } = item;
    const format = (value: number, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(this.panel.language, options).format(value);
    const milliseconds = { style: 'unit', unit: 'millisecond', maximumFractionDigits: 0 } as const;
    const megabytes = { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 } as const;
    const shared = this.panel.t('running-plugins.shared');
    return html`
      <tr aria-busy=${this.busy.has(id)}>
        <th scope="row">${this.panel.t(displayName)}<span class="id">${id}</span></th>
        <td class="state-cell">
          <span class="state">${stateIcon(state)}${this.panel.t(`plugins.state.${state}`)}</span>
          ${lastError ? html`<span class="error">${this.panel.t('running-plugins.error', { problem: this.panel.t(lastError) })}</span>` : nothing}
        </td>
        <td>${this.renderActions(item)}</td>
        <td class="number">${process ? format(process.cpuPercent / 100, { style: 'percent', maximumFractionDigits: 1 }) : shared}</td>
        <td class="number">${process ? format(process.residentBytes / bytesPerMegabyte, megabytes) : shared}</td>
        <td class="number">${activationMs === null ? nothing : format(activationMs, milliseconds)}</td>
        <td class="number">${format(calls, {})}</td>
        <td class="number">${format(restarts, {})}</td>
      </tr>
    `;
  }

  private renderActions({ id, displayName, process, isProfiling }: RunningPluginItem) {
    const name = this.panel.t(displayName);
    const button = (action: string, isOff: boolean, act: () => void) => html`
      <button type="button" class="secondary" aria-label=${this.panel.t(`running-plugins.${action}.name`, { name })} aria-disabled=${isOff ? 'true' : nothing}
        @click=${() => isOff || act()}>${this.panel.t(`running-plugins.${action}`)}</button>
    `;
    const isBusy = this.busy.has(id);
    return html`
      <div class="actions">
        ${button('restart', isBusy, () => this.run(id, pluginCommands.restart))}
        ${process ? button('kill', isBusy, () => this.run(id, pluginCommands.kill)) : nothing}
        ${process ? button(isProfiling ? 'profiling' : 'profile', isProfiling, () => this.profile(id)) : nothing}
      </div>
    `;
  }

  private async profile(plugin: string): Promise<void> {
    const profile = (await this.ask(plugin, pluginCommands.profile)) as { readonly fileName: string; readonly text: string } | undefined;
    if (profile) offerDownload(profile.fileName, profile.text, 'application/json');
  }

  private async run(plugin: string, command: string): Promise<void> {
    this.busy = new Set([...this.busy, plugin]);
    await this.ask(plugin, command);
    this.busy = new Set([...this.busy].filter((id) => id !== plugin));
    await this.updateComplete;
    if (isFocusLost()) this.renderRoot.querySelector<HTMLElement>('.scroller')?.focus({ preventScroll: true });
  }

  /** A command's result; its failure is shown. */
  private async ask(plugin: string, command: string): Promise<unknown> {
    this.problem = undefined;
    const outcome = await this.panel.run(command, { plugin });
    if (outcome.ok) return outcome.value;
    if (!outcome.cancelled) this.problem = outcome.sentence;
    return undefined;
  }
}
