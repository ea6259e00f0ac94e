import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { setAside } from './set-aside.ts';

const now = new Date('2026-03-19T08:30:00.123Z');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'set-aside-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('renames a file and its companions to one dated name', () => {
  writeFileSync(join(folder, 'store.sqlite'), 'store');
  writeFileSync(join(folder, 'store.sqlite-wal'), 'log');
  const kept = setAside(join(folder, 'store.sqlite'), now, ['-wal', '-shm']);
  expect(kept).toBe(join(folder, 'store.set-aside-2026-03-19T08-30-00Z.sqlite'));
  expect(readFileSync(kept, 'utf8')).toBe('store');
  expect(readFileSync(`${kept}-wal`, 'utf8')).toBe('log');
  expect(readdirSync(folder)).toHaveLength(2);
});

test('never overwrites what was set aside in the same second', () => {
  const path = join(folder, 'secrets.key');
  for (const content of ['first', 'second', 'third']) {
    writeFileSync(path, content);
    setAside(path, now);
  }
  const contents = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  expect(contents.sort()).toEqual(['first', 'second', 'third']);
});
