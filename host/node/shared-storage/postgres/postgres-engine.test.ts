import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SharedStorageChange } from '../../../../core/services/shared-storage-service.ts';
import { PostgresServer, postgresProblem } from '../../../../test/support/postgres-server.ts';
import { type BenchOptions, describeSharedStorage } from '../../../../test/support/shared-storage/contract-suite.ts';
import { EngineBench, emptyDatabase, withoutClose } from '../../../../test/support/shared-storage/engine-bench.ts';
import { describeMeddling } from '../../../../test/support/shared-storage/meddling-suite.ts';
import { createLink } from '../../../../test/support/shared-storage/postgres-links.ts';
import { sharedMigrations } from '../migrations.ts';
import { PostgresEngine } from './postgres-engine.ts';

describe.skipIf(postgresProblem !== undefined)('PostgreSQL', () => {
  let server: PostgresServer;
  let administrator: Awaited<ReturnType<PostgresServer['connect']>>;
  let database: string;
  /** By workstation. */
  const engines = new Map<string, PostgresEngine>();

  beforeAll(async () => {
    server = await PostgresServer.start({ access: ['host all all 127.0.0.1/32 trust'] });
    database = await server.createDatabase();
    administrator = await server.connect(database);
    // The first workstation makes the tables.
    await using bench = new EngineBench({ ...parts({}), createEngine: connect });
    await bench.open('poste-1').status();
  });
  afterAll(async () => {
    await Promise.all([...engines.values()].map((engine) => engine.close()));
    await administrator?.end();
    await server?.stop();
  });

  const ask = async (sql: string) => (await administrator.query(sql)).rows;
  const connect = () => new PostgresEngine(createLink(server.url(database)));
  const engineOf = (workstation: string) => {
    const engine = engines.get(workstation) ?? connect();
    engines.set(workstation, engine);
    return withoutClose(engine);
  };
  const parts = (options: BenchOptions) => ({
    ...options,
    ...{ location: 'network' as const, ask, close: async () => {}, createEngine: engineOf },
  });
  const createBench = async (options: BenchOptions = {}) => {
    await emptyDatabase(ask);
    await untilAllIsTold();
    return new EngineBench(parts(options));
  };
  /** What is announced arrives in its order: behind this, nothing of the test before is left. */
  const untilAllIsTold = async () => {
    const reached = [...engines.values()].filter((engine) => engine.status().isReachable);
    const heard = reached.map((engine) => new Promise((resolve) => engine.onNews(({ kind }) => kind === 'all' && resolve(kind))));
    await ask(`SELECT pg_notify('boule_bleue', '')`);
    await Promise.all(heard);
  };

  describeSharedStorage('as the shared storage', createBench);
  describeMeddling('in the hands of its administrator', createBench);

  describe('by itself', () => {
    let bench: EngineBench;
    beforeEach(async () => {
      await emptyDatabase(ask);
      bench = new EngineBench({ ...parts({}), createEngine: connect });
      return () => bench[Symbol.asyncDispose]();
    });

    test('many workstations that come at once make one set of tables', async () => {
      const fresh = await server.createDatabase();
      const links = Array.from({ length: 6 }, () => createLink(server.url(fresh)));
      await using others = new EngineBench({
        ...parts({}),
        createEngine: () => new PostgresEngine(links.pop() ?? expect.fail('too many')),
      });
      const statuses = await Promise.all(Array.from({ length: 6 }, (_, index) => others.open(`poste-${index}`).status()));
      expect(statuses.map(({ problem }) => problem)).toEqual(statuses.map(() => undefined));
      expect(new Set(statuses.map(({ storeId }) => storeId)).size).toBe(1);
    });

    test('a newer form is told, and nothing is changed', async () => {
      await ask('UPDATE boule_bleue_store SET version = 7');
      const service = bench.open('poste-1');
      const details = { version: 7, knownVersion: sharedMigrations.length };
      await expect(service.write([{ collection: 'c', id: 'a', value: 1 }])).rejects.toMatchObject({
        code: 'shared-storage.newer',
        details,
      });
      expect(await service.status()).toMatchObject({ isReachable: false, problem: 'shared-storage.newer' });
      expect(await ask('SELECT * FROM boule_bleue_document')).toEqual([]);
    });

    test('more changed ids than a notification holds: anything of that plugin may have changed', async () => {
      const [mine, theirs, other] = [bench.open('poste-1'), bench.open('poste-2'), bench.open('poste-2', 'other')].map((service) => {
        const heard: SharedStorageChange[] = [];
        service.onDidChange((change) => heard.push(change));
        return { service, heard };
      });
      for (const one of [mine, theirs, other]) await one?.service.status();
      for (const one of [mine, theirs, other]) one?.heard.splice(0);
      const ids = Array.from({ length: 500 }, (_, index) => `${index}`.padStart(30, '0'));
      await mine?.service.write(ids.map((id) => ({ collection: 'c', id, value: 1 })));
      await vi.waitFor(() => expect(theirs?.heard).toEqual([{ kind: 'all' }]), 5_000);
      expect(mine?.heard).toEqual([{ kind: 'documents', collection: 'c', ids }]);
      expect(other?.heard).toEqual([]);
    });

    test.each(['', 'garbage', '{"sender":1}', '{"sender":"x","number":1,"plugin":"plugin","collections":[{"collection":1}]}'])(
      'a notification that nobody of us sent: anything may have changed (%j)',
      async (payload) => {
        const service = bench.open('poste-1');
        await service.status();
        const heard: SharedStorageChange[] = [];
        service.onDidChange((change) => heard.push(change));
        await ask(`SELECT pg_notify('boule_bleue', '${payload}')`);
        await vi.waitFor(() => expect(heard).toEqual([{ kind: 'all' }]), 5_000);
      },
    );

    test('a default of the database that would have writers refuse each other changes nothing', async () => {
      await ask(`ALTER DATABASE ${database} SET default_transaction_isolation = 'serializable'`);
      try {
        const writes = ['poste-1', 'poste-2', 'poste-3'].map(async (name) => {
          const service = bench.open(name);
          for (let index = 0; index < 5; index++) await service.write([], [{ action: 'plugin.noted' }]);
        });
        await Promise.all(writes);
        expect(await bench.open('poste-1').verifyJournal()).toEqual({ ok: true, entryCount: 15 });
      } finally {
        await ask(`ALTER DATABASE ${database} RESET default_transaction_isolation`);
      }
    });

    test('tables that are gone are told', async () => {
      const service = bench.open('poste-1');
      await service.status();
      await ask('ALTER TABLE boule_bleue_document RENAME TO elsewhere');
      try {
        await expect(service.list('c')).rejects.toMatchObject({ code: 'shared-storage.damaged' });
      } finally {
        await ask('ALTER TABLE elsewhere RENAME TO boule_bleue_document');
      }
      expect(await service.list('c')).toEqual({ documents: [], damaged: [] });
    });

    test('a row that somebody keeps locked holds a call no longer than the server lets a statement take', async () => {
      const impatient = () => new PostgresEngine(createLink(server.url(database), { silenceMs: 1_000 }));
      await using workstation = new EngineBench({ ...parts({}), createEngine: impatient });
      const service = workstation.open('poste-1');
      await service.status();
      await ask('BEGIN');
      try {
        await ask('SELECT * FROM boule_bleue_store FOR UPDATE');
        await expect(service.write([{ collection: 'c', id: 'a', value: 1 }])).rejects.toMatchObject({ code: 'shared-storage.unreachable' });
      } finally {
        await ask('ROLLBACK');
      }
      expect(await service.write([{ collection: 'c', id: 'a', value: 1 }])).toEqual([1]);
    });
  });
});
