import type { PluginItem, PluginsState } from '../../../core/protocol/plugin-administration.ts';
import type { ListedPlugin } from '../plugins/plugin-library.ts';
import { displayNameOf, problemOf, textOf } from './describe-plugin.ts';

/** What there is to say of plugins beyond the library. */
export interface PluginFacts {
  list(): readonly ListedPlugin[];
  readonly safeMode: boolean;
}

/** All that the panel « Extensions » shows. */
export function buildPluginsState(facts: PluginFacts, wanted: PluginsState['wanted']): PluginsState {
  return {
    plugins: facts.list().map((plugin) => buildItem(plugin)),
    catalogue: null,
    installing: null,
    safeMode: facts.safeMode,
    bisect: null,
    wanted,
  };
}

function buildItem(plugin: ListedPlugin): PluginItem {
  const { id, manifest, version, origin, state, error } = plugin;
  const problem = problemOf(error, id);
  return {
    id,
    displayName: displayNameOf(plugin),
    description: manifest?.description ? textOf(manifest.description, id) : null,
    version: version ?? null,
    origin,
    state,
    isIsolated: false,
    problems: problem ? [problem] : [],
    permissions: [],
    previousVersion: null,
    requestCount: 0,
  };
}
