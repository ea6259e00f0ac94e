import { EventEmitter } from 'boule-bleue';
import { beforeEach, expect, test } from 'vitest';
import { MemoryContextKeys, MemoryLog } from '../../../test/support/memory-services/index.ts';
import type { Refusal } from '../connection-gate.ts';
import { StatusKeeper } from '../connection-status.ts';
import type { Cause } from '../diagnosis/cause.ts';
import { GateWatch } from './gate-watch.ts';
import { TestClock } from './test-clock.ts';

let clock: TestClock;
let status: StatusKeeper;
let log: MemoryLog;
let changes: EventEmitter<void>;
let refusal: Refusal | null;
/** What the plugins answer the next time. */
let answer: () => Refusal | null;
let asked: number;
let watch: GateWatch;

const busy: Refusal = { reason: { key: 'busy' }, command: null, commandTitle: null };
const fail = (cause: Cause | null) => status.set({ state: 'failed', reason: { key: 'x' }, next: { key: 'y' }, cause });

const allow = () => {
  refusal = null;
  fail('timeout');
};

beforeEach(() => {
  clock = new TestClock();
  log = new MemoryLog();
  status = new StatusKeeper(new MemoryContextKeys());
  [changes, refusal, asked, answer] = [new EventEmitter(), busy, 0, () => busy];
  const gate = {
    onDidChange: changes.event,
    get refusal() {
      return refusal;
    },
    ask: async () => {
      asked += 1;
      refusal = answer();
      changes.fire();
      return refusal;
    },
  };
  watch = new GateWatch({ status, gate, clock, log });
  watch.start();
});

test('while the heart shows, a plugin that refuses is asked each minute until it no longer does', async () => {
  fail('timeout');
  await clock.pass(59_999);
  expect(asked).toBe(0);
  await clock.pass(1);
  await clock.pass(60_000);
  expect(asked).toBe(2);
  answer = () => null;
  await clock.pass(60_000);
  expect([asked, refusal, clock.pending]).toEqual([3, null, 0]);
});

test.each([
  ['where nobody refuses', () => allow()],
  ['for a failure that users mend', () => fail('proxy-auth')],
  ['after the assistance mode', () => fail(null)],
  ['in assistance mode', () => status.set({ state: 'unknown' })],
])('nobody is asked %s', (_what, begin) => {
  begin();
  expect(clock.pending).toBe(0);
});

test('nobody is asked any more once the heart is gone', () => {
  fail('timeout');
  status.set({ state: 'connected' });
  expect(clock.pending).toBe(0);
});

test('a question that fails is logged, and asked again', async () => {
  answer = () => {
    throw new TypeError('a bug');
  };
  fail('timeout');
  await clock.pass(60_000);
  await clock.pass(60_000);
  expect([asked, log.lines.length, clock.pending]).toEqual([2, 2, 1]);
});

test('it ends with the plugin', () => {
  fail('timeout');
  watch.stop();
  fail('timeout');
  expect([clock.pending, changes.listenerCount]).toEqual([0, 0]);
});
