import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { packFiles } from '../../../test/support/packages/archive-maker.ts';
import { PackageBench } from '../../../test/support/packages/package-bench.ts';
import { sampleFiles } from '../../../test/support/packages/sample-package.ts';
import { HostSessions } from './host-sessions.ts';
import { PackageActions } from './package-actions.ts';
import type { Terminal } from './terminal.ts';

/** Somebody at a terminal who gives one answer to everything. */
class Typist implements Terminal {
  readonly results: string[] = [];
  readonly told: string[] = [];
  readonly asked: string[] = [];
  readonly isWatched = true;
  canAsk = true;

  constructor(readonly answer: string) {}

  result = (line: string) => void this.results.push(line);
  tell = (line: string) => void this.told.push(line);

  async ask(question: string): Promise<string> {
    this.asked.push(question);
    return this.answer;
  }
}

let bench: PackageBench;
let archive: string;

beforeEach(async () => {
  process.env.BOULE_BLEUE_KEY_STORE = 'file';
  bench = await PackageBench.open();
  const permissions = { network: ['https://example.fr'], secrets: true };
  archive = await bench.write('sample.tgz', packFiles(sampleFiles({ permissions, scripts: { install: 'exit' } })));
});

afterEach(() => bench[Symbol.asyncDispose]());

const add = (terminal: Terminal, yes = false) =>
  new PackageActions(new HostSessions(join(bench.folder, 'product'), terminal, new AbortController().signal), terminal).add(archive, {
    yes,
    dataDir: bench.dataFolder,
  });
const isInstalled = async () => {
  await bench.installed.load();
  return bench.installed.list().length === 1;
};

test.each(['o', 'Oui', ' y '])('who answers %j to what the extension may do installs it', async (answer) => {
  const typist = new Typist(answer);
  expect(await add(typist)).toBe(0);
  expect(typist.told).toEqual([
    'Attention : Elle contient des scripts d’installation (install), qui ne seront pas lancés.',
    'Échantillon 1.0.0 pourra :',
    expect.stringMatching(/^ {2}– .*example\.fr/),
    expect.stringMatching(/^ {2}– /),
  ]);
  expect(typist.asked).toEqual(['Installer ? [o/N]']);
  expect(typist.results).toEqual(['L’extension sample 1.0.0 est installée.']);
  expect(await isInstalled()).toBe(true);
});

test('an update says which of its wishes are new', async () => {
  await add(new Typist('o'));
  archive = await bench.write('newer.tgz', packFiles(sampleFiles({ version: '2.0.0', permissions: { secrets: true, accounts: true } })));
  const typist = new Typist('o');
  expect(await add(typist)).toBe(0);
  expect(typist.told.filter((line) => line.includes('–')).map((line) => line.endsWith('(nouveau)'))).toEqual([false, true]);
});

test.each(['', 'n', 'non', 'ok', 'oh'])('who answers %j does not', async (answer) => {
  const typist = new Typist(answer);
  expect(await add(typist)).toBe(1);
  expect(typist.told.at(-1)).toBe('Rien n’a été installé.');
  expect(typist.results).toEqual([]);
  expect(await isInstalled()).toBe(false);
});

test('where nobody can answer nothing is asked, and one line says why nothing is installed', async () => {
  const nobody = new Typist('o');
  nobody.canAsk = false;
  expect(await add(nobody)).toBe(1);
  expect(nobody).toMatchObject({ results: [], asked: [], told: [expect.stringContaining('--yes')] });
  expect(await isInstalled()).toBe(false);
});

test('who said yes beforehand is not asked, and told what was granted', async () => {
  const nobody = new Typist('n');
  nobody.canAsk = false;
  expect(await add(nobody, true)).toBe(0);
  expect(nobody).toMatchObject({ asked: [], results: ['L’extension sample 1.0.0 est installée.'] });
  expect(nobody.told.slice(1)).toEqual([
    'Échantillon 1.0.0 pourra :',
    expect.stringMatching(/^ {2}– .*example\.fr/),
    expect.stringMatching(/^ {2}– /),
  ]);
  expect(await isInstalled()).toBe(true);
});
