import { ShellError } from '../errors.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { DiscoveredPlugin } from './plugin-runtime.ts';

type Named = Pick<DiscoveredPlugin, 'manifest' | 'origin'>;

/**
 * The plugin in whose name an id lies: ids begin with their plugin's id and a dot, and since plugin ids hold dots too (`a` and `a.b`), it is the
 * one with the longest. `undefined` where it lies in no plugin's name.
 */
export function ownerOf(id: string, pluginIds: Iterable<string>): string | undefined {
  let owner: string | undefined;
  for (const plugin of pluginIds) {
    if (id.startsWith(`${plugin}.`) && plugin.length > (owner?.length ?? -1)) owner = plugin;
  }
  return owner;
}

/**
 * Requires that all a new plugin contributes lies in its own name, and nothing that another contributes already. Settings of plugins that
 * were installed are held to the same: else one could own, and read, the setting of a plugin that is switched off.
 * @param related the plugins whose id begins with the new one's, or it with theirs.
 * @throws ShellError `plugin.id-foreign`, `setting.foreign`.
 */
export function requireOwnNames(added: Named, related: readonly Named[]): void {
  const { id } = added.manifest;
  const ids = [id, ...related.map(({ manifest }) => manifest.id)];
  for (const contributed of contributedIds(added.manifest)) {
    const owner = ownerOf(contributed, ids) ?? id;
    if (owner !== id) throw new ShellError('plugin.id-foreign', { plugin: id, id: contributed, owner });
  }
  const foreignKey = added.origin === 'installed' ? settingKeys(added.manifest).find((key) => ownerOf(key, ids) !== id) : undefined;
  if (foreignKey !== undefined) throw new ShellError('setting.foreign', { plugin: id, setting: foreignKey, prefix: `${id}.` });
  for (const { manifest } of related) {
    const taken = contributedIds(manifest).find((contributed) => ownerOf(contributed, ids) === id);
    if (taken !== undefined) throw new ShellError('plugin.id-foreign', { plugin: id, id: taken, owner: manifest.id });
  }
}

function contributedIds({ contributes: { commands, hooks, panels, statusBar } }: Manifest): readonly string[] {
  return [...commands.map(({ command }) => command), ...[...hooks, ...panels, ...statusBar].map(({ id }) => id)];
}

function settingKeys({ contributes }: Manifest): readonly string[] {
  return contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
}
