import { AuthenticationRegistry } from './authentication/authentication-registry.ts';
import { CommandRegistry } from './commands/command-registry.ts';
import { ContextKeyStore } from './context-keys/context-key-store.ts';
import { HookRegistry } from './hooks.ts';
import { type Disposable, DisposableStore } from './lifecycle.ts';
import type { Contributions } from './manifest/manifest.ts';
import { MenuRegistry } from './menus/menu-registry.ts';
import { PluginManager, type PluginManagerOptions } from './plugins/plugin-manager.ts';
import type { PluginRuntime } from './plugins/plugin-runtime.ts';
import { type SettingsPersistence, SettingsRegistry } from './settings/settings-registry.ts';

export interface ShellOptions {
  /** Makes the runtime; its services may use the shell's registries once plugins start. */
  readonly createRuntime: (shell: Shell) => PluginRuntime;
  readonly settings: SettingsPersistence;
  /** What a plugin may do. Default: all that its manifest asks for. */
  readonly grantsOf?: PluginManagerOptions['grantsOf'];
  /** Whether a plugin whose process was lost is to start again at once. Default: when it waits for the start. */
  readonly isNeeded?: PluginManagerOptions['isNeeded'];
  /** Told of each call of a plugin's command, tap or authentication provider; of commands also what comes of it. */
  readonly onCall?: (plugin: string, outcome?: Promise<unknown>) => void;
  /** Told of every failed activation and tap, of throws while unloading, and of processes lost. */
  readonly onFailure: (plugin: string, error: unknown) => void;
}

/** The registries that manifests fill, and the plugins that answer them: the core, put together. */
export class Shell {
  readonly contextKeys = new ContextKeyStore();
  readonly menus = new MenuRegistry();
  readonly settings: SettingsRegistry;
  readonly hooks: HookRegistry;
  readonly commands: CommandRegistry;
  readonly authentication: AuthenticationRegistry;
  readonly plugins: PluginManager;

  constructor(options: ShellOptions) {
    this.settings = new SettingsRegistry(options.settings);
    this.hooks = new HookRegistry({
      activate: (event) => this.activateReporting(event),
      onTapFailure: ({ plugin, error }) => options.onFailure(plugin, error),
      silenceOf: (plugin) => this.plugins.silenceOf(plugin),
      ...(options.onCall && { onCall: options.onCall }),
    });
    this.commands = new CommandRegistry({
      lookup: (key) => this.contextKeys.get(key),
      activate: (event) => this.plugins.activateByEvent(event),
      ...(options.onCall && { onCall: options.onCall }),
    });
    this.authentication = new AuthenticationRegistry({
      activate: (event) => this.plugins.activateByEvent(event),
      silenceOf: (plugin) => this.plugins.silenceOf(plugin),
      ...(options.onCall && { onCall: options.onCall }),
    });
    this.plugins = new PluginManager({
      runtime: options.createRuntime(this),
      declare: ({ manifest }) => this.declare(manifest.id, manifest.contributes),
      onFailure: options.onFailure,
      ...(options.grantsOf && { grantsOf: options.grantsOf }),
      ...(options.isNeeded && { isNeeded: options.isNeeded }),
    });
  }

  /**
   * Makes contributions known under an owner's name, all or none.
   * @throws ShellError `command.duplicate`, `hook.duplicate`, `authentication.provider-duplicate`, `setting.duplicate`.
   */
  declare(owner: string, contributes: Contributions): Disposable {
    const store = new DisposableStore();
    try {
      for (const command of contributes.commands) store.add(this.commands.declare(owner, command));
      for (const hook of contributes.hooks) store.add(this.hooks.declare(owner, hook));
      for (const provider of contributes.authentication) store.add(this.authentication.declare(owner, provider));
      store.add(this.settings.declare(owner, contributes.configuration));
      store.add(this.menus.declare(owner, contributes));
    } catch (error) {
      store.dispose();
      throw error;
    }
    return store;
  }

  /** Activates every plugin that waits for the start. A plugin's failure shows in its status and stops no other. */
  start(): Promise<void> {
    return this.activateReporting('onStartup');
  }

  /** Unloads every plugin. */
  stop(): Promise<void> {
    return this.plugins.unloadAll();
  }

  /** A failed activation was reported by the plugin manager and stays in the plugin's status; what asked for it goes on. */
  private async activateReporting(event: string): Promise<void> {
    await this.plugins.activateByEvent(event).catch(() => {});
  }
}
