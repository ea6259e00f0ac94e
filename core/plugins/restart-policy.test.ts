import { beforeEach, expect, test } from 'vitest';
import { RestartPolicy } from './restart-policy.ts';

let time: number;
let policy: RestartPolicy;

const lossAt = (milliseconds: number, plugin = 'frail') => {
  time = milliseconds;
  return policy.delayAfterLoss(plugin);
};

beforeEach(() => {
  time = 0;
  policy = new RestartPolicy({ delaysMs: [100, 1_000], maximumLosses: 3, windowMs: 300_000, now: () => time });
});

test('waits longer after the second loss, and gives up at the third', () => {
  expect([lossAt(0), lossAt(200), lossAt(2_000)]).toEqual([100, 1_000, undefined]);
});

test('losses that lie five minutes back no longer count', () => {
  expect([lossAt(0), lossAt(1), lossAt(300_001), lossAt(300_002), lossAt(300_003)]).toEqual([100, 1_000, 100, 1_000, undefined]);
});

test('goes on giving up while too many are recent', () => {
  for (const at of [0, 1, 2]) lossAt(at);
  expect(lossAt(3)).toBeUndefined();
});

test('counts each plugin by itself, and nothing of one that is forgotten', () => {
  for (const at of [0, 1, 2]) lossAt(at);
  expect(lossAt(3, 'other')).toBe(100);
  policy.forget('frail');
  expect(policy.count('frail')).toBe(0);
  expect(lossAt(4)).toBe(100);
  expect(policy.count('frail')).toBe(1);
});
