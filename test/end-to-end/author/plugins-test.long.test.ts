/** `boule-bleue plugins test`: what it finds wrong with a plugin, and that it finds nothing where nothing is. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PluginFolder, runCommandLine } from './plugin-folder.ts';

/** Without a browser it takes a second or two. */
const noBrowser = { BOULE_BLEUE_CHROMIUM: '/nowhere' };

interface Report {
  readonly ok: boolean;
  readonly findings: readonly { readonly verdict: string; readonly code: string; readonly sentence: string; readonly detail?: string }[];
}

async function codesOf({ path }: PluginFolder, env = {}): Promise<{ readonly exitCode: number; readonly codes: readonly string[] }> {
  const { exitCode, stdout } = await runCommandLine(['plugins', 'test', path, '--json'], env);
  const report: Report = JSON.parse(stdout);
  return { exitCode, codes: report.findings.map(({ verdict, code, sentence }) => `${verdict} ${code} ${sentence}`) };
}

test('a new plugin passes, seen in a real window', { timeout: 120_000 }, async () => {
  await using folder = await PluginFolder.create();
  const { exitCode, stdout } = await runCommandLine(['plugins', 'test', folder.path, '--lang', 'en']);
  expect(stdout.split('\n')).toEqual(
    expect.arrayContaining([
      '✓ Panels',
      expect.stringMatching(/^Start-up: \d+ ms/),
      expect.stringMatching(/no fault, no remark, nothing skipped/),
    ]),
  );
  expect(exitCode).toBe(0);
});

test('without a browser it says that nobody looked at the panels', async () => {
  await using folder = await PluginFolder.create();
  const { exitCode, codes } = await codesOf(folder, noBrowser);
  expect({ exitCode, codes }).toEqual({ exitCode: 0, codes: [expect.stringMatching(/^skipped panels\.no-browser .*navigateur/)] });
});

test('it finds what can be read: the manifest’s, the permissions’ and the texts’ faults', async () => {
  await using folder = await PluginFolder.create();
  await folder.editJson('package.json', ({ contributes, permissions, ...rest }) => ({
    ...rest,
    permissions: { ...(permissions as object), dialogs: true, settings: ['connection.mode'], hooks: ['connection.check'] },
    contributes: { ...(contributes as object), holograms: [] },
  }));
  await folder.editJson('locales/fr.json', (texts) => Object.assign(texts, { spare: 'De trop', count: 'Pas {name}', greeting: '{open' }));
  await folder.editJson('locales/en.json', (texts) => Object.assign(texts, { title: "It's '{here}" }));
  await folder.edit('panel.js', "panel.t('loading')", "panel.t('lodaing')");
  const { exitCode, codes } = await codesOf(folder, noBrowser);
  expect(exitCode).toBe(1);
  const found = (start: RegExp) => expect.stringMatching(start);
  expect(codes).toEqual(
    expect.arrayContaining([
      found(/^warning manifest\.fault \/contributes\/holograms/),
      found(/^failed permissions\.unused-service .*dialogs/),
      found(/^warning permissions\.unused-hook .*connection\.check/),
      found(/^warning permissions\.unused-grant .*connection\.mode/),
      found(/^failed strings\.missing spare/),
      found(/^failed strings\.placeholders count/),
      found(/^failed strings\.malformed greeting/),
      found(/^warning strings\.apostrophe title/),
      found(/^failed strings\.unknown lodaing/),
      found(/^warning strings\.unused spare/),
    ]),
  );
});

test('a manifest that can’t be used is told with place, reason and remedy', async () => {
  await using folder = await PluginFolder.create();
  await folder.edit('package.json', '"memo.greet"', '"greet"');
  const { exitCode, stdout } = await runCommandLine(['plugins', 'test', folder.path]);
  expect(stdout).toContain('✗ /contributes/commands/0/command');
  expect(stdout).toContain('does not begin with memo. or holds spaces. Call it memo.<name>');
  await folder.write('package.json', '{ "name": ');
  expect((await codesOf(folder)).codes).toEqual([expect.stringMatching(/^failed manifest\.not-json/)]);
  expect(exitCode).toBe(1);
});

test('a permission that is missing is named by the service that wants it', async () => {
  await using folder = await PluginFolder.create();
  await folder.edit('package.json', '"notifications": true', '');
  const { exitCode, codes } = await codesOf(folder, noBrowser);
  expect({ exitCode, codes }).toEqual({ exitCode: 1, codes: [expect.stringMatching(/^failed activation\.failed .*notifications/)] });
});

test('it finds what only shows when the plugin works', async () => {
  await using folder = await PluginFolder.create();
  await folder.editJson('package.json', ({ contributes }) => {
    const { commands } = contributes as { commands: object[] };
    for (const name of ['throw', 'fail', 'spy', 'forget']) commands.push({ command: `memo.${name}`, title: '%title%' });
  });
  await folder.edit(
    'plugin.js',
    'this.publish();',
    `this.commands.register('memo.throw', () => { throw new TypeError('oops'); });
    this.commands.register('memo.fail', () => { throw new ShellError('memo.no-sentence'); });
    this.commands.register('memo.spy', () => this.commands.execute('assistance.activate'));`,
  );
  await folder.edit('plugin.js', 'import {', 'import { ShellError,');
  const { exitCode, codes } = await codesOf(folder, noBrowser);
  expect(exitCode).toBe(1);
  expect(codes).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^failed activation\.no-handler .*memo\.forget/),
      expect.stringMatching(/^warning activation\.no-state .*memo\.panel/),
      expect.stringMatching(/^failed commands\.threw .*memo\.throw/),
      expect.stringMatching(/^failed commands\.unworded .*memo\.no-sentence/),
      expect.stringMatching(/^failed commands\.denied .*memo\.spy/),
    ]),
  );
});

test('it finds panels that shut somebody out, complain, show keys, or do not appear', { timeout: 180_000 }, async () => {
  await using folder = await PluginFolder.create();
  await folder.editJson('package.json', ({ contributes }) => {
    const { panels } = contributes as { panels: object[] };
    for (const name of ['absent', 'thrower']) panels.push({ ...panels[0], id: `memo.${name}`, element: `memo-${name}` });
  });
  await folder.edit('panel.js', '<h1>', '<h2>title.unknown</h2><input /><h1>');
  await folder.edit(
    'panel.js',
    'customElements.define(',
    `customElements.define('memo-thrower', class extends LitElement { render() { throw new TypeError('oops'); } });\ncustomElements.define(`,
  );
  const { exitCode, codes } = await codesOf(folder);
  expect(exitCode).toBe(1);
  expect(codes).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^failed panels\.inaccessible memo\.panel/),
      expect.stringMatching(/^failed panels\.key-shown memo\.panel .*title\.unknown/),
      expect.stringMatching(/^failed panels\.not-drawn memo\.absent/),
      expect.stringMatching(/^failed panels\.(?:complained|not-drawn) memo\.thrower/),
    ]),
  );
});

test('an id that a bundled plugin has is told, not that plugin tested', async () => {
  const { exitCode, stdout } = await runCommandLine(
    ['plugins', 'test', join(import.meta.dirname, '../../../dist/plugins/connection')],
    noBrowser,
  );
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/✗ L’extension n’est pas chargée : .*connection/);
});

test('a folder without a manifest is a misuse', async () => {
  const { exitCode, stdout, stderr } = await runCommandLine(['plugins', 'test', tmpdir()]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(/^Il n’y a pas de package\.json dans .*\n$/);
});
