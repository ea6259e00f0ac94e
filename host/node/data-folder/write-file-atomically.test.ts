import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeFileAtomically } from './write-file-atomically.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('replaces a file and leaves nothing beside it', () => {
  const path = join(folder, 'file');
  writeFileSync(path, 'a much longer former content');
  writeFileAtomically(path, 'new');
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(readdirSync(folder)).toEqual(['file']);
});

test.skipIf(process.platform === 'win32')('lets only the owner read the file, whatever was left behind by a crash', () => {
  const path = join(folder, 'file');
  writeFileSync(`${path}.tmp`, 'left behind', { mode: 0o644 });
  writeFileAtomically(path, 'new');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('leaves nothing of the content behind when it cannot get its name', () => {
  const path = join(folder, 'file');
  mkdirSync(join(path, 'in-the-way'), { recursive: true });
  expect(() => writeFileAtomically(path, 'new')).toThrow();
  expect(readdirSync(folder)).toEqual(['file']);
});

test('keeps the former content when the new one cannot be written', () => {
  const path = join(folder, 'missing', 'file');
  expect(() => writeFileAtomically(path, 'new')).toThrow(/ENOENT/);
  expect(readdirSync(folder)).toEqual([]);
});
