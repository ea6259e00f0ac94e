import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { packFiles } from '../../../test/support/packages/archive-maker.ts';
import { sampleFiles } from '../../../test/support/packages/sample-package.ts';
import { PackageCatalogue } from './package-catalogue.ts';

let folder: string;
let setting: string;
let problems: string[];
let catalogue: PackageCatalogue;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'package-catalogue-'));
  setting = folder;
  problems = [];
  catalogue = new PackageCatalogue({ folder: () => setting, onProblem: (path) => problems.push(path.slice(folder.length + 1)) });
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const publish = (file: string, changes: Readonly<Record<string, unknown>>) =>
  writeFile(join(folder, file), packFiles(sampleFiles(changes)));
const offers = async () => (await catalogue.list()).map(({ name, version }) => `${name} ${version}`);

test('the newest version of each package is offered, by name', async () => {
  await publish('a.tgz', { version: '1.9.0' });
  await publish('b.tgz', { version: '1.10.0', description: 'Texte' });
  await publish('c.TGZ', { name: '@a/b' });
  await publish('d.txt', { name: 'd' });
  expect(await offers()).toEqual(['@a/b 1.0.0', 'sample 1.10.0']);
  expect((await catalogue.list())[1]).toMatchObject({
    displayName: { fr: 'Échantillon' },
    description: { fr: 'Texte' },
    source: join(folder, 'b.tgz'),
  });
});

test('what is no package is passed over and told once, until it changes', async () => {
  await publish('good.tgz', {});
  await writeFile(join(folder, 'bad.tgz'), 'nothing');
  await mkdir(join(folder, 'folder.tgz'));
  expect(await offers()).toEqual(['sample 1.0.0']);
  expect(await offers()).toEqual(['sample 1.0.0']);
  expect(problems.sort()).toEqual(['bad.tgz', 'folder.tgz']);
  await publish('bad.tgz', { name: 'mended' });
  await utimes(join(folder, 'bad.tgz'), 1, 1);
  expect(await offers()).toEqual(['mended 1.0.0', 'sample 1.0.0']);
  await rm(join(folder, 'good.tgz'));
  expect(await offers()).toEqual(['mended 1.0.0']);
});

test('without a folder there is none; with one that is gone it says so', async () => {
  setting = ' ';
  expect(catalogue.folder).toBeUndefined();
  expect(await catalogue.list()).toEqual([]);
  setting = join(folder, 'gone');
  await expect(catalogue.list()).rejects.toMatchObject({ code: 'package.catalogue-unreadable' });
});
