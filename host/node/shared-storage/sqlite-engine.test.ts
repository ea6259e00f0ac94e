import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type BenchOptions, describeSharedStorage } from '../../../test/support/shared-storage/contract-suite.ts';
import { EngineBench, emptyDatabase, withoutClose } from '../../../test/support/shared-storage/engine-bench.ts';
import { describeMeddling } from '../../../test/support/shared-storage/meddling-suite.ts';
import { StorageFixture } from '../../../test/support/storage-fixture.ts';
import { sharedMigrations } from './migrations.ts';
import { type OpenedSqliteEngine, openSqliteEngine } from './open-sqlite-engine.ts';

let folder: string;
let opened: OpenedSqliteEngine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shared-'));
  opened = openSqliteEngine({ path: join(folder, 'shared.sqlite'), backups: join(folder, 'backups') });
  // What survives a power cut is for other tests.
  opened.file.database.execute('PRAGMA synchronous = OFF');
});
afterAll(async () => {
  await opened.engine.close();
  await rm(folder, { recursive: true });
});

async function createBench(options: BenchOptions = {}): Promise<EngineBench> {
  const ask = async (sql: string) => opened.file.database.all(sql);
  await emptyDatabase(ask);
  // One host has the file for itself: its workstations share the connection, and none of them closes it for the others.
  const createEngine = () => withoutClose(opened.engine);
  return new EngineBench({ ...options, location: 'workstation', createEngine, ask, close: async () => {} });
}

describeSharedStorage('shared documents in SQLite', createBench);
describeMeddling('SQLite’s file in the hands of others', createBench);

describe('the file', () => {
  let fixture: StorageFixture;
  const path = () => join(fixture.directory, 'shared.sqlite');
  const session = async <T>(work: (shared: ReturnType<StorageFixture['openShared']>) => Promise<T>): Promise<T> => {
    const store = fixture.open();
    const shared = fixture.openShared(store);
    try {
      return await work(shared);
    } finally {
      await shared[Symbol.asyncDispose]();
      store.dispose();
    }
  };
  const write = (value: string) =>
    session((shared) => shared.call((store) => store.write('p', [{ collection: 'c', id: 'a', value }], [{ action: 'p.written' }])));
  const read = () => session((shared) => shared.call(async (store) => (await store.get('p', 'c', 'a'))?.value));

  beforeEach(() => {
    fixture = new StorageFixture();
  });
  afterEach(() => fixture.dispose());

  test('is made when it is first needed', async () => {
    await session(async () => {});
    expect(fixture.files()).not.toContain('shared.sqlite');
    await write('kept');
    expect(await read()).toBe('kept');
    expect(await session((shared) => shared.call((store) => store.verifyJournal()))).toEqual({ ok: true, entryCount: 1 });
  });

  test.each([
    ['cut in half', () => truncate(path(), 4096 * 3 + 17)],
    ['something else', () => writeFile(path(), 'garbage '.repeat(5_000))],
  ])('that is %s is set aside, and its backup takes its place', async (_case, damage) => {
    await write('kept');
    await damage();
    const notices: string[] = [];
    const value = await session(async (shared) => {
      shared.onNotice(({ key }) => notices.push(key));
      return shared.call(async (store) => (await store.get('p', 'c', 'a'))?.value);
    });
    expect(value).toBe('kept');
    expect(notices).toEqual(['notice.storage.damaged-restored']);
    expect((await readdir(fixture.directory)).filter((name) => /^shared\.set-aside-.*\.sqlite$/.test(name))).toHaveLength(1);
  });

  test('with a spoilt row stays as it is', async () => {
    await write('kept');
    using database = new DatabaseSync(path());
    database.exec(`UPDATE boule_bleue_document SET value = '"spoilt"'`);
    database.close();
    await expect(read()).rejects.toMatchObject({ code: 'shared-storage.document-damaged' });
    expect((await readdir(fixture.directory)).filter((name) => name.includes('set-aside'))).toEqual([]);
  });

  test('of a newer program is told, and not touched', async () => {
    await write('kept');
    const newer = [...sharedMigrations, 'CREATE TABLE boule_bleue_later (id INTEGER)'];
    await openSqliteEngine({ path: path(), backups: join(fixture.directory, 'shared-backups'), migrations: newer }).engine.close();
    const details = { version: newer.length, knownVersion: sharedMigrations.length };
    await expect(read()).rejects.toMatchObject({ code: 'shared-storage.newer', details });
    expect(await session((shared) => shared.status())).toMatchObject({ isReachable: false, problem: 'shared-storage.newer' });
  });

  test('is led to a newer form, with what it holds', async () => {
    await write('kept');
    const newer = [...sharedMigrations, 'ALTER TABLE boule_bleue_document ADD COLUMN later TEXT'];
    const { engine, file } = openSqliteEngine({ path: path(), backups: join(fixture.directory, 'shared-backups'), migrations: newer });
    expect(file.database.all('SELECT value, later FROM boule_bleue_document')).toEqual([{ value: '"kept"', later: null }]);
    expect(file.database.get('SELECT version FROM boule_bleue_store')).toEqual({ version: newer.length });
    await engine.close();
  });
});
