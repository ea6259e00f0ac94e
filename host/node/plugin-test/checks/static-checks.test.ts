import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readManifest } from '../../../../core/manifest/manifest-reader.ts';
import { manifestOf } from '../../../../test/support/manifests.ts';
import { readSources } from '../plugin-sources.ts';
import { checkFiles } from './check-files.ts';
import { checkSettings } from './check-settings.ts';
import { checkStrings } from './check-strings.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'static-checks-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const complete = {
  'plugin.js': '',
  'panel.js': "panel.t('loading')",
  'locales/fr.json': { loading: 'Un' },
  'locales/en.json': { loading: 'One' },
};

async function sourcesOf(files: Readonly<Record<string, string | object>>) {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  const panels = [{ id: 'memo.panel', title: 'Memo', icon: '$(note)', module: './panel.js', element: 'memo-panel' }];
  const packageJson = {
    name: 'memo',
    version: '1.0.0',
    displayName: 'Memo',
    engines: { 'boule-bleue': '*' },
    main: './plugin.js',
    contributes: { panels },
  };
  const { manifest } = readManifest(packageJson, folder);
  if (!manifest) throw new Error('The manifest is not sound');
  return readSources(folder, manifest, JSON.stringify(packageJson));
}

const keysOf = (findings: readonly { readonly message: { readonly key: string } }[]) => findings.map(({ message }) => message.key);

test('a complete plugin has nothing to be found', async () => {
  const sources = await sourcesOf(complete);
  expect([...checkFiles(sources), ...checkStrings(sources)]).toEqual([]);
});

test('each file that the manifest names and that is not there is found', async () => {
  const findings = checkFiles(await sourcesOf({ 'plugin.js': '' }));
  expect(findings.map(({ message }) => message)).toEqual([{ key: 'files.missing', args: { file: './panel.js' } }]);
});

test('a language without a file, or with one that holds no texts, is found', async () => {
  expect(keysOf(checkStrings(await sourcesOf({ 'locales/fr.json': '{}' })))).toEqual(['strings.file-missing']);
  expect(keysOf(checkStrings(await sourcesOf({ 'locales/en.json': '{"a":1}' })))).toEqual(['strings.file-malformed']);
  expect(keysOf(checkStrings(await sourcesOf({ 'locales/en.json': '{' })))).toEqual(['strings.file-malformed']);
});

test.each([
  ["l'heure {at}", false],
  ["l''{at}", false],
  ['l’{at}', false],
  ["l'{at}", true],
])('of the apostrophe in %s it is said that it quotes: %s', async (text, isSaid) => {
  const strings = { loading: text };
  const findings = checkStrings(await sourcesOf({ ...complete, 'locales/fr.json': strings, 'locales/en.json': strings }));
  expect(keysOf(findings).includes('strings.apostrophe')).toBe(isSaid);
});

test('a setting in nobody’s name, or another’s, is found', () => {
  const properties = { 'memo.size': {}, 'memo.inner.size': {}, size: {}, 'memory.size': {} };
  const findings = checkSettings({ manifest: manifestOf('memo', { contributes: { configuration: [{ title: '', properties }] } }) });
  expect(findings.map(({ message }) => message.args)).toEqual(['size', 'memory.size'].map((setting) => ({ setting, prefix: 'memo.' })));
});
