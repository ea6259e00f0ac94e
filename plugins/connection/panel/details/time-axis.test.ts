import { expect, test } from 'vitest';
import { spanTime } from './time-axis.ts';

test.each([
  [0, [0, 1, 2, 3, 4, 5]],
  [4.2, [0, 1, 2, 3, 4, 5]],
  [169, [0, 50, 100, 150, 200]],
  [500, [0, 100, 200, 300, 400, 500]],
  [501, [0, 200, 400, 600]],
  [9_975, [0, 2_000, 4_000, 6_000, 8_000, 10_000]],
])('what ends after %i ms has room between round steps', (lastMs, ticksMs) => {
  const axis = spanTime(lastMs);
  expect(axis.ticksMs).toEqual(ticksMs);
  expect(axis.endMs).toBeGreaterThanOrEqual(lastMs);
});
