import { expect, test } from 'vitest';
import { OneTimeTokens } from './one-time-tokens.ts';

test('a token is good once', () => {
  const tokens = new OneTimeTokens();
  const token = tokens.issue();
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(tokens.redeem(`${token}x`)).toBe(false);
  expect(tokens.redeem('')).toBe(false);
  expect(tokens.redeem(token)).toBe(true);
  expect(tokens.redeem(token)).toBe(false);
});

test('a token dies after twelve hours', () => {
  let now = 0;
  const tokens = new OneTimeTokens(() => now);
  const [inTime, late] = [tokens.issue(), tokens.issue()];
  now = 12 * 3_600_000 - 1;
  expect(tokens.redeem(inTime)).toBe(true);
  now += 1;
  expect(tokens.redeem(late)).toBe(false);
});

test('beyond sixteen unused ones the oldest dies', () => {
  const tokens = new OneTimeTokens();
  const [oldest, ...others] = Array.from({ length: 17 }, () => tokens.issue());
  expect(tokens.redeem(oldest ?? '')).toBe(false);
  expect(others.every((token) => tokens.redeem(token))).toBe(true);
});
