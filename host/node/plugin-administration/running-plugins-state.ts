import type { PluginStatus } from '../../../core/plugins/plugin-status.ts';
import type { RunningPluginItem, RunningPluginsState } from '../../../core/protocol/plugin-administration.ts';
import { displayNameOf, problemOf } from './describe-plugin.ts';

/** What there is to say of running plugins, by those who know it. */
export interface RunningPluginFacts {
  list(): readonly PluginStatus[];
  usageOf(plugin: PluginStatus): RunningPluginItem['process'];
  isProfiling(plugin: string): boolean;
}

/** All that the panel « Extensions en cours d'exécution » shows: the plugins that something has activated. */
export function buildRunningPluginsState(facts: RunningPluginFacts): RunningPluginsState {
  const begun = facts.list().filter(({ state }) => state !== 'inactive');
  return { plugins: begun.map((plugin) => buildItem(plugin, facts)) };
}

function buildItem(plugin: PluginStatus, facts: RunningPluginFacts): RunningPluginItem {
  const { id, state, activationMs, error, process, losses } = plugin;
  return {
    id,
    displayName: displayNameOf(plugin),
    state,
    activationMs: activationMs ?? null,
    process: facts.usageOf(plugin),
    calls: process?.traffic.calls ?? null,
    restarts: losses,
    lastError: problemOf(error, id),
    isProfiling: facts.isProfiling(id),
  };
}
