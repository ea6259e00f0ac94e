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
   * @throws ShellError `plugin.not-a-class`, `service.not-granted` and the like.
   */
  start(plugin: DiscoveredPlugin, scope: PluginScope): Promise<RunningPlugin>;
}

export interface RunningPlugin {
  activate(): Promise<void>;
  deactivate(): Promise<void>;
}
