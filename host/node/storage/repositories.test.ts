import { afterEach, beforeEach, expect, test } from 'vitest';
import { ShellError } from '../../../core/errors.ts';
import { StorageFixture } from '../../../test/support/storage-fixture.ts';
import type { Store } from './store.ts';

let fixture: StorageFixture;
let store: Store;
beforeEach(() => {
  fixture = new StorageFixture();
  store = fixture.open();
});
afterEach(() => fixture.dispose());

function reopen(): void {
  store.dispose();
  store = fixture.open();
}

test('settings last, and are forgotten when set to nothing', async () => {
  await store.settings.save({ 'connection.type': 'proxy', 'connection.proxy.port': 8080, 'list.of': ['a', { b: null }] });
  await store.settings.save({ 'connection.type': undefined });
  reopen();
  expect(await store.settings.load()).toEqual({ 'connection.proxy.port': 8080, 'list.of': ['a', { b: null }] });
});

test('several settings are saved together or not at all', async () => {
  await store.settings.save({ first: 1 });
  const unsaveable = { first: 2, second: BigInt(1) as never };
  await expect(store.settings.save(unsaveable)).rejects.toThrow(TypeError);
  expect(await store.settings.load()).toEqual({ first: 1 });
});

test('documents last, in the order of their ids', async () => {
  await store.documents('notes').write([
    { collection: 'page', id: 'b', value: { text: 'œuvre « é »', list: [1, true, null] } },
    { collection: 'page', id: 'a', value: 'first' },
    { collection: 'page', id: 'é', value: 'last' },
    { collection: 'other', id: 'a', value: 0 },
  ]);
  reopen();
  const documents = store.documents('notes');
  expect(await documents.list('page')).toEqual([
    { id: 'a', value: 'first' },
    { id: 'b', value: { text: 'œuvre « é »', list: [1, true, null] } },
    { id: 'é', value: 'last' },
  ]);
  expect(await documents.get('other', 'a')).toBe(0);
  expect(await documents.get('other', 'missing')).toBeUndefined();
});

test('a plugin sees no document of another', async () => {
  await store.documents('one').write([{ collection: 'c', id: 'x', value: 'mine' }]);
  await store.documents('two').write([{ collection: 'c', id: 'x' }]);
  expect(await store.documents('two').list('c')).toEqual([]);
  expect(await store.documents('one').get('c', 'x')).toBe('mine');
});

test('documents of a plugin take no more room than their quota, whoever opens them, and can always be made smaller', async () => {
  const quota = 10_000;
  const write = (id: string, length: number) =>
    store.documents('greedy', quota).write([{ collection: 'c', id, value: 'x'.repeat(length) }]);
  const refused = { code: 'storage.quota', details: { plugin: 'greedy' } };
  await write('a', 6_000);
  await expect(write('b', 6_000)).rejects.toMatchObject(refused);
  const documents = store.documents('greedy', quota);
  await documents.write([{ collection: 'c', id: 'a', value: 'x'.repeat(9_000) }]);
  await expect(documents.write([{ collection: 'c', id: 'many'.repeat(500) }])).resolves.toBeUndefined();
  await expect(documents.write([{ collection: 'c', id: 'many'.repeat(500), value: 1 }])).rejects.toMatchObject(refused);
  expect(await documents.list('c')).toHaveLength(1);
  const stricter = store.documents('greedy', 1_000);
  await stricter.write([{ collection: 'c', id: 'a', value: 'x'.repeat(8_000) }]);
  await stricter.write([{ collection: 'c', id: 'a' }]);
  await expect(stricter.write([{ collection: 'c', id: 'a', value: 'x'.repeat(8_000) }])).rejects.toMatchObject(refused);
  await expect(store.documents('other').write([{ collection: 'c', id: 'a', value: 'x'.repeat(20_000) }])).resolves.toBeUndefined();
});

test('a list of changes is applied as a whole or not at all', async () => {
  const documents = store.documents('one');
  await documents.write([{ collection: 'c', id: 'kept', value: 1 }]);
  const write = documents.write([
    { collection: 'c', id: 'kept' },
    { collection: 'c', id: 'new', value: 2 },
    { collection: 'c', id: 'bad', value: BigInt(3) as never },
  ]);
  await expect(write).rejects.toThrow(TypeError);
  expect(await documents.list('c')).toEqual([{ id: 'kept', value: 1 }]);
});

test('an empty list of changes changes nothing', async () => {
  await store.documents('one').write([]);
  expect(await store.documents('one').list('c')).toEqual([]);
});

test('sealed values last, are replaced and are forgotten', async () => {
  await store.secrets.set('one', 'password', { keyId: 'k1', sealed: Buffer.from([0, 255, 1]) });
  await store.secrets.set('one', 'other', { keyId: 'k1', sealed: Buffer.from([1]) });
  await store.secrets.set('one', 'password', { keyId: 'k2', sealed: Buffer.from([0, 255, 2]) });
  reopen();
  const found = await store.secrets.get('one', 'password');
  expect(found?.keyId).toBe('k2');
  expect([...(found?.sealed ?? [])]).toEqual([0, 255, 2]);
  expect(await store.secrets.names('one')).toEqual(['other', 'password']);
  expect(await store.secrets.keyIds()).toEqual(['k1', 'k2']);
  await store.secrets.delete('one', 'password');
  await store.secrets.delete('one', 'password');
  expect(await store.secrets.get('one', 'password')).toBeUndefined();
});

test('a session is remembered, with its last use to the minute', async () => {
  await store.sessions.add('hash', 1_000_000);
  await store.sessions.touch('hash', 1_010_000);
  expect(await store.sessions.find('hash')).toEqual({ hash: 'hash', createdMs: 1_000_000, lastUsedMs: 1_000_000 });
  await store.sessions.touch('hash', 1_060_000);
  reopen();
  expect(await store.sessions.find('hash')).toEqual({ hash: 'hash', createdMs: 1_000_000, lastUsedMs: 1_060_000 });
});

test('sessions are forgotten one by one or when long unused', async () => {
  await store.sessions.add('old', 1_000);
  await store.sessions.add('new', 5_000);
  await store.sessions.add('ended', 5_000);
  await store.sessions.remove('ended');
  await store.sessions.removeUnusedSince(5_000);
  await store.sessions.touch('old', 9_000_000);
  expect(await store.sessions.find('old')).toBeUndefined();
  expect(await store.sessions.find('ended')).toBeUndefined();
  expect(await store.sessions.find('new')).toBeDefined();
});

test('the window’s arrangement lasts', async () => {
  const layout = {
    openTabs: ['release-notes.panel'],
    activeTab: null,
    sideBar: { panel: null, widthPixels: 300 },
    bottom: { panel: null, heightPixels: 200 },
    recentCommands: ['connection.test'],
  };
  expect(await store.layout.load()).toBeNull();
  await store.layout.save(layout);
  reopen();
  expect(await store.layout.load()).toEqual(layout);
});

test('an arrangement that this version does not understand counts as none', async () => {
  await store.layout.save({ openTabs: 7 } as never);
  expect(await store.layout.load()).toBeNull();
});

test('a store keeps its name and the last port', async () => {
  const name = await store.meta.storeId();
  expect(name).toMatch(/^[0-9a-f]{32}$/);
  expect(await store.meta.lastPort()).toBeUndefined();
  await store.meta.setLastPort(4711);
  reopen();
  expect(await store.meta.storeId()).toBe(name);
  expect(await store.meta.lastPort()).toBe(4711);
});

test('a full disk is reported, loses nothing and can be recovered from', async () => {
  const documents = store.documents('one');
  await documents.write([{ collection: 'c', id: 'kept', value: 1 }]);
  store.database.execute('PRAGMA max_page_count = 12');
  const write = documents.write([
    { collection: 'c', id: 'kept' },
    { collection: 'c', id: 'big', value: 'x'.repeat(100_000) },
  ]);
  await expect(write).rejects.toMatchObject({ code: 'storage.full' });
  await expect(write).rejects.toBeInstanceOf(ShellError);
  expect(await documents.list('c')).toEqual([{ id: 'kept', value: 1 }]);
  store.database.execute('PRAGMA max_page_count = 100000');
  await documents.write([{ collection: 'c', id: 'big', value: 'x'.repeat(100_000) }]);
});
