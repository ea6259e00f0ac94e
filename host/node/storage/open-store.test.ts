import { mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ShellError } from '../../../core/errors.ts';
import { StorageFixture } from '../../../test/support/storage-fixture.ts';
import { spawnTypescript } from '../../../test/support/typescript-child.ts';
import { migrations } from './migrations.ts';

let fixture: StorageFixture;
beforeEach(() => {
  fixture = new StorageFixture();
});
afterEach(() => fixture.dispose());

const dayMs = 86_400_000;
const asideName = 'store.set-aside-2026-03-20T08-30-00Z.sqlite';
const noonBefore = Date.parse('2026-03-19T12:00:00Z');

/** A store of yesterday that holds one setting, with its backup, and today's clock. */
async function prepareYesterday(): Promise<void> {
  await fixture.session((store) => store.settings.save({ made: 'yesterday' }));
  fixture.now = new Date(fixture.now.getTime() + dayMs);
}

test('a first start makes a store, without a notice', () => {
  expect(fixture.open().notices).toEqual([]);
});

test.skipIf(process.platform === 'win32')('nothing of the store can be read by other users', async () => {
  const store = fixture.open();
  await store.settings.save({ some: 'value' });
  for (const name of ['store.sqlite', 'store.sqlite-wal']) {
    expect(statSync(join(fixture.directory, name)).mode & 0o777).toBe(0o600);
  }
  store.dispose();
  for (const name of fixture.backupFiles()) expect(statSync(join(fixture.backups, name)).mode & 0o777).toBe(0o600);
});

test('a closed store is one file and one backup', async () => {
  await prepareYesterday();
  expect(fixture.files()).toEqual(['backups', 'store.sqlite']);
  expect(fixture.backupFiles()).toEqual(['store-000001-2026-03-19-v1.sqlite']);
});

const damages: [string, (path: string) => void][] = [
  ['garbage', (path) => writeFileSync(path, 'garbage '.repeat(5000))],
  ['nothing', (path) => truncateSync(path, 0)],
  ['half of itself', (path) => truncateSync(path, 4096 * 3 + 17)],
  ['a page of zeros', (path) => overwrite(path, 4096, Buffer.alloc(4096))],
  ['one other letter', changeLetter],
  ['a foreign database', replaceByForeignDatabase],
];

test.each(damages)('a store that holds %s is set aside, and the backup takes its place', async (_what, damage) => {
  await prepareYesterday();
  damage(fixture.path);
  const damaged = readFileSync(fixture.path);
  const store = fixture.open();
  expect(store.notices).toEqual([{ key: 'notice.storage.damaged-restored', args: { day: noonBefore, file: asideName } }]);
  expect(await store.settings.load()).toEqual({ made: 'yesterday' });
  expect(readFileSync(join(fixture.directory, asideName)).equals(damaged)).toBe(true);
});

test.each(damages)('a store that holds %s is set aside for an empty one where there is no backup', async (_what, damage) => {
  await prepareYesterday();
  rmSync(fixture.backups, { recursive: true });
  damage(fixture.path);
  const store = fixture.open();
  expect(store.notices).toEqual([{ key: 'notice.storage.damaged-empty', args: { file: asideName } }]);
  expect(await store.settings.load()).toEqual({});
});

test('a damaged backup is passed over for an older one', async () => {
  await prepareYesterday();
  await fixture.session((store) => store.settings.save({ made: 'today' }));
  const [older, newer] = fixture.backupFiles();
  overwrite(join(fixture.backups, newer!), 4096, Buffer.alloc(4096));
  writeFileSync(fixture.path, 'garbage');
  const store = fixture.open();
  expect(await store.settings.load()).toEqual({ made: 'yesterday' });
  expect(store.notices[0]?.args?.day).toBe(noonBefore);
  expect(fixture.backupFiles()).toContain(older);
});

test('a store that disappeared is restored, and a log left behind is not replayed into it', async () => {
  await prepareYesterday();
  rmSync(fixture.path);
  writeFileSync(`${fixture.path}-wal`, 'a log without its store');
  const store = fixture.open();
  expect(store.notices).toEqual([{ key: 'notice.storage.missing-restored', args: { day: noonBefore } }]);
  expect(await store.settings.load()).toEqual({ made: 'yesterday' });
  expect(fixture.files().some((name) => name.startsWith('store.set-aside-'))).toBe(true);
});

test('damage in the middle of a run neither spoils the backups nor keeps the store from closing', async () => {
  await prepareYesterday();
  const former = fixture.backupFiles();
  const failures: unknown[] = [];
  const store = fixture.open({ onBackupError: (error) => failures.push(error) });
  await store.settings.save({ made: 'today' });
  overwrite(fixture.path, 4096, Buffer.alloc(statSync(fixture.path).size - 4096, 0xaa));
  store.database.execute('PRAGMA shrink_memory');
  store.dispose();
  expect(failures).toEqual([expect.objectContaining({ code: 'storage.damaged' })]);
  expect(fixture.backupFiles()).toEqual(former);
});

test('at most three days are backed up, the last ones, whatever the clock says', async () => {
  for (const day of ['2026-03-19', '2026-03-20', '2099-01-01', '2026-03-21', '2026-03-21', '2026-03-22']) {
    fixture.now = new Date(`${day}T10:00:00Z`);
    await fixture.session((store) => store.settings.save({ day }));
  }
  const days = fixture.backupFiles().map((name) => name.slice(13, 23));
  expect(days).toEqual(['2099-01-01', '2026-03-21', '2026-03-22']);
});

test('a run that changes nothing makes no second backup on the same day', async () => {
  await fixture.session(async () => {});
  const former = fixture.backupFiles();
  await fixture.session(async (store) => {
    await store.settings.load();
  });
  expect(fixture.backupFiles()).toEqual(former);
});

test('a store of a newer version is refused and left alone', async () => {
  await prepareYesterday();
  const database = new DatabaseSync(fixture.path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA user_version = 999');
  // A copy made while it is open has a log, as after a crash.
  const [store, log] = [readFileSync(fixture.path), readFileSync(`${fixture.path}-wal`)];
  database.close();
  writeFileSync(fixture.path, store);
  writeFileSync(`${fixture.path}-wal`, log);
  const former = fixture.files();
  expect(() => fixture.open()).toThrow(expect.objectContaining({ code: 'storage.newer' }));
  expect(fixture.files()).toEqual(former);
  expect(readFileSync(fixture.path).equals(store)).toBe(true);
  expect(readFileSync(`${fixture.path}-wal`).equals(log)).toBe(true);
});

test('an older store is backed up, then led to the newest version', async () => {
  await prepareYesterday();
  const steps = [...migrations, 'CREATE TABLE further (x TEXT) STRICT', 'CREATE TABLE furthest (x TEXT) STRICT'];
  const store = fixture.open({ migrations: steps });
  expect(await store.settings.load()).toEqual({ made: 'yesterday' });
  expect(fixture.backupFiles().at(-1)).toMatch(/2026-03-20-v1\.sqlite$/);
  store.dispose();
  expect(() => fixture.open()).toThrow(expect.objectContaining({ code: 'storage.newer' }));
});

test('a migration that fails leaves the store as it was', async () => {
  await prepareYesterday();
  const steps = [...migrations, 'CREATE TABLE further (x TEXT) STRICT; DELETE FROM setting; CREATE NONSENSE'];
  expect(() => fixture.open({ migrations: steps })).toThrow(/syntax error/);
  expect(await fixture.open().settings.load()).toEqual({ made: 'yesterday' });
});

test('a backup of a newer program is not restored into an older one', async () => {
  const steps = [...migrations, 'CREATE TABLE further (x TEXT) STRICT'];
  fixture.open({ migrations: steps }).dispose();
  writeFileSync(fixture.path, 'garbage');
  expect(fixture.open().notices[0]?.key).toBe('notice.storage.damaged-empty');
});

test('a store that cannot be opened is reported', () => {
  mkdirSync(fixture.path);
  expect(() => fixture.open()).toThrow(ShellError);
  expect(() => fixture.open()).toThrow(expect.objectContaining({ code: 'storage.not-writable' }));
});

test('every write that was acknowledged survives kill -9', async () => {
  const child = spawnTypescript(`
    const { openStore } = await import(${JSON.stringify(new URL('open-store.ts', import.meta.url).href)});
    const store = openStore({ path: ${JSON.stringify(fixture.path)}, backups: ${JSON.stringify(fixture.backups)} });
    for (let count = 1; ; count++) {
      await store.settings.save({ count });
      process.stdout.write(count + ';');
    }`);
  await child.waitFor(';20;');
  await child.kill();
  const acknowledged = Number(child.output().split(';').at(-2));
  const store = fixture.open();
  expect(store.notices).toEqual([]);
  expect((await store.settings.load()).count).toBeGreaterThanOrEqual(acknowledged);
});

function overwrite(path: string, position: number, bytes: Buffer): void {
  const content = readFileSync(path);
  bytes.copy(content, position);
  writeFileSync(path, content);
}

function changeLetter(path: string): void {
  const content = readFileSync(path);
  content.write('Y', content.indexOf('yesterday'));
  writeFileSync(path, content);
}

function replaceByForeignDatabase(path: string): void {
  rmSync(path);
  const database = new DatabaseSync(path);
  database.exec('CREATE TABLE something (else_ TEXT)');
  database.close();
}
