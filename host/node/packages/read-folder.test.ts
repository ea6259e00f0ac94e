import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readFolder } from './read-folder.ts';

// Much work, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 30_000 });

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-folder-'));
  await write('package.json', '{}');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(path: string, content = ''): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

const paths = async () => [...(await readFolder(folder)).keys()].sort();
const refusal = () => readFolder(folder).then(String, (error) => error.code);

test('all files count, but what an author keeps beside the package', async () => {
  for (const path of ['plugin.js', 'sub/one.js', '.git/config', '.npmrc', 'node_modules/dev/index.js', 'sub/.DS_Store']) await write(path);
  expect(await paths()).toEqual(['package.json', 'plugin.js', 'sub/one.js']);
});

test.each(['bundleDependencies', 'bundledDependencies'])('so do dependencies that the manifest bundles by %s', async (member) => {
  await write('package.json', JSON.stringify({ [member]: ['it'] }));
  await write('node_modules/it/index.js');
  await write('node_modules/.package-lock.json');
  await mkdir(join(folder, 'node_modules/.bin'));
  await symlink('../it/index.js', join(folder, 'node_modules/.bin/it'));
  expect(await paths()).toEqual(['node_modules/it/index.js', 'package.json']);
});

test('a folder may be named by a link to it', async () => {
  const link = `${folder}-link`;
  await symlink(folder, link);
  expect([...(await readFolder(link)).keys()]).toEqual(['package.json']);
  await rm(link);
});

describe('a folder is refused', () => {
  test('that is not there, is a file, or holds no package', async () => {
    await expect(readFolder(join(folder, 'gone'))).rejects.toMatchObject({ code: 'package.source-missing' });
    await expect(readFolder(join(folder, 'package.json'))).rejects.toMatchObject({ code: 'package.source-invalid' });
    await rm(join(folder, 'package.json'));
    expect(await refusal()).toBe('package.manifest-missing');
    await mkdir(join(folder, 'package.json'));
    expect(await refusal()).toMatch(/^package\.(manifest-missing|entry-forbidden)$/);
  });

  test('with links out of it, to files and to folders', async () => {
    await symlink('/etc/passwd', join(folder, 'passwd'));
    expect(await refusal()).toBe('package.entry-forbidden');
    await rm(join(folder, 'passwd'));
    await symlink('/etc', join(folder, 'etc'));
    expect(await refusal()).toBe('package.entry-forbidden');
  });

  test('whose manifest is a link', async () => {
    await rm(join(folder, 'package.json'));
    await symlink('/etc/hostname', join(folder, 'package.json'));
    expect(await refusal()).toMatch(/^package\./);
  });

  test.skipIf(process.platform === 'win32')('with a pipe, which is not waited for', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(await refusal()).toBe('package.entry-forbidden');
    await rm(join(folder, 'package.json'));
    execFileSync('mkfifo', [join(folder, 'package.json')]);
    expect(await refusal()).toMatch(/^package\./);
  });

  test.each([
    ['files', (path: string) => writeFileSync(path, '')],
    ['folders', (path: string) => mkdirSync(path)],
  ])('with too many %s', async (_name, create) => {
    await mkdir(join(folder, 'many'));
    for (let index = 0; index < 2_001; index += 1) create(join(folder, 'many', String(index)));
    expect(await refusal()).toBe('package.too-large');
  });

  test('with files that are too large, without reading them', async () => {
    await write('large');
    await truncate(join(folder, 'large'), 20 * 1024 ** 3);
    expect(await refusal()).toBe('package.too-large');
  });

  test.skipIf(process.platform === 'win32')('with names that other systems don’t know', async () => {
    await write('aux.js');
    expect(await refusal()).toBe('package.path-forbidden');
    await rm(join(folder, 'aux.js'));
    await write('one.js');
    await write('ONE.js');
    expect(await refusal()).toBe('package.path-twice');
  });
});
