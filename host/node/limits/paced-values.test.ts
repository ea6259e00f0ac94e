import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PacedValues } from './paced-values.ts';
import { RateLimit } from './rate-limit.ts';

let applied: [string, number][];
let excess: number;
let values: PacedValues<string, number>;

beforeEach(() => {
  vi.useFakeTimers();
  applied = [];
  excess = 0;
  values = new PacedValues({
    limit: new RateLimit({ burst: 2, perSecond: 20 }),
    apply: (key, value) => applied.push([key, value]),
    onExcess: () => {
      excess += 1;
    },
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

test('nothing is applied once it is disposed', async () => {
  for (let count = 0; count < 5; count++) values.set('a', count);
  values.dispose();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(applied).toHaveLength(2);
});
