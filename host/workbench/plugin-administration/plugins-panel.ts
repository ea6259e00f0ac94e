import { html, LitElement, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Serialisable } from '../../../core/message.ts';
import type { CommandOutcome, PanelApi, PanelElement } from '../../../core/panel.ts';
import { controlStyles } from '../../../core/panel-styles.ts';
import { type PackageChange, type PluginItem, type PluginsState, pluginCommands } from '../../../core/protocol/plugin-administration.ts';
import './bisect-section.ts';
import type { ShellPluginBisect } from './bisect-section.ts';
import './install-section.ts';
import type { ShellPluginInstall } from './install-section.ts';
import './plugin-card.ts';
import { isFocusLost } from './lost-focus.ts';
import type { ActionResult, PluginAction, ShellPluginCard } from './plugin-card.ts';
import { groupPlugins, type PluginGroup } from './plugin-groups.ts';
import { pluginsPanelStyles } from './plugins-panel.styles.ts';
import './request-journal.ts';
import { administrationStyles } from './styles.ts';

/** So many are drawn at first; a button draws more. */
const cardsAtOnce = 50;

/** « Extensions »: what is installed, what each may do, and what can be done about it. */
@customElement('shell-plugins-panel')
export class ShellPluginsPanel extends LitElement implements PanelElement<PluginsState> {
  static override readonly styles = [unsafeCSS(controlStyles), administrationStyles, pluginsPanelStyles];

  @property({ attribute: false }) panel!: PanelApi;
  @property({ attribute: false }) state: PluginsState | undefined;

  @state() private query = '';
  @state() private cardCount = cardsAtOnce;
  @state() private isInstallOpen = false;
  /** The plugin whose requests are shown instead of the list. */
  @state() private journalOf: string | undefined;
  /** Plugins with which something is being done. */
  @state() private busy: ReadonlySet<string> = new Set();
  /** What came of the last action, by plugin; `''` for what concerns none. */
  @state() private results: ReadonlyMap<string, ActionResult> = new Map();
  private wantedCount = 0;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { wanted = null } = this.state ?? {};
    if (!changed.has('state') || !wanted || wanted.count === this.wantedCount) return;
    this.wantedCount = wanted.count;
    this.journalOf = wanted.part === 'requests' ? (wanted.plugin ?? undefined) : undefined;
    if (wanted.part === 'install') this.openInstall();
    if (wanted.part === 'bisect')
      void this.updateComplete.then(() => this.renderRoot.querySelector<ShellPluginBisect>('shell-plugin-bisect')?.focusQuestion());
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.get('state')?.bisect && !this.state?.bisect) this.takeLostFocus();
  }

  override render() {
    const { state } = this;
    if (!state) return html`<p class="waiting" role="status">${this.panel.t('plugins.loading')}</p>`;
    const shown = state.plugins.find(({ id }) => id === this.journalOf);
    return shown ? this.renderJournal(shown) : this.renderOverview(state);
  }

  private renderJournal(plugin: PluginItem) {
    return html`<shell-request-journal .panel=${this.panel} .plugin=${plugin} @journal-closed=${this.closeJournal}></shell-request-journal>`;
  }

  private renderOverview(state: PluginsState) {
    return html`
      <h1>${this.panel.t('shell.plugins.show')}</h1>
      ${state.safeMode ? this.renderSafeMode() : nothing}
      ${this.renderToolbar(state)}
      ${this.isInstallOpen || state.installing ? this.renderInstall(state) : nothing}
      ${state.bisect ? this.renderBisect(state) : nothing}
      <p class="problem" role="alert">${this.results.get('')?.text}</p>
      ${this.renderList(state)}
    `;
  }

  private renderSafeMode() {
    return html`
      <div class="banner" role="note">
        <shell-icon icon="$(shield)"></shell-icon>
        <p>${this.panel.t('plugins.safe-mode')}</p>
        <button type="button" class="secondary" @click=${() => this.run('', pluginCommands.leaveSafeMode)}>
          ${this.panel.t('shell.plugins.leave-safe-mode')}
        </button>
      </div>
    `;
  }

  private renderToolbar({ bisect }: PluginsState) {
    return html`
      <div class="actions">
        <button type="button" aria-expanded=${this.isInstallOpen} @click=${this.toggleInstall}>${this.panel.t('shell.plugins.add')}</button>
        <button type="button" class="secondary" ?disabled=${bisect !== null} @click=${() => this.run('', pluginCommands.bisectStart)}>
          ${this.panel.t('shell.plugins.bisect-start')}
        </button>
        <button type="button" class="secondary" @click=${() => this.run('', pluginCommands.showRunning)}>
          ${this.panel.t('shell.plugins.show-running')}
        </button>
      </div>
    `;
  }

  private renderInstall(state: PluginsState) {
    return html`<shell-plugin-install .panel=${this.panel} .state=${state}></shell-plugin-install>`;
  }

  private renderBisect({ bisect, plugins }: PluginsState) {
    return html`<shell-plugin-bisect .panel=${this.panel} .bisect=${bisect} .plugins=${plugins}></shell-plugin-bisect>`;
  }

  private renderList({ plugins }: PluginsState) {
    const groups = groupPlugins(plugins, this.query, (message) => this.panel.t(message), this.cardCount);
    const found = groups.reduce((sum, { total }) => sum + total, 0);
    const drawn = groups.reduce((sum, { items }) => sum + items.length, 0);
    const name = this.panel.t('plugins.search');
    return html`
      <div class="search">
        <input type="search" aria-label=${name} placeholder=${name} .value=${this.query} @input=${this.search} />
        <p class="count" role="status">${this.panel.t('plugins.count', { count: found })}</p>
      </div>
      ${repeat(
        groups,
        ({ origin }) => origin,
        (group) => this.renderGroup(group),
      )}
      ${drawn < found ? html`<div class="actions"><button type="button" class="secondary" @click=${this.drawMore}>${this.panel.t('plugins.more')}</button></div>` : nothing}
    `;
  }

  private renderGroup({ origin, items }: PluginGroup) {
    if (items.length === 0) return nothing;
    return html`
      <section aria-labelledby="group-${origin}">
        <h2 id="group-${origin}">${this.panel.t(`plugins.group.${origin}`)}</h2>
        <ul>
          ${repeat(
            items,
            // Two folders under development may bear the same id.
            ({ id }, index) => (items.findIndex((item) => item.id === id) === index ? id : `${id} ${index}`),
            (item) => html`<li>${this.renderCard(item)}</li>`,
          )}
        </ul>
      </section>
    `;
  }

  private renderCard(item: PluginItem) {
    return html`
      <shell-plugin-card .panel=${this.panel} .item=${item} .isBusy=${this.busy.has(item.id)} .result=${this.results.get(item.id)}
        @plugin-action=${(event: CustomEvent<PluginAction>) => this.act(item.id, event.detail)}></shell-plugin-card>
    `;
  }

  private search(event: Event): void {
    this.query = (event.target as HTMLInputElement).value;
    this.cardCount = cardsAtOnce;
  }

  private drawMore(): void {
    this.cardCount += cardsAtOnce;
  }

  private toggleInstall(): void {
    if (this.isInstallOpen) this.isInstallOpen = false;
    else this.openInstall();
  }

  private openInstall(): void {
    this.isInstallOpen = true;
    void this.updateComplete.then(() => this.renderRoot.querySelector<ShellPluginInstall>('shell-plugin-install')?.focusField());
  }

  private async closeJournal(): Promise<void> {
    const plugin = this.journalOf;
    this.journalOf = undefined;
    await this.updateComplete;
    const cards = [...this.renderRoot.querySelectorAll<ShellPluginCard>('shell-plugin-card')];
    await cards.find(({ item }) => item.id === plugin)?.focusRequests();
  }

  private act(plugin: string, action: PluginAction): void {
    if (action.command === pluginCommands.showRequests) this.journalOf = plugin;
    else void this.run(plugin, action.command, { plugin, ...action.args });
  }

  /** Runs a command about a plugin, and shows at its card what came of it. */
  private async run(plugin: string, command: string, args?: Serialisable): Promise<void> {
    if (this.busy.has(plugin)) return;
    this.busy = new Set([...this.busy, plugin]);
    this.results = new Map([...this.results].filter(([id]) => id !== plugin));
    const outcome = await this.panel.run(command, args);
    this.busy = new Set([...this.busy].filter((id) => id !== plugin));
    const result = this.resultOf(command, outcome);
    if (result) this.results = new Map([...this.results, [plugin, result]]);
    await this.updateComplete;
    this.takeLostFocus();
  }

  /** What had the focus may have gone with what the command removed. */
  private takeLostFocus(): void {
    if (isFocusLost()) this.renderRoot.querySelector<HTMLElement>('input[type=search]')?.focus({ preventScroll: true });
  }

  private resultOf(command: string, outcome: CommandOutcome): ActionResult | undefined {
    if (!outcome.ok) return outcome.cancelled ? undefined : { isProblem: true, text: outcome.sentence };
    if (command === pluginCommands.revokeSession) return { isProblem: false, text: this.panel.t('plugins.session.revoked') };
    const change = outcome.value as PackageChange | null;
    if (change?.outcome === 'current') return { isProblem: false, text: this.panel.t('plugins.update.current') };
    if (change?.outcome !== 'installed') return undefined;
    return { isProblem: false, text: this.panel.t('plugins.update.done', { version: change.version ?? '' }) };
  }
}
