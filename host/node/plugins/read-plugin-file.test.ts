import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readPluginFile } from './read-plugin-file.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-plugin-file-'));
  path = join(folder, 'package.json');
});

afterEach(() => rm(folder, { recursive: true }));

test('a file is read, and a link to one', async () => {
  await writeFile(path, '{"é":1}');
  await symlink(path, join(folder, 'link.json'));
  expect(readPluginFile(path)).toBe('{"é":1}');
  expect(readPluginFile(join(folder, 'link.json'))).toBe('{"é":1}');
});

test('a missing one is told by its code', () => {
  expect(() => readPluginFile(path)).toThrow(expect.objectContaining({ code: 'ENOENT' }));
});

test.skipIf(process.platform === 'win32').each<[string, () => unknown, string]>([
  ['a folder', () => mkdir(path), 'it is no plain file'],
  ['a pipe that nobody writes to', () => execFileSync('mkfifo', [path]), 'it is no plain file'],
  ['a device without end', () => symlink('/dev/zero', path), 'it is no plain file'],
  ['a file of more than a megabyte', () => writeFile(path, ' '.repeat(1024 * 1024 + 1)), 'it is larger than 1048576 bytes'],
])('%s is refused at once', async (_what, put, problem) => {
  await put();
  expect(() => readPluginFile(path)).toThrow(problem);
});
