import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PacedValues } from './paced-values.ts';
import { RateLimit } from './rate-limit.ts';

let applied: [string, number][];
let excess: number;
let failures: unknown[];
let values: PacedValues<string, number>;

beforeEach(() => {
  vi.useFakeTimers();
  applied = [];
  excess = 0;
  failures = [];
  values = new PacedValues({
    limit: new RateLimit({ burst: 2, perSecond: 20 }),
    apply(key, value) {
      if (value < 0) throw new Error('Negative');
      applied.push([key, value]);
    },
    onExcess: () => {
      excess += 1;
    },
    onFailure: (error) => failures.push(error),
  });
});

afterEach(() => {
  values.dispose();
  vi.useRealTimers();
});

test('values pass at once while they are few', () => {
  values.set('a', 1);
  values.set('a', 2);
  expect([applied, excess]).toEqual([
    [
      ['a', 1],
      ['a', 2],
    ],
    0,
  ]);
});

test('of too many the last one arrives, and no more than twenty a second before it', async () => {
  for (let count = 0; count < 1_000; count++) {
    values.set('a', count);
    await vi.advanceTimersByTimeAsync(1);
  }
  await vi.advanceTimersByTimeAsync(100);
  expect(applied.at(-1)).toEqual(['a', 999]);
  expect(applied.length).toBeGreaterThan(15);
  expect(applied.length).toBeLessThan(25);
  expect(excess).toBeGreaterThan(900);
});

test('a key that never stops does not keep the others waiting for ever', async () => {
  values.set('a', 1);
  values.set('a', 2);
  values.set('a', 3);
  values.set('b', 1);
  for (let count = 0; count < 300; count++) {
    values.set('a', count);
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(applied).toContainEqual(['b', 1]);
});

test('a value that is refused stops no other, and is told of: to whoever set it, or when it waited to those who log', async () => {
  expect(() => values.set('a', -1)).toThrow('Negative');
  values.set('a', 1);
  values.set('a', -2);
  values.set('b', 2);
  await vi.advanceTimersByTimeAsync(200);
  expect([applied.at(-1), failures]).toEqual([['b', 2], [new Error('Negative')]]);
});

test('a value never arrives before an older one that still waits', async () => {
  let now = 0;
  const limit = new RateLimit({ burst: 1, perSecond: 20, now: () => now });
  const apply = (key: string, value: number) => applied.push([key, value]);
  values = new PacedValues({ limit, apply, onExcess: () => {}, onFailure: () => {} });
  values.set('a', 1);
  values.set('a', 2);
  now = 10_000;
  values.set('a', 3);
  now = 20_000;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(applied).toEqual([
    ['a', 1],
    ['a', 3],
  ]);
});

test('nothing is applied once it is disposed', async () => {
  for (let count = 0; count < 5; count++) values.set('a', count);
  values.dispose();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(applied).toHaveLength(2);
});
