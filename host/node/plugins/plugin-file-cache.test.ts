import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PluginFileCache } from './plugin-file-cache.ts';

let folder: string;
let path: string;
let file: string;
let parsed: string[];

const parse = (text: string) => {
  parsed.push(text);
  return { made: JSON.parse(text) };
};

const open = async (generation = 'one') => {
  const cache = new PluginFileCache(path, generation);
  await cache.load();
  return cache;
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plugin-file-cache-'));
  path = join(folder, 'plugin-files.json');
  file = join(folder, 'package.json');
  parsed = [];
  await writeFile(file, '"text"');
});

afterEach(() => rm(folder, { recursive: true }));

test('what was read once is not read again, by the same build', async () => {
  const first = await open();
  expect(first.read(file, parse).value).toEqual({ made: 'text' });
  first.save();
  expect((await open()).read(file, parse).value).toEqual({ made: 'text' });
  expect(parsed).toHaveLength(1);
  (await open('two')).read(file, parse);
  expect(parsed).toHaveLength(2);
});

test('a file that was written anew is read anew, be it as long as before', async () => {
  const cache = await open();
  cache.read(file, parse);
  await rm(file);
  await writeFile(file, '"TEXT"');
  expect(cache.read(file, parse).value).toEqual({ made: 'TEXT' });
});

test('what could not be used is tried again', async () => {
  const cache = await open();
  await writeFile(file, '{');
  expect(() => cache.read(file, parse)).toThrow(SyntaxError);
  expect(() => cache.read(file, parse)).toThrow(SyntaxError);
  expect(parsed).toHaveLength(2);
  expect(() => cache.read(join(folder, 'none.json'), parse)).toThrow(expect.objectContaining({ code: 'ENOENT' }));
});

test('what is promised is kept once it is there', async () => {
  const cache = await open();
  const later = (text: string) => Promise.resolve(parse(text));
  expect(await cache.read(file, later).value).toEqual({ made: 'text' });
  expect(cache.read(file, later).value).toEqual({ made: 'text' });
  expect(parsed).toHaveLength(1);
});

test('nothing is written where nothing is new, and what is gone is forgotten', async () => {
  const first = await open();
  first.read(file, parse);
  first.save();
  const { ino } = await stat(path);
  const second = await open();
  second.read(file, parse);
  second.save();
  expect((await stat(path)).ino).toBe(ino);
  const third = await open();
  const other = join(folder, 'other.json');
  await writeFile(other, '1');
  third.read(other, parse);
  third.save();
  expect(Object.keys(JSON.parse(await readFile(path, 'utf8')).entries)).toEqual([other]);
});

test.each(['', '{', 'null', '[]', '{"entries":1}'])('a file that holds %j is as good as none', async (content) => {
  await writeFile(path, content);
  expect((await open()).read(file, parse).value).toEqual({ made: 'text' });
});
