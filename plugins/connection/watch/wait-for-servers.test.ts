import { EventEmitter } from 'boule-bleue';
import { beforeEach, describe, expect, test } from 'vitest';
import { MemoryNotifications } from '../../../test/support/memory-services/index.ts';
import type { AccessTest, AccessTestResult } from '../access-test/access-test.ts';
import type { AddressResult } from '../diagnosis/address-result.ts';
import type { FinishedTest } from '../records/record-test.ts';
import type { ConnectionStore } from '../values/connection-store.ts';
import { TestClock } from './test-clock.ts';
import { ServerWait } from './wait-for-servers.ts';

type Outcome = Pick<AddressResult, 'ok' | 'cause'> & { readonly retryAt?: number };

const reached: Outcome = { ok: true, cause: null };
const gone: Outcome = { ok: false, cause: 'timeout' };

let clock: TestClock;
let network: EventEmitter<void>;
let finished: FinishedTest[];
/** What the addresses show at each test; the last stays. */
let outcomes: Outcome[];
let tests: number;
let wait: ServerWait;

beforeEach(() => {
  clock = new TestClock();
  network = new EventEmitter();
  [outcomes, tests, finished] = [[gone], 0, []];
  wait = new ServerWait({
    test: { run: async () => runTest() } as unknown as AccessTest,
    store: { read: async () => ({ type: 'direct' }), readPassword: async () => undefined } as unknown as ConnectionStore,
    gate: { ask: async () => null } as never,
    notifications: new MemoryNotifications(),
    onDidChangeNetwork: network.event,
    onDidFinish: (one) => finished.push(one),
    clock,
  });
});

function runTest(): AccessTestResult {
  tests += 1;
  const { ok, cause, retryAt } = outcomes.length > 1 ? outcomes.shift()! : outcomes[0]!;
  const sentence = { key: 'x', ...(retryAt !== undefined && { args: { retryAt } }) };
  return { ok, ms: 1, addresses: [{ ok, cause, sentence } as unknown as AddressResult] };
}

/** Begins to wait, and gives the first test time to end. */
async function begin(timeoutMs?: number) {
  const outcome = wait.run(timeoutMs === undefined ? {} : { timeoutMs }, new AbortController().signal);
  await clock.pass(0);
  return outcome as Promise<AccessTestResult>;
}

describe('waiting for the servers', () => {
  test('takes longer each time, and ends when all are reached', async () => {
    outcomes = [gone, gone, reached];
    const outcome = begin();
    await clock.pass(0);
    for (const [waitMs, count] of [
      [4_999, 1],
      [1, 2],
      [9_999, 2],
      [1, 3],
    ] as const) {
      await clock.pass(waitMs);
      expect(tests).toBe(count);
    }
    expect((await outcome).ok).toBe(true);
    expect(finished).toMatchObject([{ trigger: 'watch', result: { ok: true } }]);
    expect([clock.pending, network.listenerCount]).toEqual([0, 0]);
  });

  test.each(['proxy-auth', 'proxy-auth-scheme', 'address-invalid'] as const)('ends at %s, which waiting doesn’t mend', async (cause) => {
    outcomes = [{ ok: false, cause }];
    expect((await begin()).ok).toBe(false);
    expect([tests, finished.length]).toEqual([1, 1]);
  });

  test('keeps the time that a server asks for, also where the network changes', async () => {
    outcomes = [{ ok: false, cause: 'maintenance', retryAt: clock.now() + 600_000 }, reached];
    const outcome = begin();
    await clock.pass(0);
    network.fire();
    await clock.pass(599_999);
    expect(tests).toBe(1);
    await clock.pass(1);
    expect((await outcome).ok).toBe(true);
  });

  test('looks at once where the network changed', async () => {
    outcomes = [gone, reached];
    const outcome = begin();
    await clock.pass(0);
    network.fire();
    expect((await outcome).ok).toBe(true);
    expect([clock.pending, network.listenerCount]).toEqual([0, 0]);
  });

  test('makes a last test when the time is over', async () => {
    const outcome = begin(7_000);
    await clock.pass(0);
    await clock.pass(5_000);
    expect(tests).toBe(2);
    await clock.pass(2_000);
    expect([(await outcome).ok, tests]).toEqual([false, 3]);
  });
});
