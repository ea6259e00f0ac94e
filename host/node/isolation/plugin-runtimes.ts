import { InlineRuntime, type LoadModule } from '../../../core/plugins/inline-runtime.ts';
import type { DiscoveredPlugin, PluginRuntime } from '../../../core/plugins/plugin-runtime.ts';
import { IsolatedRuntime, type IsolatedRuntimeOptions } from './isolated-runtime.ts';
import type { Isolation } from './isolations.ts';
import { RuntimeRouter } from './runtime-router.ts';

/** How plugins are kept apart from the host. */
export interface IsolationOptions {
  readonly plugins: Isolation;
  /** Which plugins get a process of their own. Default: as `plugins` says. */
  readonly isIsolated?: (plugin: DiscoveredPlugin) => boolean;
  /** The built module that runs in each process. */
  readonly entry: string;
}

export interface PluginRuntimesOptions extends Omit<IsolatedRuntimeOptions, 'entry'> {
  /** Imports the main modules of plugins that run inside the host. */
  readonly load: LoadModule;
  /** Default: every plugin runs inside the host. */
  readonly isolation: IsolationOptions | undefined;
}

/** What runs plugins: inside the host, or each in a process of its own, or some so and some so. */
export function createPluginRuntime({ load, isolation, ...options }: PluginRuntimesOptions): PluginRuntime {
  const inline = new InlineRuntime(load, options.providers);
  if (!isolation) return inline;
  const { plugins, entry, isIsolated = ({ origin }: DiscoveredPlugin) => plugins === 'all' || origin !== 'bundled' } = isolation;
  return new RuntimeRouter(isIsolated, inline, new IsolatedRuntime({ ...options, entry }));
}
