import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { alone } from './lock.js';

let folder: string;
let lockFile: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
  lockFile = join(folder, 'cache', 'lock');
});

afterEach(() => rm(folder, { recursive: true }));

test('two pieces of work never run at the same time', async () => {
  const log: string[] = [];
  const work = (name: string) =>
    alone(async () => {
      log.push(`${name} begins`);
      await new Promise(setImmediate);
      log.push(`${name} ends`);
    }, lockFile);
  await Promise.all([work('a'), work('b'), work('c')]);
  const order = log.filter((line) => line.endsWith('begins')).map((line) => line[0]);
  expect(log).toEqual(order.flatMap((name) => [`${name} begins`, `${name} ends`]));
});

test('the lock is gone after work that failed, and the failure comes through', async () => {
  await expect(alone(() => Promise.reject(new Error('no')), lockFile)).rejects.toThrow('no');
  expect(await readdir(join(folder, 'cache'))).toEqual([]);
});

test('the lock of a process that died is taken over', async () => {
  await alone(async () => {}, lockFile);
  await writeFile(lockFile, `2147483646 ${hostname()}`);
  expect(await alone(async () => 'done', lockFile)).toBe('done');
});
