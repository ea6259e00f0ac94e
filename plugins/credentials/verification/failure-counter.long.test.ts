import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PostgresEngine } from '../../../host/node/shared-storage/postgres/postgres-engine.ts';
import { PostgresServer, postgresProblem } from '../../../test/support/postgres-server.ts';
import { EngineBench } from '../../../test/support/shared-storage/engine-bench.ts';
import { createLink } from '../../../test/support/shared-storage/postgres-links.ts';
import { FailureCounter } from './failure-counter.ts';

const identity = { siret: '73282932000074', lastName: 'Dupont', firstName: 'Élise' };

/** Eight workstations on one PostgreSQL, by the storage that plugins get. */
describe.skipIf(postgresProblem !== undefined)('on PostgreSQL', () => {
  let server: PostgresServer;
  let bench: EngineBench;
  let counters: readonly FailureCounter[];

  beforeAll(async () => {
    server = await PostgresServer.start({ access: ['host all all 127.0.0.1/32 trust'] });
    const url = server.url(await server.createDatabase());
    bench = new EngineBench({
      location: 'network',
      ask: async () => [],
      close: async () => {},
      createEngine: () => new PostgresEngine(createLink(url)),
    });
    await bench.open('poste-0').status();
    counters = Array.from({ length: 8 }, (_, index) => new FailureCounter(bench.open(`poste-${index}`)));
  });
  afterAll(async () => {
    await bench?.[Symbol.asyncDispose]();
    await server?.stop();
  });

  test('one workstation alone gets the turn, and none passes the third refusal unasked', async () => {
    for (let refusals = 1; refusals <= 3; refusals += 1) {
      const answers = await Promise.allSettled(counters.map((counter) => counter.begin(identity)));
      const turns = answers.flatMap((answer) => (answer.status === 'fulfilled' && 'turn' in answer.value ? [answer.value.turn] : []));
      expect(turns).toHaveLength(1);
      expect(await turns[0]?.settle([{ kind: 'refused' }])).toBe(refusals);
    }
    const answers = await Promise.all(counters.map((counter) => counter.begin(identity)));
    expect(answers).toEqual(Array(8).fill({ refusals: 3 }));
  });

  test('no count is lost where all attempts end at once', async () => {
    const people = Array.from({ length: 8 }, (_, index) => ({ ...identity, firstName: `Élise ${index}` }));
    const work = counters.flatMap((counter) => people.map((person) => counter.begin(person).catch(() => undefined)));
    const turns = (await Promise.all(work)).flatMap((answer) => (answer && 'turn' in answer ? [answer.turn] : []));
    expect(turns).toHaveLength(8);
    await Promise.all(turns.map((turn) => turn.settle([{ kind: 'refused' }])));
    expect(await Promise.all(people.map((person) => counters[0]?.count(person)))).toEqual(Array(8).fill(1));
  });
});
