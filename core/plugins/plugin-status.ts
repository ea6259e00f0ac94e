import type { Manifest } from '../manifest/manifest.ts';
import type { PluginOrigin, PluginProcess } from './plugin-runtime.ts';

/**
 * `unresponsive`: its process runs, but its event loop doesn't answer. `restarting`: its process ended though nobody asked it to, and it
 * may soon start again. `switched-off`: that happened too often, and it stays so until somebody restarts it.
 */
export type PluginState = 'inactive' | 'activating' | 'active' | 'failed' | 'unresponsive' | 'restarting' | 'switched-off';

/** What the manager knows of one plugin. */
export interface PluginStatus {
  readonly id: string;
  readonly manifest: Manifest;
  readonly origin: PluginOrigin;
  readonly state: PluginState;
  /** How long the last activation took. */
  readonly activationMs?: number;
  /** Why the last activation failed, or why the plugin is switched off. */
  readonly error?: unknown;
  /** The process of its own that it runs in at this moment. */
  readonly process?: PluginProcess;
  /** How often its process ended though nobody asked it to, since the host began or somebody restarted it. */
  readonly losses: number;
}
