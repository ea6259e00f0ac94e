import type { Language, Message } from '../message.ts';

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
  readonly catalogue: CatalogueState | null;
  /** An installation or update under way: a source as the user gave it, or the plugin's name. */
  readonly installing: { readonly source: string | Message } | null;
  readonly safeMode: boolean;
  readonly bisect: BisectState | null;
  /** What a command wants the panel to show; another `count` each time. */
  readonly wanted: {
    readonly part: 'list' | 'install' | 'bisect' | 'requests';
    readonly plugin: string | null;
    readonly count: number;
  } | null;
};

/** « Trouver l'extension fautive ». */
export type BisectState = {
  /** Whether it waits for an answer, or has come to its end. */
  readonly phase: 'asking' | 'done';
  /** The plugins that are off in this round. */
  readonly disabled: readonly string[];
  /** How many questions follow at most. */
  readonly remainingRounds: number;
  /** The culprits so far. */
  readonly found: readonly string[];
  /** Plugins among which the user could not tell. None, and no culprit at the end: the fault is not a plugin's. */
  readonly undecided: readonly string[];
};

export type PluginItem = {
  readonly id: string;
  readonly displayName: Message;
  readonly description: Message | null;
  readonly version: string | null;
  readonly origin: 'bundled' | 'installed' | 'development';
  /**
   * `disabled`: by the user. `held-back`: on, as far as the user goes, but left out in safe mode or while a faulty plugin is looked for.
   * `switched-off`: by the shell, after it crashed too often.
   */
  readonly state:
    | 'inactive'
    | 'activating'
    | 'active'
    | 'failed'
    | 'disabled'
    | 'held-back'
    | 'broken'
    | 'unresponsive'
    | 'restarting'
    | 'switched-off';
  readonly isIsolated: boolean;
  readonly problems: readonly Message[];
  readonly permissions: readonly PermissionItem[];
  readonly sessions: readonly SessionItem[];
  /** The version that a roll-back leads to. */
  readonly previousVersion: string | null;
  /** Another number whenever its journal of requests has changed: a panel that shows the journal then reads it anew. */
  readonly journalRevision: number;
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

/** That a plugin may have sessions of one account at one service, until the user revokes it. */
export type SessionItem = {
  readonly provider: string;
  readonly providerName: Message;
  readonly account: string;
  readonly accountName: string;
  /** In milliseconds since 1970. */
  readonly grantedAt: number;
  /** When it last got one; `null`: never. */
  readonly lastUsedAt: number | null;
  /** How often it got one. */
  readonly useCount: number;
};

export type CatalogueState = {
  readonly folder: string;
  /** `null` while the folder is read. */
  readonly packages: readonly CataloguePackage[] | null;
  /** Why it can't be read. */
  readonly problem: Message | null;
};

export type CataloguePackage = {
  readonly name: string;
  readonly version: string;
  readonly displayName: Readonly<Record<Language, string>>;
  readonly description: Readonly<Record<Language, string>>;
  /** What `shell.plugins.add` takes. */
  readonly source: string;
};

/** State of {@link runningPluginsPanel}. */
export type RunningPluginsState = { readonly plugins: readonly RunningPluginItem[] };

export type RunningPluginItem = {
  readonly id: string;
  readonly displayName: Message;
  readonly state: PluginItem['state'];
  readonly activationMs: number | null;
  /** `null` for plugins that run inside the host: theirs can't be told apart. */
  readonly process: { readonly pid: number; readonly cpuPercent: number; readonly residentBytes: number } | null;
  /** In both directions; of a plugin that runs inside the host, those of its commands and taps. */
  readonly calls: number;
  /** How often its process was lost. */
  readonly restarts: number;
  readonly lastError: Message | null;
  readonly isProfiling: boolean;
};

/** One request of a plugin, as its journal keeps it: to a server, or with the method `SESSION` for a session of an account. */
export type RequestItem = {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly method: string;
  /** Origin and path: what follows may hold what is nobody's business. */
  readonly address: string;
  /** The answer's status, or `null` where there was no answer. */
  readonly status: number | null;
  /** Why there was no answer, or why the request never left; for a session also what became of it. */
  readonly problem: Message | null;
  readonly durationMs: number | null;
  readonly receivedBytes: number | null;
};

/** What came of installing a package. `declined`: the user said no. `current`: there is no other version to install. */
export type PackageChange = {
  readonly outcome: 'installed' | 'declined' | 'current';
  readonly plugin: string | null;
  readonly displayName: string | null;
  readonly version: string | null;
};

/**
 * Commands of the shell about plugins. All but those marked take `{ plugin: string }`. No plugin is granted any of them, and those that
 * give a plugin more than it has ask the user first, whoever runs them.
 */
export const pluginCommands = {
  /** Brings {@link pluginsPanel} to the front. Without arguments. */
  show: 'shell.plugins.show',
  /** Brings {@link runningPluginsPanel} to the front. Without arguments. */
  showRunning: 'shell.running-plugins.show',
  /**
   * `{ source?: string }`: folder, `.tgz` or npm name; without one the panel asks for it. Asks for the permissions in the window, and
   * resolves with a {@link PackageChange}.
   */
  add: 'shell.plugins.add',
  /** Gives up the installation under way. Without arguments. */
  cancelAdding: 'shell.plugins.cancel-adding',
  /** Asks first. */
  remove: 'shell.plugins.remove',
  enable: 'shell.plugins.enable',
  disable: 'shell.plugins.disable',
  /** Resolves with a {@link PackageChange}; asks first when the new version wants to do more. */
  update: 'shell.plugins.update',
  /** Resolves with a {@link PackageChange}. */
  rollBack: 'shell.plugins.roll-back',
  /** `{ plugin?: string }`: without one it asks which. */
  restart: 'shell.plugins.restart',
  /** Gives one more period of patience to a plugin that doesn't respond. */
  wait: 'shell.plugins.wait',
  kill: 'shell.plugins.kill',
  /** Resolves with `{ fileName, text }`: a `.cpuprofile`. */
  profile: 'shell.plugins.profile',
  /** `{ plugin, permission, subject?: string, isGranted: boolean }`. Granting asks first. */
  setPermission: 'shell.plugins.set-permission',
  /** `{ plugin, provider, account }`: takes the user's agreement to these sessions back. */
  revokeSession: 'shell.plugins.revoke-session',
  /** Opens the journal of a plugin's requests. */
  showRequests: 'shell.plugins.show-requests',
  /** Resolves with `{ requests: RequestItem[] }`, newest first. */
  listRequests: 'shell.plugins.list-requests',
  /** Without arguments. */
  bisectStart: 'shell.plugins.bisect-start',
  /** `{ isFaultGone: boolean | null }`; `null`: the user can't tell. */
  bisectAnswer: 'shell.plugins.bisect-answer',
  /** Without arguments. */
  bisectStop: 'shell.plugins.bisect-stop',
  /** Loads what the safe mode left out. Without arguments. */
  leaveSafeMode: 'shell.plugins.leave-safe-mode',
} as const;
