import { expect, test } from 'vitest';
import { RateLimiter } from './rate-limiter.ts';

test('attempts run out, and come back evenly', () => {
  let now = 0;
  const limiter = new RateLimiter(3, 60_000, () => now);
  expect([1, 2, 3, 4].map(() => limiter.take())).toEqual([true, true, true, false]);
  now = 19_999;
  expect(limiter.take()).toBe(false);
  now = 20_000;
  expect(limiter.take()).toBe(true);
  expect(limiter.take()).toBe(false);
});

test('no more attempts are saved up than there were', () => {
  let now = 0;
  const limiter = new RateLimiter(2, 60_000, () => now);
  now = 3_600_000;
  expect([1, 2, 3].map(() => limiter.take())).toEqual([true, true, false]);
});
