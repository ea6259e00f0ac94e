import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readHostFile, removeHostFile, writeHostFile } from './host-file.ts';

const host = { pid: process.pid, port: 4711, controlKey: 'key' };
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'host-file-'));
  path = join(folder, 'host.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('reads what the running host announced', () => {
  writeHostFile(path, host);
  expect(readHostFile(path)).toEqual(host);
});

test.skipIf(process.platform === 'win32')('hides the control key from other users', () => {
  writeHostFile(path, host);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('finds no host after the announcement was withdrawn, twice', () => {
  writeHostFile(path, host);
  removeHostFile(path);
  removeHostFile(path);
  expect(readHostFile(path)).toBeUndefined();
});

test('finds no host where its process is gone', () => {
  const gone = spawnSync(process.execPath, ['--version']).pid;
  writeHostFile(path, { ...host, pid: gone });
  expect(readHostFile(path)).toBeUndefined();
});

test.each([
  ['nothing', ''],
  ['half a file', '{"pid":1,"po'],
  ['garbage', '\u0000\u0001\u0002'],
  ['another shape', '[]'],
  ['a port out of range', JSON.stringify({ ...host, port: 70_000 })],
  ['a process group instead of a process', JSON.stringify({ ...host, pid: -1 })],
  ['no control key', JSON.stringify({ ...host, controlKey: undefined })],
  ['far too much', JSON.stringify({ ...host, filler: 'x'.repeat(10_000) })],
])('finds no host in a file that holds %s', (_what, content) => {
  writeFileSync(path, content);
  expect(readHostFile(path)).toBeUndefined();
});
