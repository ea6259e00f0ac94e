import type { DiscoveredPlugin, PluginProcess, PluginRuntime, RunningPlugin } from '../../../core/plugins/plugin-runtime.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';

/** Runs each plugin inside the host or in a process of its own. */
export class RuntimeRouter implements PluginRuntime {
  constructor(
    private readonly isIsolated: (plugin: DiscoveredPlugin) => boolean,
    private readonly inline: PluginRuntime,
    private readonly isolated: PluginRuntime,
  ) {}

  start(plugin: DiscoveredPlugin, scope: PluginScope, onProcess?: (process: PluginProcess) => void): Promise<RunningPlugin> {
    return (this.isIsolated(plugin) ? this.isolated : this.inline).start(plugin, scope, onProcess);
  }
}
