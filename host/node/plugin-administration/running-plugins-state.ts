import type { PluginStatus } from '../../../core/plugins/plugin-status.ts';
import type { RunningPluginItem, RunningPluginsState } from '../../../core/protocol/plugin-administration.ts';
import { displayNameOf, problemOf } from './describe-plugin.ts';

/** All that the panel « Extensions en cours d'exécution » shows: the plugins that something has activated. */
export function buildRunningPluginsState(plugins: readonly PluginStatus[]): RunningPluginsState {
  return { plugins: plugins.filter(({ state }) => state !== 'inactive').map(buildItem) };
}

function buildItem(plugin: PluginStatus): RunningPluginItem {
  const { id, state, activationMs, error } = plugin;
  return {
    id,
    displayName: displayNameOf(plugin),
    state,
    activationMs: activationMs ?? null,
    process: null,
    calls: 0,
    restarts: 0,
    lastError: problemOf(error, id),
    isProfiling: false,
  };
}
