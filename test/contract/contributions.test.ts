import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../core/manifest/manifest.ts';
import { languages } from '../../core/message.ts';
import { placeholderKeys } from '../../host/node/plugin-test/compare-strings.ts';
import type { WorkbenchParts } from '../../host/node/workbench-parts.ts';
import { compareLanguages, type Strings } from '../architecture/strings.ts';
import { ContractHost } from './contract-host.ts';
import { findPlugins, type PluginFolder, readStrings, sourceOf } from './plugin-folders.ts';

describe.each(findPlugins())('$name', (plugin) => {
  const { manifest, location } = plugin;

  test('contributes to windows what its manifest says, and takes all of it along', async () => {
    await using host = await ContractHost.open({ plugins: [plugin] });
    const withIt = shownIds(host.parts);
    await host.parts.shell.plugins.remove(manifest.id);
    const without = shownIds(host.parts);
    for (const [part, ids] of Object.entries(declaredIds(manifest))) {
      expect([...(withIt[part] ?? [])].sort(), part).toEqual([...ids, ...(without[part] ?? [])].sort());
    }
  });

  test('brings every file that its manifest names', () => {
    const missing = namedFiles(manifest).filter((path) => !existsSync(sourceOf(location, path)));
    expect(missing).toEqual([]);
  });

  test('says everything in French and in English', () => {
    const [fr, en] = languages.map((language) => readStrings(plugin, language)) as [Strings, Strings];
    expect(compareLanguages(fr, en)).toEqual([]);
    expect(placeholderKeys(manifest).filter((key) => !Object.hasOwn(fr, key))).toEqual([]);
    expect(keysInSources(plugin).filter((key) => !Object.keys(fr).some((known) => `.${known}`.endsWith(`.${key}`)))).toEqual([]);
  });
});

type Ids = Readonly<Record<string, readonly string[]>>;

function declaredIds({ contributes }: Manifest): Ids {
  const { commands, panels, statusBar, menus, keybindings, walkthroughs, configuration } = contributes;
  return {
    commands: commands.map(({ command }) => command),
    panels: panels.map(({ id }) => id),
    statusItems: statusBar.map(({ id }) => id),
    menus: Object.entries(menus).flatMap(([location, items]) => items.map(({ command, submenu }) => `${location} ${command ?? submenu}`)),
    keybindings: keybindings.map(({ key, command }) => `${key} ${command}`),
    walkthroughs: walkthroughs.map(({ id }) => id),
    settings: configuration.flatMap(({ properties }) => Object.keys(properties)),
  };
}

function shownIds({ snapshots, shell }: WorkbenchParts): Ids {
  const { commands, panels, statusItems, keybindings, walkthroughs } = snapshots.snapshot({ language: 'fr' });
  const items = shell.menus.locationIds.map((location) => [location, shell.menus.list(location)] as const);
  return {
    commands: commands.map(({ id }) => id),
    panels: panels.map(({ id }) => id),
    statusItems: statusItems.map(({ id }) => id),
    menus: items.flatMap(([location, entries]) =>
      entries.map(({ contribution: { command, submenu } }) => `${location} ${command ?? submenu}`),
    ),
    keybindings: keybindings.map(({ key, command }) => `${key} ${command}`),
    walkthroughs: walkthroughs.map(({ id }) => id),
    settings: snapshots.settings('fr').map(({ key }) => key),
  };
}

function namedFiles({ main, contributes }: Manifest): readonly string[] {
  const { panels, statusBar, themes, languages: translations } = contributes;
  const icons = statusBar.map(({ icon }) => icon).filter((icon) => icon !== undefined && !icon.startsWith('$('));
  const paths = [...themes, ...translations].map(({ path }) => path);
  return [main, ...panels.map(({ module }) => module), ...icons, ...paths].filter((path) => path !== undefined);
}

/** The keys that sources write out, or the last words of, as the key of a message or to `panel.t`. */
function keysInSources({ location }: PluginFolder): readonly string[] {
  const paths = globSync('**/*.{ts,js}', { cwd: location, exclude: ['**/*.test.ts', 'node_modules/**'] });
  const sources = paths.map((path) => readFileSync(join(location, path), 'utf8'));
  return sources.flatMap((source) => [...source.matchAll(/(?:\bkey: |\bt\()'([^']+)'/g)].map(([, key]) => key as string));
}
