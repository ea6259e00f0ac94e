import { ShellError } from '../../../core/errors.ts';
import { type Disposable, DisposableStore } from '../../../core/lifecycle.ts';
import type { Message } from '../../../core/message.ts';
import {
  type PermissionItem,
  type PluginsState,
  pluginCommands,
  pluginsPanel,
  runningPluginsPanel,
} from '../../../core/protocol/plugin-administration.ts';
import type { CommandHandler } from '../../../core/services/command-service.ts';
import type { Shell } from '../../../core/shell.ts';
import { shellId } from '../../shell-manifest.ts';
import type { ConsentStore } from '../authentication/consent-store.ts';
import type { SessionBroker } from '../authentication/session-broker.ts';
import type { Isolation } from '../isolation/isolations.ts';
import type { Packages } from '../packages/packages.ts';
import { type PermissionNames, permissionItems } from '../permissions/permission-items.ts';
import type { PermissionStore } from '../permissions/permission-store.ts';
import type { RequestJournal } from '../permissions/request-journal.ts';
import type { BisectAnswer } from '../plugins/bisect.ts';
import type { PluginBisect } from '../plugins/plugin-bisect.ts';
import type { ListedPlugin, PluginLibrary } from '../plugins/plugin-library.ts';
import type { PluginSupervisor } from '../supervision/plugin-supervisor.ts';
import type { DialogCenter } from '../window/dialog-center.ts';
import type { PanelStates } from '../window/panel-states.ts';
import type { WindowGateway } from '../window/window-gateway.ts';
import { CatalogueReader } from './catalogue-reader.ts';
import { choosePlugin } from './choose-plugin.ts';
import { displayNameOf } from './describe-plugin.ts';
import { PackageChanges } from './package-changes.ts';
import { PanelPublisher } from './panel-publisher.ts';
import { type PermissionChange, switchPermission } from './permission-switch.ts';
import { buildPluginItems } from './plugins-state.ts';
import { requestItems } from './request-items.ts';
import { buildRunningPluginsState } from './running-plugins-state.ts';
import { sessionItems } from './session-items.ts';

export interface PluginAdministrationParts {
  readonly shell: Pick<Shell, 'commands' | 'plugins' | 'settings'>;
  readonly pluginLibrary: PluginLibrary;
  readonly packages: Packages;
  readonly permissions: PermissionStore;
  readonly permissionNames: PermissionNames;
  readonly requests: RequestJournal;
  readonly consents: Pick<ConsentStore, 'onDidChange'>;
  readonly sessions: SessionBroker;
  readonly states: PanelStates;
  readonly windows: WindowGateway;
  readonly dialogs: DialogCenter;
  readonly supervisor: PluginSupervisor;
  readonly bisect: PluginBisect;
  readonly isolation: Isolation;
}

/** A panel that is opened later than this shows what it always shows. */
const wishMs = 10_000;

interface OfPlugin {
  readonly plugin: string;
}

interface OfSession {
  readonly provider: string;
  readonly account: string;
}

/** The shell's main half: what a plugin's class is for its plugin, for the panels and commands about plugins. */
export class PluginAdministration {
  private readonly plugins: PanelPublisher;
  private readonly running: PanelPublisher;
  private readonly changes: PackageChanges;
  private readonly catalogue: CatalogueReader;
  private readonly journalRevisions = new Map<string, number>();
  /** By plugin. Each sentence is found by looking at every manifest, which with a thousand plugins takes its time. */
  private readonly permissionItems = new Map<ListedPlugin['location'], readonly PermissionItem[]>();
  private wanted: PluginsState['wanted'] = null;
  private wantedUntil = 0;

  constructor(private readonly parts: PluginAdministrationParts) {
    const { shell, packages, permissionNames: names, dialogs, windows, supervisor } = parts;
    this.plugins = new PanelPublisher(parts, pluginsPanel, () => this.buildPluginsState());
    this.running = new PanelPublisher(parts, runningPluginsPanel, () =>
      buildRunningPluginsState(shell.plugins.list(), (plugin) => supervisor.facts(plugin)),
    );
    const onDidChange = () => this.plugins.invalidate();
    this.changes = new PackageChanges({
      ...{ installer: packages.installer, names, dialogs, onDidChange },
      language: () => windows.lastUsed?.language ?? 'fr',
      displayName: (plugin) => this.displayName(plugin),
    });
    this.catalogue = new CatalogueReader(packages.catalogue, onDidChange);
  }

  /** Answers the shell's commands and follows what its panels show, until the handle is disposed. */
  start(): Disposable {
    const { shell, pluginLibrary, permissions, requests, consents, supervisor, bisect } = this.parts;
    const store = new DisposableStore();
    for (const [command, handler] of this.handlers()) store.add(this.register(command, handler));
    for (const event of [pluginLibrary.onDidChange, permissions.onDidChange]) {
      store.add(event(() => this.permissionItems.clear()));
    }
    for (const event of [shell.plugins.onDidChange, pluginLibrary.onDidChange, permissions.onDidChange, bisect.onDidChange]) {
      store.add(event(() => this.invalidate()));
    }
    store.add(supervisor.onDidChange(() => this.running.invalidate()));
    store.add(requests.onDidChange((plugin) => this.noteRequest(plugin)));
    store.add(consents.onDidChange(() => this.plugins.invalidate()));
    store.add(shell.settings.onDidChange((keys) => this.followSettings(keys)));
    for (const part of [this.plugins, this.running, this.catalogue]) store.add(part);
    return store;
  }

  /** Has a panel's state true for a window that is about to show it. Panels of plugins are none of its business. */
  prepare(panelId: string): void {
    if (panelId === pluginsPanel) {
      this.plugins.publish();
      void this.catalogue.read();
    }
    if (panelId === runningPluginsPanel) {
      this.parts.supervisor.measure();
      this.running.publish();
    }
  }

  private *handlers(): Iterable<readonly [string, CommandHandler]> {
    const { pluginLibrary, supervisor, windows, bisect } = this.parts;
    const { changes } = this;
    yield [pluginCommands.show, () => this.want('list')];
    yield [pluginCommands.showRunning, () => windows.reveal(runningPluginsPanel)];
    yield [
      pluginCommands.add,
      ({ source }: { source?: string }, { signal }) => (source ? changes.add(source, signal) : this.want('install')),
    ];
    yield [pluginCommands.cancelAdding, () => changes.cancel()];
    yield [pluginCommands.update, ({ plugin }: OfPlugin, { signal }) => changes.update(plugin, signal)];
    yield [pluginCommands.rollBack, ({ plugin }: OfPlugin) => changes.rollBack(plugin)];
    yield [pluginCommands.remove, ({ plugin }: OfPlugin, { signal }) => changes.remove(plugin, signal)];
    yield [pluginCommands.enable, ({ plugin }: OfPlugin) => pluginLibrary.enable(plugin)];
    yield [pluginCommands.disable, ({ plugin }: OfPlugin) => pluginLibrary.disable(plugin)];
    yield [pluginCommands.restart, ({ plugin }: Partial<OfPlugin>, { signal }) => this.restart(plugin, signal)];
    yield [pluginCommands.wait, ({ plugin }: OfPlugin) => supervisor.wait(plugin)];
    yield [pluginCommands.kill, ({ plugin }: OfPlugin) => supervisor.kill(plugin)];
    yield [pluginCommands.profile, ({ plugin }: OfPlugin) => supervisor.profile(plugin)];
    yield [pluginCommands.setPermission, (change: OfPlugin & PermissionChange, { signal }) => this.setPermission(change, signal)];
    yield [pluginCommands.revokeSession, (session: OfPlugin & OfSession) => this.revokeSession(session)];
    yield [pluginCommands.showRequests, ({ plugin }: OfPlugin) => this.want('requests', this.require(plugin).id)];
    yield [pluginCommands.bisectStart, () => this.startBisect()];
    yield [pluginCommands.bisectAnswer, ({ isFaultGone }: { isFaultGone: boolean | null }) => bisect.answer(toAnswer(isFaultGone))];
    yield [pluginCommands.bisectStop, () => bisect.stop()];
    yield [pluginCommands.leaveSafeMode, () => pluginLibrary.leaveSafeMode()];
    yield [pluginCommands.listRequests, ({ plugin }: OfPlugin) => this.listRequests(plugin)];
  }

  /** Whoever waits for a command sees at its end what it changed. */
  private register(command: string, handler: CommandHandler): Disposable {
    return this.parts.shell.commands.register(shellId, command, async (args, context) => {
      try {
        return await handler(args, context);
      } finally {
        for (const publisher of [this.plugins, this.running]) if (publisher.isShown) publisher.publish();
      }
    });
  }

  private buildPluginsState(): PluginsState {
    const { pluginLibrary, packages, bisect, isolation } = this.parts;
    const plugins = buildPluginItems({
      list: () => pluginLibrary.list(),
      permissionsOf: (plugin) => this.permissionsOf(plugin),
      sessionsOf: (plugin) => sessionItems(plugin, this.parts.sessions),
      isIsolated: ({ origin }) => origin !== 'bundled' || isolation === 'all',
      previousVersion: (plugin) => packages.previousVersion(plugin),
      journalRevision: (plugin) => this.journalRevisions.get(plugin) ?? 0,
    });
    const { changes, catalogue } = this;
    const wanted = performance.now() < this.wantedUntil ? this.wanted : null;
    const { isInSafeMode: safeMode } = pluginLibrary;
    return { plugins, catalogue: catalogue.state, installing: changes.installing, safeMode, bisect: bisect.state, wanted };
  }

  private permissionsOf({ manifest, origin, location }: ListedPlugin): readonly PermissionItem[] {
    const { permissions, permissionNames } = this.parts;
    if (!manifest) return [];
    const known = this.permissionItems.get(location);
    if (known) return known;
    const items = permissionItems(manifest, permissions.grantsOf({ manifest, origin }).current, permissionNames);
    this.permissionItems.set(location, items);
    return items;
  }

  private displayName(plugin: string): Message {
    return displayNameOf(this.parts.pluginLibrary.list().find(({ id }) => id === plugin) ?? { id: plugin });
  }

  private invalidate(): void {
    this.plugins.invalidate();
    this.running.invalidate();
  }

  private noteRequest(plugin: string): void {
    this.journalRevisions.set(plugin, (this.journalRevisions.get(plugin) ?? 0) + 1);
    this.plugins.invalidate();
  }

  /** Sentences about permissions name the addresses of settings. */
  private followSettings(keys: readonly string[]): void {
    this.permissionItems.clear();
    this.plugins.invalidate();
    if (this.plugins.isShown && keys.some((key) => key.startsWith('plugins.'))) void this.catalogue.read();
  }

  private want(part: NonNullable<PluginsState['wanted']>['part'], plugin: string | null = null): void {
    this.wanted = { part, plugin, count: (this.wanted?.count ?? 0) + 1 };
    this.wantedUntil = performance.now() + wishMs;
    this.parts.windows.reveal(pluginsPanel);
  }

  private async startBisect(): Promise<void> {
    await this.parts.bisect.start();
    this.want('bisect');
  }

  private async restart(wanted: string | undefined, signal: AbortSignal): Promise<void> {
    const { shell, dialogs } = this.parts;
    const plugin = wanted ?? (await choosePlugin(shell.plugins.list(), dialogs, signal));
    if (plugin !== undefined) await shell.plugins.restart(plugin);
  }

  private setPermission({ plugin, ...change }: OfPlugin & PermissionChange, signal: AbortSignal): Promise<void> {
    const { permissions, dialogs } = this.parts;
    return switchPermission(
      this.require(plugin),
      change,
      { permissions, dialogs, itemsOf: (listed) => this.permissionsOf(listed) },
      signal,
    );
  }

  private revokeSession({ plugin, provider, account }: OfPlugin & OfSession): Promise<void> {
    return this.parts.sessions.revoke(this.require(plugin).id, provider, account);
  }

  private async listRequests(plugin: string) {
    return { requests: requestItems(plugin, await this.parts.requests.list(this.require(plugin).id)) };
  }

  private require(plugin: string): ListedPlugin {
    const found = this.parts.pluginLibrary.list().find(({ id }) => id === plugin);
    if (!found) throw new ShellError('plugin.unknown', { plugin });
    return found;
  }
}

function toAnswer(isFaultGone: boolean | null): BisectAnswer {
  if (isFaultGone === null) return 'unknown';
  return isFaultGone ? 'gone' : 'there';
}
