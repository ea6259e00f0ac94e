import type { CommandRegistry } from '../../../core/commands/command-registry.ts';
import { ShellError } from '../../../core/errors.ts';
import type { JsonSchema } from '../../../core/manifest/manifest.ts';
import type { Language, Message, Serialisable } from '../../../core/message.ts';
import type { CommandOutcome } from '../../../core/panel.ts';
import type { SettingsRegistry } from '../../../core/settings/settings-registry.ts';
import type { PermissionStore } from '../permissions/permission-store.ts';
import { describeCause } from '../plugins/failure-cause.ts';
import type { ListedPlugin, PluginLibrary } from '../plugins/plugin-library.ts';
import type { CommandRunner } from '../window/command-runner.ts';
import type { NotificationCenter } from '../window/notification-center.ts';
import type { SnapshotBuilder } from '../window/snapshot-builder.ts';
import { followProgress } from './follow-progress.ts';
import type { CommandCall, ControlOutcome, HostControl, ListedCommand, ListedSetting, PluginListing } from './host-control.ts';
import { LocalPackageControl, type PackageControlParts } from './local-package-control.ts';
import { outcomeOf } from './outcome.ts';
import type { PackageControl } from './package-control.ts';

export interface LocalHostControlParts extends PackageControlParts {
  readonly runner: CommandRunner;
  readonly commands: Pick<CommandRegistry, 'get'>;
  readonly notifications: Pick<NotificationCenter, 'list' | 'onDidChange'>;
  readonly settings: SettingsRegistry;
  readonly permissions: Pick<PermissionStore, 'setByUser'>;
  readonly snapshots: SnapshotBuilder;
  readonly pluginLibrary: PluginLibrary;
  /** Where there is a server. */
  readonly issueWindowUrl: () => string | undefined;
}

/** Answers the command line for the host in this process. */
export class LocalHostControl implements HostControl {
  readonly packages: PackageControl;

  /** @param ending cancels what is under way. */
  constructor(
    private readonly parts: LocalHostControlParts,
    private readonly ending: AbortSignal,
  ) {
    this.packages = new LocalPackageControl(parts, ending);
  }

  async runCommand({ command, args, language }: CommandCall, onProgress?: (line: string) => void): Promise<CommandOutcome> {
    const { runner, commands, notifications, wording } = this.parts;
    const plugin = commands.get(command)?.plugin;
    const tell = (message: Message) => onProgress?.(wording.text(message, language, plugin));
    const following = plugin !== undefined && onProgress ? followProgress(notifications, plugin, tell) : undefined;
    try {
      return await runner.run(command, args, language, this.ending, 'command-line');
    } finally {
      following?.dispose();
    }
  }

  listCommands(language: Language): Promise<ControlOutcome<readonly ListedCommand[]>> {
    return this.outcome(language, () => {
      const { commands = [] } = this.parts.snapshots.build({ language }, new Set(['commands']));
      return commands.filter(({ when }) => when !== 'false').map(({ id, title }) => ({ id, title }));
    });
  }

  getSetting(key: string, language: Language): Promise<ControlOutcome<Serialisable>> {
    return this.outcome(language, () => {
      this.requireSetting(key);
      return this.parts.settings.get(key) ?? null;
    });
  }

  setSetting(key: string, text: string, language: Language): Promise<ControlOutcome<Serialisable>> {
    return this.outcome(language, async () => {
      const { schema } = this.requireSetting(key);
      const { permissions, settings } = this.parts;
      const changes = { [key]: parseValue(text, schema) };
      await permissions.setByUser(changes, () => settings.update(changes));
      return settings.get(key) ?? null;
    });
  }

  listSettings(language: Language): Promise<ControlOutcome<readonly ListedSetting[]>> {
    return this.outcome(language, () =>
      this.parts.snapshots.settings(language).map(({ key, value, isDefault, schema }) => ({
        key,
        value,
        isDefault,
        description: typeof schema.description === 'string' ? schema.description : '',
      })),
    );
  }

  listPlugins(language: Language): Promise<ControlOutcome<readonly PluginListing[]>> {
    return this.outcome(language, () =>
      Promise.all(this.parts.pluginLibrary.list().map((plugin) => this.describePlugin(plugin, language))),
    );
  }

  setPluginEnabled(plugin: string, enabled: boolean, language: Language): Promise<ControlOutcome<null>> {
    const { pluginLibrary } = this.parts;
    return this.outcome(language, async () => {
      await (enabled ? pluginLibrary.enable(plugin) : pluginLibrary.disable(plugin));
      return null;
    });
  }

  issueWindowUrl(language: Language): Promise<ControlOutcome<string>> {
    return this.outcome(language, () => {
      const url = this.parts.issueWindowUrl();
      if (url === undefined) throw new ShellError('dialog.no-window');
      return url;
    });
  }

  private requireSetting(key: string): { readonly schema: JsonSchema } {
    const setting = this.parts.settings.find(key);
    if (!setting) throw new ShellError('setting.unknown', { setting: key });
    return setting;
  }

  private async describePlugin(plugin: ListedPlugin, language: Language): Promise<PluginListing> {
    const { id, version, origin, location, state, faults, error } = plugin;
    const lines = faults.map(({ path, problem, remedy }) => `${path || '/'} ${problem}. ${remedy}`);
    const problems = lines.length > 0 || error === undefined ? lines : [this.parts.wording.error(error, language, id).sentence];
    if (plugin.manifest && state === 'failed' && origin === 'development')
      problems.push(await describeCause({ location, manifest: plugin.manifest }, error));
    return { id, version: version ?? null, origin, location, state, problems };
  }

  private outcome<T>(language: Language, work: () => T | Promise<T>): Promise<ControlOutcome<T>> {
    return outcomeOf(this.parts.wording, language, work);
  }
}

/** A text setting takes what was typed as it is; others take JSON, and what isn't JSON is refused by their schema. */
function parseValue(text: string, { type }: JsonSchema): Serialisable {
  if (type === 'string') return text;
  try {
    return JSON.parse(text) as Serialisable;
  } catch {
    return text;
  }
}
