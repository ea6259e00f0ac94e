import type { Manifest } from '../manifest/manifest.ts';
import type { PluginScope } from './plugin-scope.ts';

/** Where a plugin comes from, which decides how far it is trusted. */
export type PluginOrigin = 'bundled' | 'installed' | 'development';

/** A plugin that was found and whose manifest is sound. */
export interface DiscoveredPlugin {
  readonly manifest: Manifest;
  readonly origin: PluginOrigin;
  /** Its folder, in whatever form the runtime loads modules from. */
  readonly location: string;
}

/** Starts plugins: inside the host process, or each in a process of its own. */
export interface PluginRuntime {
  /**
   * Loads the main half and constructs its class. Does not activate.
   * @param onProcess told of the process of its own that the plugin gets, before any of its code runs.
   * @throws ShellError `plugin.not-a-class`, `service.not-granted` and the like.
   */
  start(plugin: DiscoveredPlugin, scope: PluginScope, onProcess?: (process: PluginProcess) => void): Promise<RunningPlugin>;
}

export interface RunningPlugin {
  activate(): Promise<void>;
  deactivate(): Promise<void>;
  /** The process of its own that the plugin runs in. Inline plugins have none. */
  readonly process?: PluginProcess;
}

/** Why a plugin's process is no more. */
export interface PluginProcessEnd {
  /**
   * `stopped`: the host ended it, on purpose. `exited`: it ended itself, `process.exit` included. `crashed`: an error that nobody
   * caught, or a signal. `out-of-memory`: it exceeded its memory. `protocol`: it sent what no plugin process sends.
   */
  readonly reason: 'stopped' | 'exited' | 'crashed' | 'out-of-memory' | 'protocol';
  /** For engineers: exit code or signal, and the last lines of its stderr. */
  readonly detail: string;
}

/** What the host can see of a plugin's process, and do to it. */
export interface PluginProcess {
  readonly pid: number;
  /** Resolves, never rejects, once the process is gone. */
  readonly ended: Promise<PluginProcessEnd>;
  /** Resolves when the plugin's event loop has answered. Rejects when the process ends first. */
  ping(): Promise<void>;
  usage(): Promise<PluginProcessUsage>;
  /** Calls in both directions so far, and how many of them are under way now. */
  readonly traffic: {
    readonly calls: number;
    readonly pending: number /** `performance.now()` of the last one. */;
    readonly lastCallAt: number;
  };
  /** Records what the process spends its time on. Resolves with the text of a `.cpuprofile`. @throws when the process ends first. */
  profile(durationMs: number): Promise<string>;
  /** Ends it at once. */
  kill(): void;
}

export interface PluginProcessUsage {
  /** Since the process began, user and system. */
  readonly cpuMs: number;
  /** Resident memory of the whole process, in bytes. */
  readonly residentBytes: number;
  readonly heapBytes: number;
}
