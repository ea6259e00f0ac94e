import { expect, test } from 'vitest';
import { readRetryAfter } from './retry-after.ts';

const now = Date.UTC(2026, 10, 23, 12);

test.each([
  ['120', { retryAfterMs: 120_000 }],
  [' 5 ', { retryAfterMs: 5_000 }],
  ['Mon, 23 Nov 2026 12:01:00 GMT', { retryAfterMs: 60_000 }],
  ['Mon, 23 Nov 2026 11:59:00 GMT', {}],
  ['99999999999999999999', { retryAfterMs: 86_400_000 }],
  ['0', {}],
  ['-5', {}],
  ['1.5e3 seconds', {}],
  ['soon', {}],
  ['', {}],
  [undefined, {}],
])('%j is read as %j', (header, expected) => {
  expect(readRetryAfter(header, now)).toEqual(expected);
});
