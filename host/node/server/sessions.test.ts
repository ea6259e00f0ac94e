import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../storage/open-store.ts';
import type { Store } from '../storage/store.ts';
import { Sessions } from './sessions.ts';

const day = 24 * 3_600_000;

let folder: string;
let store: Store;
let now: number;

const open = () => openStore({ path: join(folder, 'store.sqlite'), backups: join(folder, 'backups') });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sessions-'));
  store = open();
  now = 1_000 * day;
});

afterEach(async () => {
  store.dispose();
  await rm(folder, { recursive: true });
});

test('a session outlives the host, and its id is nowhere on the disk', async () => {
  const session = await new Sessions(store.sessions).begin();
  store.dispose();
  store = open();
  const sessions = new Sessions(store.sessions);
  expect(await sessions.isOpen(session)).toBe(true);
  expect(await sessions.isOpen({ ...session, key: `${session.key}x` })).toBe(false);
  expect(await sessions.isOpen({ ...session, place: `${session.place}x` })).toBe(false);
  expect(await sessions.isOpen({ place: '', key: '' })).toBe(false);
  store.dispose();
  const disk = await readFile(join(folder, 'store.sqlite'));
  expect([session.place, session.key].filter((half) => disk.includes(half))).toEqual([]);
});

test('a session that is used stays open, one that is not ends after thirty days', async () => {
  const sessions = new Sessions(store.sessions, () => now);
  const [used, idle] = [await sessions.begin(), await sessions.begin()];
  now += 29 * day;
  expect(await sessions.isOpen(used)).toBe(true);
  now += 29 * day;
  expect(await sessions.isOpen(used)).toBe(true);
  expect(await sessions.isOpen(idle)).toBe(false);
});

test('ended sessions are forgotten', async () => {
  const sessions = new Sessions(store.sessions, () => now);
  const idle = await sessions.begin();
  now += 31 * day;
  await sessions.removeIdle();
  now -= 31 * day;
  expect(await sessions.isOpen(idle)).toBe(false);
});
