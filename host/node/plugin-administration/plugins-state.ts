import type { PermissionItem, PluginItem, PluginsState, SessionItem } from '../../../core/protocol/plugin-administration.ts';
import type { ListedPlugin } from '../plugins/plugin-library.ts';
import { manifestText } from '../strings/manifest-text.ts';
import { displayNameOf, problemOf } from './describe-plugin.ts';

/** What there is to say of plugins, by those who know it. */
export interface PluginFacts {
  list(): readonly ListedPlugin[];
  permissionsOf(plugin: ListedPlugin): readonly PermissionItem[];
  sessionsOf(plugin: string): readonly SessionItem[];
  isIsolated(plugin: ListedPlugin): boolean;
  previousVersion(plugin: string): string | undefined;
  journalRevision(plugin: string): number;
}

/** What the panel « Extensions » shows of each plugin. */
export function buildPluginItems(facts: PluginFacts): PluginsState['plugins'] {
  return facts.list().map((plugin) => buildItem(plugin, facts));
}

function buildItem(plugin: ListedPlugin, facts: PluginFacts): PluginItem {
  const { id, manifest, version, origin, state, error } = plugin;
  const problem = problemOf(error, id);
  return {
    id,
    displayName: displayNameOf(plugin),
    description: manifest?.description ? manifestText(manifest.description, id) : null,
    version: version ?? null,
    origin,
    state,
    isIsolated: facts.isIsolated(plugin),
    problems: problem ? [problem] : [],
    permissions: facts.permissionsOf(plugin),
    sessions: facts.sessionsOf(id),
    previousVersion: facts.previousVersion(id) ?? null,
    journalRevision: facts.journalRevision(id),
  };
}
