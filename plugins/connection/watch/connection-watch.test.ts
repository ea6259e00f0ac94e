import { EventEmitter, type Message } from 'boule-bleue';
import { beforeEach, describe, expect, test } from 'vitest';
import { MemoryContextKeys, MemoryLog } from '../../../test/support/memory-services/index.ts';
import type { AccessTestView } from '../access-test/access-tests.ts';
import type { Sight } from '../access-test/look-at-server.ts';
import type { Refusal } from '../connection-gate.ts';
import { StatusKeeper } from '../connection-status.ts';
import type { Cause } from '../diagnosis/cause.ts';
import { ConnectionWatch } from './connection-watch.ts';
import { TestClock } from './test-clock.ts';

const next: Message = { key: 'next' };
const gone = (cause: Cause, args?: Message['args']): Sight => ({
  isReached: false,
  verdict: { state: 'failed', reason: { key: `cause.${cause}`, ...(args && { args }) }, next, cause },
});
const here: Sight = { isReached: true };
const connected = { state: 'connected' } as const;

let clock: TestClock;
let status: StatusKeeper;
let states: string[];
let network: EventEmitter<void>;
let gate: { refusal: Refusal | null; changes: EventEmitter<void> };
let tests: { view: AccessTestView | null; changes: EventEmitter<void> };
let log: MemoryLog;
/** What the server shows, oldest first; the last stays. */
let sights: (Sight | Error | 'nothing yet')[];
let looks: AbortSignal[];
let logins: number;
/** Tests of the access to all servers. */
let accessTests: AbortSignal[];
/** What such a test comes to. */
let testAccess: () => Promise<void>;
/** What an authentication comes to. */
let authentication: () => void;
let watch: ConnectionWatch;

beforeEach(() => {
  clock = new TestClock();
  states = [];
  status = new StatusKeeper(new MemoryContextKeys());
  status.onDidChange(({ state }) => void states.push(state));
  network = new EventEmitter();
  gate = { refusal: null, changes: new EventEmitter() };
  tests = { view: null, changes: new EventEmitter() };
  log = new MemoryLog();
  [sights, looks, logins, accessTests] = [[gone('timeout')], [], 0, []];
  testAccess = async () => {};
  authentication = () => status.set(connected);
  watch = new ConnectionWatch({
    status,
    gate: {
      onDidChange: gate.changes.event,
      get refusal() {
        return gate.refusal;
      },
    },
    tests: {
      onDidChange: tests.changes.event,
      get view() {
        return tests.view;
      },
    },
    look,
    authenticate: async () => {
      logins += 1;
      authentication();
    },
    testAccess: (signal) => {
      accessTests.push(signal);
      return testAccess();
    },
    onDidChangeNetwork: network.event,
    clock,
    log,
  });
  watch.start();
});

async function look(signal: AbortSignal): Promise<Sight> {
  looks.push(signal);
  const sight = sights.length > 1 ? sights.shift()! : sights[0]!;
  if (sight === 'nothing yet') return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  if (sight instanceof Error) throw sight;
  return sight;
}

const fail = (cause: Cause | null = 'timeout', args?: Message['args']) =>
  status.set({ state: 'failed', reason: { key: `cause.${cause}`, ...(args && { args }) }, next, cause });

const runTest = (now: AccessTestView['status']) => {
  tests.view = { status: now } as AccessTestView;
  tests.changes.fire();
};
const refuse = (refusal: Refusal | null) => {
  gate.refusal = refusal;
  gate.changes.fire();
};

describe('while the heart shows', () => {
  test('the server is looked for at growing intervals, five minutes at most', async () => {
    fail();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 9; attempt += 1) {
      const waitMs = (watch.state?.nextAtMs ?? 0) - clock.now();
      waits.push(waitMs);
      await clock.pass(waitMs - 1);
      expect(looks).toHaveLength(attempt);
      await clock.pass(1);
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300].map((seconds) => seconds * 1_000));
    expect(logins).toBe(0);
  });

  test('the intervals are left to chance, from a second on', async () => {
    clock.chance = 0.5;
    fail();
    expect(watch.state).toEqual({ nextAtMs: clock.now() + 2_500, isAskedToWait: false });
    clock.chance = 0;
    await clock.pass(2_500);
    expect(watch.state?.nextAtMs).toBe(clock.now() + 1_000);
  });

  test('the ball turns blue by itself once the server is there', async () => {
    fail();
    await clock.pass(5_000);
    sights = [here];
    await clock.pass(10_000);
    expect([logins, states]).toEqual([1, ['failed', 'failed', 'connected']]);
    expect([watch.state, clock.pending]).toEqual([null, 0]);
  });

  test('a login that fails where the server is there waits longer each time', async () => {
    sights = [here];
    authentication = () => fail('server-error');
    fail();
    await clock.pass(5_000);
    expect([logins, watch.state?.nextAtMs]).toEqual([1, clock.now() + 10_000]);
    await clock.pass(10_000);
    expect([logins, watch.state?.nextAtMs]).toEqual([2, clock.now() + 20_000]);
  });

  test('a refusal of the installation ends it', async () => {
    sights = [here];
    authentication = () => status.set({ state: 'refused', reason: next, next });
    fail();
    await clock.pass(5_000);
    expect([logins, watch.state, clock.pending]).toEqual([1, null, 0]);
  });

  test('the time that the server asks for is kept, also where the network changes', async () => {
    const retryAt = clock.now() + 600_000;
    sights = [gone('maintenance', { retryAt })];
    fail();
    await clock.pass(5_000);
    expect(watch.state).toEqual({ nextAtMs: retryAt, isAskedToWait: true });
    network.fire();
    await clock.pass(590_000);
    expect(looks).toHaveLength(1);
    await clock.pass(5_000);
    expect(looks).toHaveLength(2);
  });

  test('a time that the login was given is kept', async () => {
    sights = [here];
    authentication = () => fail('too-many', { retryAt: clock.now() + 3_600_000 });
    fail();
    await clock.pass(5_000);
    expect(watch.state).toEqual({ nextAtMs: clock.now() + 3_600_000, isAskedToWait: true });
  });

  test('a time beyond reason is a day', () => {
    fail('maintenance', { retryAt: clock.now() + 1e12 });
    expect(watch.state?.nextAtMs).toBe(clock.now() + 86_400_000);
  });

  test('another cause than before is told', async () => {
    fail('offline');
    await clock.pass(5_000);
    expect([states, status.current.cause]).toEqual([['failed', 'failed'], 'timeout']);
  });

  test('a change of the network is looked at at once, and begins anew', async () => {
    fail();
    for (const waitMs of [5_000, 10_000, 20_000]) await clock.pass(waitMs);
    network.fire();
    expect(watch.state).toEqual({ nextAtMs: null, isAskedToWait: false });
    await clock.pass(0);
    expect(looks).toHaveLength(4);
    expect(watch.state?.nextAtMs).toBe(clock.now() + 5_000);
  });

  test('one look at a time', async () => {
    sights = ['nothing yet'];
    fail();
    await clock.pass(5_000);
    network.fire();
    watch.lookNow();
    await clock.pass(600_000);
    expect(looks).toHaveLength(1);
  });

  test('a failure of its own is logged, and it goes on', async () => {
    sights = [new TypeError('a bug'), here];
    fail();
    await clock.pass(5_000);
    expect(log.lines).toMatchObject([{ level: 'error' }]);
    await clock.pass(10_000);
    expect(states).toEqual(['failed', 'connected']);
  });

  test.each([null, 'address-invalid', 'proxy-auth', 'proxy-auth-scheme'] as const)('%s is nothing that waiting mends', (cause) => {
    fail(cause);
    expect([watch.state, clock.pending]).toEqual([null, 0]);
  });

  test('a proxy that begins to ask for a password ends it', async () => {
    sights = [gone('proxy-auth')];
    fail();
    await clock.pass(5_000);
    expect([status.current.cause, watch.state, clock.pending]).toEqual(['proxy-auth', null, 0]);
  });
});

describe('once the server is back', () => {
  const neverEnds = () =>
    new Promise<never>((_resolve, reject) => accessTests.at(-1)!.addEventListener('abort', () => reject(accessTests.at(-1)!.reason)));

  beforeEach(() => {
    sights = [here];
    fail();
  });

  test.each([
    ['lets the installation in', connected],
    ['refuses the installation', { state: 'refused', reason: next, next }],
  ] as const)('and %s, access to all servers is tested once, unseen', async (_what, outcome) => {
    authentication = () => status.set(outcome);
    await clock.pass(5_000);
    await clock.pass(600_000);
    expect([accessTests.length, logins, watch.state, states]).toEqual([1, 1, null, ['failed', outcome.state]]);
  });

  test('but fails to answer the login, nothing is tested', async () => {
    authentication = () => fail('server-error');
    await clock.pass(5_000);
    await clock.pass(10_000);
    expect([logins, accessTests.length]).toEqual([2, 0]);
  });

  test.each([
    ['a test of the user’s', () => runTest('running')],
    ['the assistance mode', () => refuse({} as Refusal)],
    ['an authentication', () => status.set({ state: 'connecting' })],
    ['the end of the plugin', () => watch.stop()],
  ])('the test gives way to %s', async (_what, begin) => {
    testAccess = neverEnds;
    await clock.pass(5_000);
    expect(accessTests[0]?.aborted).toBe(false);
    begin();
    await clock.pass(0);
    expect([accessTests[0]?.aborted, log.lines]).toEqual([true, []]);
  });

  test('a network that changes during the test is looked at afterwards', async () => {
    let end = () => {};
    testAccess = () => new Promise((resolve) => (end = resolve));
    await clock.pass(5_000);
    network.fire();
    expect(looks).toHaveLength(1);
    end();
    await clock.pass(0);
    expect([looks.length, accessTests.length]).toEqual([2, 1]);
  });

  test('a test that fails of itself is logged, and nobody sees it', async () => {
    testAccess = async () => Promise.reject(new TypeError('a bug'));
    await clock.pass(5_000);
    expect([log.lines.length, states]).toEqual([1, ['failed', 'connected']]);
  });
});

describe('it gives way', () => {
  const hindrances: [string, () => void, () => void][] = [
    ['a test of the user’s', () => runTest('running'), () => runTest('done')],
    ['the assistance mode', () => refuse({} as Refusal), () => refuse(null)],
    ['an authentication', () => status.set({ state: 'connecting' }), () => fail()],
  ];

  test.each(hindrances)('to %s while it waits, and begins anew afterwards', async (_what, begin, end) => {
    fail();
    await clock.pass(5_000);
    begin();
    expect([watch.state, clock.pending]).toEqual([null, 0]);
    network.fire();
    await clock.pass(600_000);
    expect(looks).toHaveLength(1);
    end();
    expect(watch.state?.nextAtMs).toBe(clock.now() + 5_000);
  });

  test.each(hindrances)('to %s while it looks', async (_what, begin) => {
    sights = ['nothing yet'];
    fail();
    await clock.pass(5_000);
    begin();
    expect(looks[0]?.aborted).toBe(true);
    await clock.pass(600_000);
    expect([looks.length, logins, watch.state, log.lines]).toEqual([1, 0, null, []]);
  });

  test('to the end of the plugin', async () => {
    fail();
    watch.stop();
    network.fire();
    fail('offline');
    await clock.pass(600_000);
    expect([looks.length, clock.pending, network.listenerCount]).toEqual([0, 0, 0]);
  });
});

describe('while the installation is connected', () => {
  beforeEach(() => {
    status.set(connected);
    states.length = 0;
  });

  test('nothing is asked', async () => {
    await clock.pass(600_000);
    expect([looks.length, clock.pending, watch.state]).toEqual([0, 0, null]);
  });

  test('a change of the network that the server survives isn’t seen', async () => {
    sights = [here];
    network.fire();
    await clock.pass(60_000);
    expect([looks.length, states, watch.state]).toEqual([1, [], null]);
  });

  test('a server that is gone for a moment isn’t seen either', async () => {
    sights = [gone('offline'), here];
    network.fire();
    await clock.pass(0);
    await clock.pass(3_000);
    expect([looks.length, states, logins]).toEqual([2, [], 0]);
  });

  test('the heart shows once two looks have found it gone, and the watch begins', async () => {
    sights = [gone('offline'), gone('dns-unknown'), here];
    network.fire();
    await clock.pass(0);
    expect(states).toEqual([]);
    await clock.pass(3_000);
    expect([states, status.current.cause]).toEqual([['failed'], 'dns-unknown']);
    await clock.pass(5_000);
    expect([states, logins]).toEqual([['failed', 'connected'], 1]);
  });

  test('another change meanwhile is looked at afterwards', async () => {
    sights = [here];
    network.fire();
    network.fire();
    await clock.pass(0);
    await clock.pass(0);
    expect([looks.length, states]).toEqual([2, []]);
  });

  test('whoever leaves it meanwhile is left alone', async () => {
    sights = [gone('offline')];
    network.fire();
    await clock.pass(0);
    status.set({ state: 'unknown' });
    await clock.pass(3_000);
    expect([looks.length, states, clock.pending]).toEqual([1, ['unknown'], 0]);
  });
});
