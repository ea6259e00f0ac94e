import { describe, expect, test } from 'vitest';
import { MemorySharedStorage, MemorySharedStore, MemoryStorage } from '../../../test/support/memory-services/index.ts';
import type { AuthenticationOutcome } from '../exchange/net-entreprises-exchange.ts';
import { type AttemptTurn, FailureCounter, identityKey } from './failure-counter.ts';

const identity = { siret: '73282932000074', lastName: 'Dupont', firstName: 'Élise' };
const refused: AuthenticationOutcome = { kind: 'refused' };
const accepted = { kind: 'accepted' } as AuthenticationOutcome;
const outage: AuthenticationOutcome = { kind: 'unavailable' };
const running = { code: 'credentials.test-running' };

/** Two workstations of one office, with a clock each. */
function setUp() {
  const store = new MemorySharedStore('network');
  const clocks = { one: 1_000_000, two: 1_000_000 };
  return {
    store,
    clocks,
    one: new FailureCounter(new MemorySharedStorage(store, 'poste-1'), () => clocks.one),
    two: new FailureCounter(new MemorySharedStorage(store, 'poste-2'), () => clocks.two),
  };
}

async function take(counter: FailureCounter, agreed?: number, of = identity): Promise<AttemptTurn> {
  const answer = await counter.begin(of, agreed);
  if (!('turn' in answer)) throw new Error(`To be agreed to: ${answer.refusals} refusals`);
  return answer.turn;
}

const attempt = async (counter: FailureCounter, ...outcomes: AuthenticationOutcome[]) =>
  (await take(counter, Number.POSITIVE_INFINITY)).settle(outcomes);

describe('refusals', () => {
  test('are counted over all workstations, until one is accepted', async () => {
    const { one, two } = setUp();
    expect(await attempt(one, refused)).toBe(1);
    expect(await attempt(two, { kind: 'unknown-refusal', status: 401 })).toBe(2);
    expect(await attempt(one, accepted)).toBe(0);
    expect(await two.count(identity)).toBe(0);
  });

  test.each([[outage], [{ kind: 'blocked' }], [{ kind: 'expired' }], [{ kind: 'plain-http' }]] as AuthenticationOutcome[][])(
    'do not come from %j: the attempt is given back',
    async (outcome) => {
      const { one, two } = setUp();
      await attempt(one, refused);
      expect(await attempt(one, outcome as AuthenticationOutcome)).toBe(1);
      expect(await two.count(identity)).toBe(1);
    },
  );

  test('of a test that signed in twice are those after the last success', async () => {
    const { one } = setUp();
    await attempt(one, refused);
    await attempt(one, refused);
    expect(await attempt(one, accepted, refused)).toBe(1);
    expect(await attempt(one)).toBe(1);
  });

  test('stay counted where the workstation went away in the middle', async () => {
    const { one, two } = setUp();
    await take(one);
    expect(await two.count(identity)).toBe(1);
  });

  test('of spellings that the portal may take for one person are counted together', async () => {
    const { one } = setUp();
    await attempt(one, refused);
    expect(await one.count({ ...identity, lastName: 'DUPONT', firstName: 'E\u0301LISE' })).toBe(1);
    expect(await one.count({ ...identity, firstName: 'Anne' })).toBe(0);
  });

  test('have to be agreed to from the third on, by number', async () => {
    const { one, two } = setUp();
    for (let count = 1; count <= 3; count += 1) await attempt(one, refused);
    expect(await two.begin(identity)).toEqual({ refusals: 3 });
    expect(await (await take(two, 3)).settle([refused])).toBe(4);
    expect(await one.begin(identity, 3)).toEqual({ refusals: 4 });
  });

  test('start anew when told to: a changed password has its try', async () => {
    const { one, two } = setUp();
    for (let count = 1; count <= 3; count += 1) await attempt(one, refused);
    await two.reset(identity);
    expect(await one.count(identity)).toBe(0);
    expect(await (await take(one)).settle([accepted])).toBe(0);
    await take(one);
  });

  test('never reach the fifth unless somebody agrees, however often changed passwords are saved', async () => {
    const { one, two } = setUp();
    for (let count = 1; count <= 3; count += 1) await attempt(one, refused);
    await two.reset(identity);
    expect(await (await take(two)).settle([refused])).toBe(1);
    await one.reset(identity);
    expect(await one.begin(identity)).toEqual({ refusals: 4 });
    await two.reset(identity);
    expect(await two.begin(identity, 3)).toEqual({ refusals: 4 });
    await (await take(two, 4)).settle([outage]);
    expect(await one.begin(identity)).toEqual({ refusals: 4 });
    await attempt(one, accepted);
    await take(two);
  });

  test('that ended with a success leave nothing behind', async () => {
    const { one, store } = setUp();
    await attempt(one, refused);
    await attempt(one, accepted);
    expect(store.of('plugin').size).toBe(0);
  });

  test('that a former version counted on this workstation are taken over once', async () => {
    const { one } = setUp();
    const storage = new MemoryStorage();
    await storage.write([{ collection: 'refusals', id: await identityKey(identity), value: { count: 2 } }]);
    await one.adopt(storage);
    expect(await one.count(identity)).toBe(2);
    await one.reset(identity);
    await one.adopt(storage);
    expect(await one.count(identity)).toBe(0);
  });
});

describe('a turn', () => {
  test('is given to one workstation alone, however many ask at once', async () => {
    const { store } = setUp();
    const counters = Array.from({ length: 20 }, (_, index) => new FailureCounter(new MemorySharedStorage(store, `poste-${index}`)));
    const outcomes = await Promise.allSettled(counters.map((counter) => counter.begin(identity)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toMatchObject(Array(19).fill({ reason: running }));
    expect(await counters[0]?.count(identity)).toBe(1);
  });

  test('names the workstation that has it', async () => {
    const { one, two } = setUp();
    await take(one);
    await expect(two.begin(identity)).rejects.toMatchObject({ ...running, details: { workstation: 'poste-1' } });
    await take(two, 0, { ...identity, firstName: 'Anne' });
  });

  test('at the threshold is not given to two', async () => {
    const { one, two } = setUp();
    await attempt(one, refused);
    await attempt(one, refused);
    const turn = await take(one);
    await expect(two.begin(identity)).rejects.toMatchObject(running);
    await turn.settle([refused]);
    expect(await two.begin(identity)).toEqual({ refusals: 3 });
  });

  test('ends by itself, and its attempt stays counted', async () => {
    const { one, two, clocks } = setUp();
    const lost = await take(one);
    clocks.two += 149_000;
    await expect(two.begin(identity)).rejects.toMatchObject(running);
    clocks.two += 1_000;
    const turn = await take(two);
    expect(turn.count).toBe(2);
    await lost.settle([outage]);
    await expect(one.begin(identity)).rejects.toMatchObject(running);
    expect(await turn.settle([refused])).toBe(1);
  });

  test('that a clock of tomorrow took ends as soon', async () => {
    const { one, two, clocks } = setUp();
    clocks.one += 86_400_000;
    await take(one);
    await expect(two.begin(identity)).rejects.toMatchObject(running);
    clocks.two += 150_000;
    await take(two);
  });

  test('outlasts a count that starts anew', async () => {
    const { one, two } = setUp();
    const turn = await take(one);
    await two.reset(identity);
    await expect(two.begin(identity)).rejects.toMatchObject(running);
    expect(await turn.settle([refused])).toBe(1);
  });
});

describe('what is kept', () => {
  test('names no person, and holds nothing of a password', async () => {
    const { one, store } = setUp();
    await attempt(one, refused);
    const [kept] = store.of('plugin').values();
    expect(JSON.stringify(kept)).not.toMatch(/dupont|lise|732829/i);
    expect(JSON.parse(kept?.text ?? '')).toEqual({ count: 1, total: 1 });
  });

  test('keeps two identities apart whose texts join to the same', async () => {
    expect(await identityKey({ siret: '1', lastName: 'AB', firstName: 'C' })).not.toBe(
      await identityKey({ siret: '1', lastName: 'A', firstName: 'BC' }),
    );
  });

  test.each(['of another shape', 'damaged'])('and is %s may have told of refusals: the next attempt has to be agreed to', async (fault) => {
    const { one, store } = setUp();
    const id = await identityKey(identity);
    await new MemorySharedStorage(store).write([{ collection: 'refusals', id, value: { count: 'many' } }]);
    if (fault === 'damaged') store.damage('plugin', 'refusals', id);
    expect(await one.begin(identity)).toEqual({ refusals: 3 });
    expect(await attempt(one, accepted)).toBe(0);
    expect(await one.count(identity)).toBe(0);
  });

  test('is not guessed at where it cannot be had: nothing is sent', async () => {
    const { one, store } = setUp();
    store.problem = 'shared-storage.unreachable';
    await expect(one.begin(identity)).rejects.toMatchObject({ code: 'shared-storage.unreachable' });
  });
});
