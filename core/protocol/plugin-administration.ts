import type { Message } from '../message.ts';

/**
 * What the shell's own panels about plugins show. The shell publishes these states as a plugin publishes its own, and the panels
 * answer with the commands named below: there is no other way between them.
 */

/** Panels of the shell, drawn by modules of the workbench. */
export const pluginsPanel = 'shell.plugins';
export const runningPluginsPanel = 'shell.running-plugins';

/** State of {@link pluginsPanel}. */
export type PluginsState = {
  readonly plugins: readonly PluginItem[];
  /** The offline folder that serves as catalogue, and what it offers; `null` where none is set. */
  readonly catalogue: { readonly folder: string; readonly packages: readonly CataloguePackage[] } | null;
  /** An installation under way. */
  readonly installing: { readonly source: string } | null;
  readonly safeMode: boolean;
  /** « Trouver le plugin fautif » under way: which plugins are off in this round, and how many rounds remain at most. */
  readonly bisect: { readonly disabled: readonly string[]; readonly remainingRounds: number; readonly found: readonly string[] } | null;
};

export type PluginItem = {
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  readonly version: string | null;
  readonly origin: 'bundled' | 'installed' | 'development';
  /** `switched-off`: by the shell, after it crashed too often. */
  readonly state: 'inactive' | 'activating' | 'active' | 'failed' | 'disabled' | 'broken' | 'unresponsive' | 'restarting' | 'switched-off';
  readonly isIsolated: boolean;
  readonly problems: readonly Message[];
  readonly permissions: readonly PermissionItem[];
  /** The version that a roll-back leads to. */
  readonly previousVersion: string | null;
};

/** Under which heading a permission is shown: the shell's string `permission.group.<group>`. */
export type PermissionGroup = 'network' | 'data' | 'extensions' | 'window';

/** One thing that a plugin may do, in words for clerks. Items come ordered by group. Those of bundled plugins can't be taken back. */
export type PermissionItem = {
  readonly group: PermissionGroup;
  /** Name of the permission, as in manifests. */
  readonly permission: string;
  /** Origin, command, hook or setting; `null` for permissions that are all or nothing. */
  readonly subject: string | null;
  readonly sentence: Message;
  readonly isGranted: boolean;
};

export type CataloguePackage = {
  readonly name: string;
  readonly version: string;
  readonly displayName: string;
  readonly description: string;
  /** What `shell.plugins.add` takes. */
  readonly source: string;
};

/** State of {@link runningPluginsPanel}. */
export type RunningPluginsState = { readonly plugins: readonly RunningPluginItem[] };

export type RunningPluginItem = {
  readonly id: string;
  readonly displayName: string;
  readonly state: PluginItem['state'];
  readonly activationMs: number | null;
  /** `null` for plugins that run inside the host: theirs can't be told apart. */
  readonly process: { readonly pid: number; readonly cpuPercent: number; readonly residentBytes: number } | null;
  readonly calls: number;
  readonly restarts: number;
  readonly lastError: Message | null;
  readonly isProfiling: boolean;
};

/** Commands of the shell about plugins. All but those marked take `{ plugin: string }`. */
export const pluginCommands = {
  /** `{ source: string }`: folder, `.tgz` or npm name. Asks for the permissions in the window. */
  add: 'shell.plugins.add',
  remove: 'shell.plugins.remove',
  enable: 'shell.plugins.enable',
  disable: 'shell.plugins.disable',
  update: 'shell.plugins.update',
  rollBack: 'shell.plugins.roll-back',
  restart: 'shell.plugins.restart',
  /** Gives one more period of patience to a plugin that doesn't respond. */
  wait: 'shell.plugins.wait',
  kill: 'shell.plugins.kill',
  profile: 'shell.plugins.profile',
  /** `{ plugin, permission, subject?: string, isGranted: boolean }`. */
  setPermission: 'shell.plugins.set-permission',
  /** Opens the journal of a plugin's requests. */
  showRequests: 'shell.plugins.show-requests',
  /** Without arguments. */
  bisectStart: 'shell.plugins.bisect-start',
  /** `{ isFaultGone: boolean }`. */
  bisectAnswer: 'shell.plugins.bisect-answer',
  bisectStop: 'shell.plugins.bisect-stop',
} as const;
