import { type Disposable, DisposableStore } from '../../../core/lifecycle.ts';
import { type PluginsState, pluginCommands, pluginsPanel, runningPluginsPanel } from '../../../core/protocol/plugin-administration.ts';
import type { CommandHandler } from '../../../core/services/command-service.ts';
import type { Shell } from '../../../core/shell.ts';
import { shellId } from '../../shell-manifest.ts';
import type { PluginLibrary } from '../plugins/plugin-library.ts';
import type { DialogCenter } from '../window/dialog-center.ts';
import type { PanelStates } from '../window/panel-states.ts';
import type { WindowGateway } from '../window/window-gateway.ts';
import { choosePlugin } from './choose-plugin.ts';
import { PanelPublisher } from './panel-publisher.ts';
import { buildPluginsState } from './plugins-state.ts';
import { buildRunningPluginsState } from './running-plugins-state.ts';

export interface PluginAdministrationParts {
  readonly shell: Pick<Shell, 'commands' | 'plugins'>;
  readonly pluginLibrary: PluginLibrary;
  readonly states: PanelStates;
  readonly windows: WindowGateway;
  readonly dialogs: DialogCenter;
  readonly safeMode: boolean;
}

interface OfPlugin {
  readonly plugin: string;
}

/** The shell's main half: what a plugin's class is for its plugin, for the panels and commands about plugins. */
export class PluginAdministration {
  private readonly plugins: PanelPublisher;
  private readonly running: PanelPublisher;
  private wanted: PluginsState['wanted'] = null;

  constructor(private readonly parts: PluginAdministrationParts) {
    const { shell, pluginLibrary, safeMode } = parts;
    this.plugins = new PanelPublisher(parts, pluginsPanel, () =>
      buildPluginsState({ list: () => pluginLibrary.list(), safeMode }, this.wanted),
    );
    this.running = new PanelPublisher(parts, runningPluginsPanel, () => buildRunningPluginsState(shell.plugins.list()));
  }

  /** Answers the shell's commands and follows what its panels show, until the handle is disposed. */
  start(): Disposable {
    const { shell, pluginLibrary } = this.parts;
    const store = new DisposableStore();
    for (const [command, handler] of this.handlers()) store.add(this.register(command, handler));
    for (const event of [shell.plugins.onDidChange, pluginLibrary.onDidChange]) store.add(event(() => this.invalidate()));
    store.add(this.plugins);
    store.add(this.running);
    return store;
  }

  /** Has a panel's state true for a window that is about to show it. Panels of plugins are none of its business. */
  prepare(panelId: string): void {
    if (panelId === pluginsPanel) this.plugins.publish();
    if (panelId === runningPluginsPanel) this.running.publish();
  }

  private *handlers(): Iterable<readonly [string, CommandHandler]> {
    const { pluginLibrary, windows } = this.parts;
    yield [pluginCommands.show, () => windows.reveal(pluginsPanel)];
    yield [pluginCommands.showRunning, () => windows.reveal(runningPluginsPanel)];
    yield [pluginCommands.enable, ({ plugin }: OfPlugin) => pluginLibrary.enable(plugin)];
    yield [pluginCommands.disable, ({ plugin }: OfPlugin) => pluginLibrary.disable(plugin)];
    yield [pluginCommands.restart, ({ plugin }: Partial<OfPlugin>, { signal }) => this.restart(plugin, signal)];
    yield [pluginCommands.showRequests, ({ plugin }: OfPlugin) => this.want('requests', plugin)];
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

  private invalidate(): void {
    this.plugins.invalidate();
    this.running.invalidate();
  }

  private want(part: NonNullable<PluginsState['wanted']>['part'], plugin: string | null): void {
    this.wanted = { part, plugin, count: (this.wanted?.count ?? 0) + 1 };
    this.parts.windows.reveal(pluginsPanel);
  }

  private async restart(wanted: string | undefined, signal: AbortSignal): Promise<void> {
    const { shell, dialogs } = this.parts;
    const plugin = wanted ?? (await choosePlugin(shell.plugins.list(), dialogs, signal));
    if (plugin === undefined) return;
    shell.plugins.status(plugin);
    await shell.plugins.unload(plugin);
    await shell.plugins.activate(plugin);
  }
}
