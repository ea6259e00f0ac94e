/** Fifty workstations that save and test at once on one PostgreSQL, beside a bare `INSERT` by as many connections in the same run. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PostgresServer, postgresProblem } from '../../test/support/postgres-server.ts';
import { type Comparison, median, percentile } from '../statistics.ts';
import type { Order, Outcome } from './orders.ts';

const processes = 5;
const workstationsPerProcess = 10;
const workstations = processes * workstationsPerProcess;
const rounds = 8;
const roundsAlone = 50;
const measurements = 3;
/** So few that every one of them is always being edited by several. */
const contendedAccounts = 10;

export async function compareSharedStorage(): Promise<Comparison[]> {
  if (postgresProblem !== undefined) return [];
  // A hundred, the default, is enough for the workstations, but not for as many bare connections too.
  await using server = await PostgresServer.start({ isDurable: true, settings: { max_connections: '160' } });
  const database = await server.createDatabase();
  await server.query('CREATE TABLE bare (value text)', [], database);
  const children = Array.from({ length: processes }, startProcess);
  try {
    await openAll(children, server.url(database));
    const comparisons = [await compareAlone(children), await compareTogether(children)];
    await requireNothingLost(server, database);
    return comparisons;
  } finally {
    await Promise.all(children.map((child) => tell(child, { kind: 'close' })));
  }
}

/** One workstation while the others do nothing: what a save costs by itself. */
async function compareAlone(children: readonly ChildProcess[]): Promise<Comparison> {
  const [saves, inserts] = await inTurn(children.slice(0, 1), { workstations: 1, rounds: roundsAlone, accounts: 1, tests: false });
  const what = 'réseau: a save, nobody else at work';
  return { what, unit: 'ms', ours: median(saves), baseline: median(inserts), beside: 'bare INSERT' };
}

async function compareTogether(children: readonly ChildProcess[]): Promise<Comparison> {
  const [saves, inserts] = await inTurn(children, {
    workstations: workstationsPerProcess,
    rounds,
    accounts: contendedAccounts,
    tests: true,
  });
  const what = `réseau: a save, ${workstations} saving and testing at once, p99`;
  return { what, unit: 'ms', ours: percentile(saves, 0.99), baseline: percentile(inserts, 0.99), beside: 'bare INSERT' };
}

type Work = Omit<Extract<Order, { kind: 'save' }>, 'kind'>;

let savesTold = 0;
let attemptsTold = 0;

/** The times of all saves and of all insertions, made in turn. */
async function inTurn(children: readonly ChildProcess[], work: Work): Promise<[number[], number[]]> {
  const [saves, inserts]: [number[], number[]] = [[], []];
  for (let count = 0; count <= measurements; count += 1) {
    const saved = await tellAll(children, { kind: 'save', ...work });
    const inserted = await tellAll(children, { kind: 'insert', ...work });
    savesTold += saved.length;
    if (work.tests) attemptsTold += saved.length;
    // The first time isn't counted.
    if (count > 0) [saves, inserts].forEach((times, index) => times.push(...([saved, inserted][index] ?? [])));
  }
  return [saves, inserts];
}

/** Each save that was told as done raised a number by one. */
async function requireNothingLost(server: PostgresServer, database: string): Promise<void> {
  const sum = (member: string, collection: string) =>
    server.query<{ sum: string }>(
      `SELECT sum((value::json->>'${member}')::int) AS sum FROM boule_bleue_document WHERE collection = '${collection}'`,
      [],
      database,
    );
  const [[saves], [attempts]] = [await sum('saves', 'account'), await sum('attempts', 'attempts')];
  const [kept, told] = [
    [Number(saves?.sum), Number(attempts?.sum)],
    [savesTold, attemptsTold],
  ];
  if (String(kept) !== String(told)) throw new Error(`Of ${told} saves and attempts ${kept} are there.`);
}

function startProcess(): ChildProcess {
  const register = new URL('../../test/support/register-typescript.ts', import.meta.url).href;
  return fork(join(import.meta.dirname, 'workstations.ts'), { execArgv: ['--import', register] });
}

async function openAll(children: readonly ChildProcess[], url: string): Promise<void> {
  // The first makes the tables.
  for (const [index, child] of children.entries()) {
    const names = Array.from({ length: workstationsPerProcess }, (_, number) => `poste-${index}-${number}`);
    await tell(child, { kind: 'open', url, names });
  }
}

async function tellAll(children: readonly ChildProcess[], order: Order): Promise<number[]> {
  return (await Promise.all(children.map((child) => tell(child, order)))).flatMap(({ times }) => times);
}

async function tell(child: ChildProcess, order: Order): Promise<Outcome> {
  const listening = new AbortController();
  const { signal } = listening;
  const told = once(child, 'message', { signal }).then(([outcome]) => outcome as Outcome);
  const ended = once(child, 'exit', { signal }).then(() => undefined);
  child.send(order);
  try {
    const outcome = await Promise.race([told, ended]);
    if (outcome === undefined) throw new Error(`A process of workstations ended instead of doing this: ${order.kind}`);
    return outcome;
  } finally {
    for (const waiting of [told, ended]) waiting.catch(() => {});
    listening.abort();
  }
}
