import { expect, test } from 'vitest';
import { RateLimit } from './rate-limit.ts';

function limit(burst: number, perSecond: number) {
  const clock = { now: 0 };
  return { clock, rate: new RateLimit({ burst, perSecond, now: () => clock.now }) };
}

test('a burst passes, then as many as come back', () => {
  const { clock, rate } = limit(3, 10);
  expect([1, 2, 3, 4].map(() => rate.take())).toEqual([true, true, true, false]);
  expect(rate.waitMs()).toBe(100);
  clock.now = 100;
  expect([rate.take(), rate.take()]).toEqual([true, false]);
});

test('no more gathers than a burst', () => {
  const { clock, rate } = limit(2, 10);
  clock.now = 60_000;
  expect([1, 2, 3].map(() => rate.take())).toEqual([true, true, false]);
});

test('what costs more than a burst waits for a full one, not for ever', () => {
  const { clock, rate } = limit(2, 10);
  expect([rate.take(50), rate.take(50)]).toEqual([true, false]);
  expect(rate.waitMs(50)).toBe(200);
  clock.now = 200;
  expect(rate.take(50)).toBe(true);
});
