import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findPlugins } from './plugin-folders.ts';

const repository = join(import.meta.dirname, '../..');
const plugin = findPlugins().find(({ manifest }) => manifest.id === 'credentials');
const reference = readFileSync(join(repository, 'docs/users/comptes-commandes.md'), 'utf8');
const read = (language: string) =>
  JSON.parse(readFileSync(join(repository, `plugins/credentials/locales/${language}.json`), 'utf8')) as Record<string, string>;

test('every command, panel and setting of the accounts stands in the users’ reference', () => {
  const { commands = [], panels = [] } = plugin?.manifest.contributes ?? {};
  const text = readFileSync(join(repository, 'plugins/credentials/package.json'), 'utf8');
  const settings = [...text.matchAll(/"(netEntreprises\.[\w.]+)":/g)].map(([, key]) => String(key));
  const names = [...commands.map(({ command }) => command), ...panels.map(({ id }) => id), ...settings];
  expect(names.length).toBeGreaterThan(25);
  expect(names.filter((name) => !reference.includes(`\`${name}\``))).toEqual([]);
});

test('every string that the manifest names, and every other, is there in both languages', () => {
  const [french, english] = [read('fr'), read('en')];
  const named = [...readFileSync(join(repository, 'plugins/credentials/package.json'), 'utf8').matchAll(/"%([^%"]+)%"/g)].map(
    ([, key]) => key,
  );
  expect(named.filter((key) => !(String(key) in french) || !(String(key) in english))).toEqual([]);
  expect(Object.keys(english).sort()).toEqual(Object.keys(french).sort());
});

test('no page of the documentation names a command of the accounts that there isn’t', () => {
  const known = new Set(plugin?.manifest.contributes.commands.map(({ command }) => command));
  const pages = globSync('docs/users/*.md', { cwd: repository }).map((path) => readFileSync(join(repository, path), 'utf8'));
  const named = pages.flatMap((page) => [...page.matchAll(/run (credentials\.[a-z-]+)/g)].map(([, command]) => String(command)));
  expect(named.filter((command) => !known.has(command))).toEqual([]);
});
