import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TestLink } from '../../../../test/support/postgres-link-fixture.ts';
import { PostgresServer, postgresProblem } from '../../../../test/support/postgres-server.ts';
import { openDataFolder } from '../../data-folder/data-folder.ts';
import { DatabaseAddress } from '../postgres/database-address.ts';
import { SharedStore } from '../shared-store.ts';
import type { SharedStoreEngine } from '../shared-store-engine.ts';
import { type MovedStore, moveStore } from './move-store.ts';
import { openPlace, requireUnused, type StorePlace } from './open-place.ts';
import { describeStore, verifyStore } from './verify-store.ts';

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const seenHeads = { get: async () => undefined, note: () => {} } as never;
const plugin = 'credentials';
const signal = new AbortController().signal;

const open = (place: StorePlace, creates = true) => openPlace(place, { creates, log });
const raise = (error: unknown) => {
  throw error;
};
const storeOf = (engine: SharedStoreEngine) => new SharedStore({ engine, workstation: 'poste', seenHeads, onError: raise });
const move = (source: MovedStore, target: MovedStore, replaces = false) => moveStore({ source, target, replaces, signal });
const movedTo = async (engine: SharedStoreEngine) => (await describeStore(engine)).movedTo;

async function fill(engine: SharedStoreEngine, documents = 1_200): Promise<void> {
  const store = storeOf(engine);
  const changes = Array.from({ length: documents }, (_, index) => ({
    ...{ collection: index % 3 ? 'accounts' : 'é’"', id: `${index} ÀÉ_a`, value: { index, text: 'ü\u2028'.repeat(index % 50) } },
  }));
  await store.write(plugin, changes, [{ action: 'credentials.saved', actor: 'Dupont', details: { ok: true, count: 2 } }]);
  await store.write('other', [{ collection: 'c', id: '1', value: null }], [{ action: 'a' }, { action: 'b', subject: 'é' }]);
  await store.write('other', [{ collection: 'c', id: '1' }]);
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'move-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const placeIn = (name: string): StorePlace => ({ dataFolder: join(folder, name) });

describe('a folder', () => {
  test('that holds nothing is told, and not made', async () => {
    await expect(open(placeIn('none'), false)).rejects.toMatchObject({ code: 'shared-storage.empty' });
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  test('on which a host runs is left alone', async () => {
    await (await open(placeIn('a')))[Symbol.asyncDispose]();
    const host = openDataFolder(join(folder, 'a'));
    await expect(open(placeIn('a'), false)).rejects.toMatchObject({ code: 'shared-storage.folder-in-use' });
    host.dispose();
  });
});

describe.skipIf(postgresProblem !== undefined)('a store', () => {
  let server: PostgresServer;
  let place: StorePlace;
  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    place = { address: DatabaseAddress.parse(server.url(await server.createDatabase())) };
  });

  test('arrives whole, with its name and chain, there and back again', async () => {
    await using source = await open(placeIn('a'));
    await using network = await open(place);
    await using back = await open(placeIn('b'));
    await fill(source.engine);
    const { storeId } = await describeStore(source.engine);
    expect(await move(source, network)).toEqual({ storeId, documents: 1_200, entries: 3 });
    expect(await move(network, back)).toEqual({ storeId, documents: 1_200, entries: 3 });
    expect(await describeStore(back.engine)).toMatchObject({ storeId, movedTo: null });
    expect(await verifyStore(back.engine, signal)).toEqual({
      documents: 1_200,
      entries: 3,
      damaged: [],
      journal: { ok: true, entryCount: 3 },
    });
    expect(await storeOf(back.engine).list(plugin, 'accounts')).toEqual(await storeOf(source.engine).list(plugin, 'accounts'));
    // What was removed is not made anew with a revision that it had before.
    expect(await storeOf(back.engine).write('other', [{ collection: 'c', id: '1', value: 1 }])).toEqual([2]);
  });

  test('that was moved says where to, and takes no more changes', async () => {
    await using source = await open(placeIn('a'));
    await using target = await open(place);
    await fill(source.engine, 3);
    await move(source, target);
    const refusal = { code: 'shared-storage.moved', details: { target: target.name } };
    await expect(storeOf(source.engine).write(plugin, [{ collection: 'c', id: 'x', value: 1 }])).rejects.toMatchObject(refusal);
    await expect(move(source, target)).rejects.toMatchObject(refusal);
    expect(target.name).not.toContain(server.password);
  });

  test('replaces another one only where that was said', async () => {
    await using source = await open(placeIn('a'));
    await using target = await open(place);
    await fill(source.engine, 5);
    await storeOf(target.engine).write('mine', [{ collection: 'c', id: 'kept', value: 1 }]);
    await expect(move(source, target)).rejects.toMatchObject({ code: 'shared-storage.not-empty', details: { documents: 1, entries: 0 } });
    expect(await storeOf(target.engine).get('mine', 'c', 'kept')).toMatchObject({ value: 1 });
    expect(await movedTo(source.engine)).toBeNull();
    await move(source, target, true);
    expect(await storeOf(target.engine).get('mine', 'c', 'kept')).toBeUndefined();
    expect(await verifyStore(target.engine, signal)).toMatchObject({ documents: 5, damaged: [], journal: { ok: true } });
  });

  test('leaves nothing where it did not arrive as it was', async () => {
    await using source = await open(placeIn('a'));
    await using target = await open(place);
    await fill(source.engine, 600);
    const meddle = `CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.value := replace(NEW.value, '"index":77,', '"index":78,'); RETURN NEW; END $$`;
    await target.engine.read((database) => sql.raw(meddle).execute(database));
    await target.engine.read((database) =>
      sql`CREATE TRIGGER meddle BEFORE INSERT ON boule_bleue_document FOR EACH ROW EXECUTE FUNCTION meddle()`.execute(database),
    );
    await expect(move(source, target)).rejects.toMatchObject({ code: 'shared-storage.not-copied' });
    expect(await describeStore(target.engine)).toMatchObject({ documents: 0, entries: 0 });
    expect(await movedTo(source.engine)).toBeNull();
  });

  test('leaves nothing where moving was interrupted, and is moved the next time', async () => {
    await using source = await open(placeIn('a'));
    await using target = await open(place);
    await fill(source.engine, 50);
    const interrupted = AbortSignal.abort(new DOMException('interrupted', 'AbortError'));
    await expect(moveStore({ source, target, replaces: false, signal: interrupted })).rejects.toThrow('interrupted');
    expect(await describeStore(target.engine)).toMatchObject({ documents: 0, entries: 0 });
    await move(source, target);
  });

  test('that arrived before the source could be told is found, and the source told', async () => {
    await using source = await open(placeIn('a'));
    await using target = await open(place);
    await fill(source.engine, 50);
    await move(source, target);
    await source.engine.transaction(({ database }) => database.updateTable('boule_bleue_store').set({ moved_to: null }).execute());
    await move(source, target);
    expect(await movedTo(source.engine)).toBe(target.name);
    await source.engine.transaction(({ database }) => database.updateTable('boule_bleue_store').set({ moved_to: null }).execute());
    await storeOf(target.engine).write(plugin, [{ collection: 'c', id: 'later', value: 1 }]);
    await expect(move(source, target)).rejects.toMatchObject({ code: 'shared-storage.not-empty' });
  });

  test('takes its damaged documents along as they are, and verification names them', async () => {
    await using source = await open(placeIn('a'));
    await using target = await open(place);
    await fill(source.engine, 5);
    const spoil = sql`UPDATE boule_bleue_document SET value = '{}' WHERE plugin = ${plugin} AND id = '1 ÀÉ_a'`;
    await source.engine.transaction(({ database }) => spoil.execute(database));
    await move(source, target);
    expect((await verifyStore(target.engine, signal)).damaged).toEqual([`${plugin}/accounts/1 ÀÉ_a`]);
  });

  test('that workstations use is left alone', async () => {
    await using target = await open(place);
    await requireUnused(target.engine, target.name);
    await using workstation = new TestLink(server.url((place as { address: DatabaseAddress }).address.database));
    await workstation.ask('SELECT 1');
    await expect(requireUnused(target.engine, target.name)).rejects.toMatchObject({
      code: 'shared-storage.in-use',
      details: { connections: 1 },
    });
  });

  test('is not made by looking at a database', async () => {
    await using empty = await open(place, false);
    await expect(describeStore(empty.engine)).rejects.toMatchObject({ code: 'shared-storage.empty' });
    const { database } = (place as { address: DatabaseAddress }).address;
    expect(await server.query("SELECT to_regclass('boule_bleue_store') AS store", [], database)).toEqual([{ store: null }]);
  });
});
