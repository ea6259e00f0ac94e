import type { PluginStatus } from '../../../core/plugins/plugin-status.ts';
import type { RunningPluginItem, RunningPluginsState } from '../../../core/protocol/plugin-administration.ts';
import type { PluginFacts } from '../supervision/plugin-supervisor.ts';
import { displayNameOf, problemOf } from './describe-plugin.ts';

/** All that the panel « Extensions en cours d'exécution » shows: the plugins that something has activated. */
export function buildRunningPluginsState(plugins: readonly PluginStatus[], factsOf: (plugin: string) => PluginFacts): RunningPluginsState {
  return { plugins: plugins.filter(({ state }) => state !== 'inactive').map((plugin) => buildItem(plugin, factsOf(plugin.id))) };
}

function buildItem(plugin: PluginStatus, { process, calls, lastError, isProfiling }: PluginFacts): RunningPluginItem {
  const { id, state, activationMs, error, losses } = plugin;
  return {
    id,
    displayName: displayNameOf(plugin),
    state,
    activationMs: activationMs ?? null,
    process: process && { ...process },
    calls,
    restarts: losses,
    lastError: problemOf(error ?? lastError, id),
    isProfiling,
  };
}
