import type { DiscoveredPlugin, PluginProcess, PluginRuntime, RunningPlugin } from '../../../core/plugins/plugin-runtime.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import type { Isolation } from './isolations.ts';

/** Runs the plugins that came with the product inside the host, unless all are to be isolated, and every other one in a process of its own. */
export class RuntimeRouter implements PluginRuntime {
  constructor(
    private readonly isolation: Isolation,
    private readonly inline: PluginRuntime,
    private readonly isolated: PluginRuntime,
  ) {}

  start(plugin: DiscoveredPlugin, scope: PluginScope, onProcess?: (process: PluginProcess) => void): Promise<RunningPlugin> {
    const isTrusted = plugin.origin === 'bundled' && this.isolation !== 'all';
    return (isTrusted ? this.inline : this.isolated).start(plugin, scope, onProcess);
  }
}
