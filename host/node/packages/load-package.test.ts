import { afterEach, expect, test, vi } from 'vitest';
import { packageLoader } from './load-package.ts';

/** Somewhere that never answers, and doesn't hear when it should stop. */
const load = packageLoader({ fetch: () => new Promise(() => {}) });

afterEach(() => void vi.useRealTimers());

test('what never answers is given up after three minutes', async () => {
  vi.useFakeTimers();
  const outcome = expect(load('sample')).rejects.toMatchObject({ code: 'package.timeout' });
  await vi.advanceTimersByTimeAsync(180_000);
  await outcome;
});

test('and at once by a user who gives up, which is no failure', async () => {
  const ending = new AbortController();
  const outcome = expect(load('sample', ending.signal)).rejects.toMatchObject({ name: 'AbortError' });
  ending.abort();
  await outcome;
});
