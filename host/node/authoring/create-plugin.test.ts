import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readManifest } from '../../../core/manifest/manifest-reader.ts';
import { buildApiTypes } from '../../../scripts/build/api/declaration-file.ts';
import { repository } from '../../../scripts/build/bundle.ts';
import { updateApiTypes } from './api-types.ts';
import { createPlugin, type PluginTemplate } from './create-plugin.ts';

const run = promisify(execFile);
const nodeModules = join(repository, 'node_modules');

let root: string;
let productFolder: string;

beforeAll(async () => {
  productFolder = await mkdtemp(join(tmpdir(), 'create-plugin-product-'));
  await mkdir(join(productFolder, 'plugins/connection'), { recursive: true });
  await symlink(join(repository, 'templates'), join(productFolder, 'templates'), 'junction');
  await buildApiTypes(join(productFolder, 'api'));
});

afterAll(() => rm(productFolder, { recursive: true, force: true }));

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'create-plugin-'));
});

afterEach(() => rm(root, { recursive: true, force: true }));

const create = (name: string, template: PluginTemplate = 'javascript', folder = join(root, 'made')) =>
  createPlugin({ name, template, folder, productFolder });

async function textsBelow(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(await Promise.all(paths.map(async (path) => [path.slice(folder.length + 1), await readFile(path, 'utf8')] as const)));
}

describe.each(['javascript', 'typescript'] as const)('in %s', (template) => {
  test.each(['memo', 'echeances-dsn', '@cabinet/memo-paie'])(
    '%s has a sound manifest, and nothing of the template’s name',
    async (name) => {
      const { id } = await create(name, template);
      const files = await textsBelow(join(root, 'made'));
      const { manifest, faults, warnings } = readManifest(JSON.parse(files.get('package.json') ?? ''), name);
      expect({ faults, warnings }).toEqual({ faults: [], warnings: [] });
      expect(manifest).toMatchObject({ id, contributes: { panels: [{ id: `${id}.panel`, element: `${id}-panel` }] } });
      const left = [...files].filter(([path, text]) => path !== join('types', 'boule-bleue.d.ts') && /template.?plugin/i.test(text));
      expect(left).toEqual([]);
    },
  );

  test('it names versions of packages that the shell itself is built with', async () => {
    const own = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8'));
    await create('memo', template);
    const { devDependencies = {} } = JSON.parse(await readFile(join(root, 'made/package.json'), 'utf8'));
    for (const [name, range] of Object.entries(devDependencies))
      expect([name, { ...own.dependencies, ...own.devDependencies }[name]]).toEqual([name, range]);
  });
});

test('in TypeScript, it passes the compiler and is built with the copied types, without a network', { timeout: 60_000 }, async () => {
  const folder = join(root, 'made');
  await create('@cabinet/memo', 'typescript', folder);
  // Stands for what `npm install` brings.
  await symlink(nodeModules, join(folder, 'node_modules'), 'junction');
  await run(process.execPath, [join(nodeModules, 'typescript/bin/tsc'), '-p', folder]);
  await run(process.execPath, [join(nodeModules, 'vite/bin/vite.js'), 'build', '--logLevel', 'error'], { cwd: folder });
  const built = await readFile(join(folder, 'dist/plugin.js'), 'utf8');
  expect(built).toMatch(/from "boule-bleue"/);
  expect(built).toMatch(/design:paramtypes/);
  expect(await readdir(join(folder, 'dist'))).toEqual(expect.arrayContaining(['panel.js', 'plugin.js']));
});

test('the copied types find an author’s mistake', async () => {
  const folder = join(root, 'made');
  await create('memo', 'typescript', folder);
  await symlink(nodeModules, join(folder, 'node_modules'), 'junction');
  const source = join(folder, 'src/plugin.ts');
  await writeFile(source, (await readFile(source, 'utf8')).replace("severity: 'info'", "severity: 'grave'"));
  await expect(run(process.execPath, [join(nodeModules, 'typescript/bin/tsc'), '-p', folder])).rejects.toMatchObject({
    stdout: expect.stringContaining('grave'),
  });
});

test.each(['Memo', '9lives', '../memo', 'mé-mo', 'memo.paie', '@cabinet', '@/memo', 'memo-', '', `m${'x'.repeat(80)}`])(
  '%j is refused as a name, and nothing is written',
  async (name) => {
    await expect(create(name)).rejects.toMatchObject({ code: 'plugin-folder.name-invalid' });
    expect(await readdir(root)).toEqual([]);
  },
);

test.each(['connection', 'shell', 'workbench'])('%s is taken already', async (name) => {
  await expect(create(name)).rejects.toMatchObject({ code: 'plugin-folder.name-taken' });
  expect(await readdir(root)).toEqual([]);
});

test('what is there already is never overwritten', async () => {
  await mkdir(join(root, 'made'));
  await writeFile(join(root, 'made/mine.txt'), 'mine');
  await expect(create('memo')).rejects.toMatchObject({ code: 'plugin-folder.not-empty' });
  await expect(create('memo', 'javascript', join(root, 'made/mine.txt'))).rejects.toMatchObject({ code: 'plugin-folder.not-empty' });
  expect(await readdir(join(root, 'made'))).toEqual(['mine.txt']);
});

test('types are written anew into a plugin’s folder, and nowhere else', async () => {
  await create('memo');
  await rm(join(root, 'made/types'), { recursive: true });
  expect(await readFile(await updateApiTypes(join(root, 'made'), productFolder), 'utf8')).toContain(
    'export declare abstract class CommandService',
  );
  await expect(updateApiTypes(root, productFolder)).rejects.toMatchObject({ code: 'plugin-folder.no-manifest' });
});
