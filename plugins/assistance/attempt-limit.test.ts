import { expect, test } from 'vitest';
import { MemoryStorage } from '../../test/support/memory-services/index.ts';
import { AttemptLimit } from './attempt-limit.ts';

const start = Date.parse('2026-01-14T09:00:00Z');
const hourMs = 3_600_000;

function setUp() {
  const clock = { now: start };
  const storage = new MemoryStorage();
  const open = () => new AttemptLimit(storage, () => clock.now);
  return { clock, open, limit: open() };
}

/** How long the limit makes one wait at this moment. */
async function waitMs(limit: AttemptLimit, nowMs: number): Promise<number> {
  try {
    await limit.check();
    return 0;
  } catch (error) {
    expect(error).toMatchObject({ code: 'assistance.too-many-attempts' });
    return (error as { details: { retryAt: number } }).details.retryAt - nowMs;
  }
}

test('the wait grows with each failure in a row, up to an hour', async () => {
  const { clock, limit } = setUp();
  const waits: number[] = [];
  for (let failure = 1; failure <= 11; failure += 1) {
    await limit.recordFailure();
    waits.push((await waitMs(limit, clock.now)) / 1000);
    clock.now += 2 * hourMs;
  }
  expect(waits).toEqual([0, 0, 30, 60, 120, 300, 900, 1800, 3600, 3600, 3600]);
});

test('one may try again as soon as the wait is over', async () => {
  const { clock, limit } = setUp();
  for (let failure = 1; failure <= 3; failure += 1) await limit.recordFailure();
  clock.now += 29_999;
  await expect(limit.check()).rejects.toMatchObject({ details: { retryAt: start + 30_000 } });
  clock.now += 1;
  await limit.check();
});

test('the wait outlives a restart', async () => {
  const { clock, open, limit } = setUp();
  for (let failure = 1; failure <= 5; failure += 1) await limit.recordFailure();
  expect(await waitMs(open(), clock.now)).toBe(120_000);
});

test('success clears it', async () => {
  const { clock, limit } = setUp();
  for (let failure = 1; failure <= 5; failure += 1) await limit.recordFailure();
  await limit.clear();
  expect(await waitMs(limit, clock.now)).toBe(0);
  await limit.recordFailure();
  expect(await waitMs(limit, clock.now)).toBe(0);
});

test('a clock put back does not make the wait longer than the longest', async () => {
  const { clock, limit } = setUp();
  for (let failure = 1; failure <= 4; failure += 1) await limit.recordFailure();
  clock.now -= 365 * 24 * hourMs;
  expect(await waitMs(limit, clock.now)).toBe(hourMs);
});
