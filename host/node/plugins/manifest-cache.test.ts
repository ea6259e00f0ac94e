import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ManifestCache } from './manifest-cache.ts';

const text = JSON.stringify({ name: 'hello', version: '1.0.0', displayName: 'Hello', engines: { 'boule-bleue': '*' } });

let folder: string;
let path: string;

const open = async (generation = 'one') => {
  const cache = new ManifestCache(path, generation);
  await cache.load();
  return cache;
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'manifest-cache-'));
  path = join(folder, 'manifests.json');
});

afterEach(() => rm(folder, { recursive: true }));

test('what was read once is not read again, by the same build', async () => {
  const first = await open();
  const reading = await first.read(text, 'here');
  expect(reading.manifest?.id).toBe('hello');
  first.save();
  await writeFile(path, (await readFile(path, 'utf8')).replace('"id":"hello"', '"id":"remembered"'));
  expect((await (await open()).read(text, 'here')).manifest?.id).toBe('remembered');
  expect((await (await open('two')).read(text, 'here')).manifest?.id).toBe('hello');
  expect((await (await open()).read(`${text} `, 'here')).manifest?.id).toBe('hello');
});

test('nothing is written where nothing is new, and what is gone is forgotten', async () => {
  const first = await open();
  await first.read(text, 'here');
  first.save();
  const { ino } = await stat(path);
  const second = await open();
  await second.read(text, 'here');
  second.save();
  expect((await stat(path)).ino).toBe(ino);
  const third = await open();
  await third.read(`${text} `, 'here');
  third.save();
  expect(Object.keys(JSON.parse(await readFile(path, 'utf8')).readings)).toHaveLength(1);
});

test.each(['', '{', 'null', '[]', '{"readings":1}'])('a file that holds %j is as good as none', async (content) => {
  await writeFile(path, content);
  expect((await (await open()).read(text, 'here')).manifest?.id).toBe('hello');
});

test('what is no JSON is a fault like others', async () => {
  expect((await (await open()).read('{', 'here')).faults).toMatchObject([{ path: '', problem: expect.stringContaining('is not JSON') }]);
});
