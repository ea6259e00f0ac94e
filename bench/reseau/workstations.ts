/** A process with some of the workstations of `shared-storage.ts`: what it is told to do, all of them do at once. */
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { ShellError } from '../../core/errors.ts';
import { DatabaseAddress } from '../../host/node/shared-storage/postgres/database-address.ts';
import { openPostgresEngine } from '../../host/node/shared-storage/postgres/open-postgres-engine.ts';
import { SeenHeads } from '../../host/node/shared-storage/seen-heads.ts';
import { SharedStore } from '../../host/node/shared-storage/shared-store.ts';
import { provideApi } from '../plugins/sample-runtime.ts';
import type { Order, Outcome } from './orders.ts';

provideApi();
const { MemoryLog, MemoryStorage } = await import('../../test/support/memory-services/index.ts');

/** As much as the sealed credentials of an account take. */
const sealed = 'x'.repeat(1_000);
const plugin = 'credentials';

interface Workstation {
  readonly store: SharedStore;
  readonly bare: pg.Client;
}

let workstations: readonly Workstation[] = [];

async function open(url: string, name: string): Promise<Workstation> {
  const engine = openPostgresEngine({ address: DatabaseAddress.parse(url), log: new MemoryLog() });
  const seenHeads = new SeenHeads({ storage: new MemoryStorage(), onError: raise });
  const store = new SharedStore({ engine, workstation: name, seenHeads, onError: raise });
  await untilReached(store);
  const bare = new pg.Client({ connectionString: url });
  await bare.connect();
  return { store, bare };
}

async function untilReached(store: SharedStore): Promise<void> {
  for (;;) {
    const problem = await store.storeId().then(
      () => undefined,
      (error: unknown) => error,
    );
    if (problem === undefined) return;
    if (!(problem instanceof ShellError)) throw problem;
    await delay(20);
  }
}

function raise(error: unknown): never {
  throw error;
}

/** One save of an account's credentials, as somebody edits them who has just read them: anew where somebody else was quicker. */
async function save({ store }: Workstation, account: string): Promise<{ readonly tookMs: number; readonly conflicts: number }> {
  for (let conflicts = 0; ; conflicts += 1) {
    const found = await store.get<{ saves: number }>(plugin, 'account', account);
    const saves = (found?.value.saves ?? 0) + 1;
    const changes = [
      { collection: 'account', id: account, value: { saves }, revision: found?.revision ?? 0 },
      { collection: 'credentials', id: account, value: { sealed } },
    ];
    const began = performance.now();
    try {
      await store.write(plugin, changes, [{ action: 'credentials.credentials-saved', actor: 'Dupont', subject: account }]);
      return { tookMs: performance.now() - began, conflicts };
    } catch (error) {
      if (!(error instanceof ShellError) || error.code !== 'shared-storage.conflict') throw error;
    }
  }
}

/** What a test of the connection writes: the attempt that it is about to make, which all workstations count together for each identity. */
async function count({ store }: Workstation, identity: string): Promise<number> {
  for (let conflicts = 0; ; conflicts += 1) {
    const found = await store.get<{ attempts: number }>(plugin, 'attempts', identity);
    const value = { attempts: (found?.value.attempts ?? 0) + 1 };
    try {
      await store.write(plugin, [{ collection: 'attempts', id: identity, value, revision: found?.revision ?? 0 }]);
      return conflicts;
    } catch (error) {
      if (!(error instanceof ShellError) || error.code !== 'shared-storage.conflict') throw error;
    }
  }
}

async function insert({ bare }: Workstation): Promise<number> {
  const began = performance.now();
  await bare.query('INSERT INTO bare (value) VALUES ($1)', [sealed]);
  return performance.now() - began;
}

async function carryOut(order: Order): Promise<Outcome> {
  if (order.kind === 'open') {
    workstations = await Promise.all(order.names.map((name) => open(order.url, name)));
    return { times: [], conflicts: 0 };
  }
  if (order.kind === 'close') {
    await Promise.all(workstations.flatMap(({ store, bare }) => [store.engine.close(), bare.end()]));
    return { times: [], conflicts: 0 };
  }
  const times: number[] = [];
  let conflicts = 0;
  await Promise.all(
    workstations.slice(0, order.workstations).map(async (workstation, index) => {
      for (let round = 0; round < order.rounds; round += 1) {
        if (order.kind === 'insert') times.push(await insert(workstation));
        else {
          const account = `account-${(index + round) % order.accounts}`;
          const outcome = await save(workstation, account);
          times.push(outcome.tookMs);
          conflicts += outcome.conflicts + (order.tests ? await count(workstation, account) : 0);
        }
      }
    }),
  );
  return { times, conflicts };
}

process.on('message', async (order: Order) => {
  process.send?.(await carryOut(order));
  if (order.kind === 'close') process.exit();
});
