import { expect, test } from 'vitest';
import { certificate, diagnoseAll, evidenceAt, failed, noonMs, reached } from '../../../test/support/connection-evidence.ts';
import { describeAmount, findClockOffset } from './clock.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const clock = (offsetMs: number) => ({ serverMs: noonMs + offsetMs, localMs: noonMs });
const offsetOf = (...reports: Parameters<typeof evidenceAt>[1][]) =>
  findClockOffset(
    reports.map((report, index) => evidenceAt(index, report)),
    noonMs,
  );
/** Seen from a clock that is behind, a certificate is not valid yet. */
const early = (offsetMs: number) =>
  failed('cert-not-yet-valid', 'tls', { clock: clock(offsetMs), certificate: certificate({ validFrom: '2026-01-16T00:00:00Z' }) });

test('a clock that is behind is said by how much', () => {
  expect(diagnoseAll([early(3 * dayMs), early(3 * dayMs), early(3 * dayMs)])).toMatchObject(
    [0, 1, 2].map(() => ({
      cause: 'clock-skew',
      actor: 'user',
      sentence: { key: 'cause.clock-skew-behind', args: { amount: { key: 'duration.days', args: { count: 3 } } } },
      next: { key: 'next.check-clock' },
    })),
  );
});

test('a clock that is ahead makes certificates expire', () => {
  const expired = failed('cert-expired', 'tls', {
    clock: clock(-40 * dayMs),
    certificate: certificate({ validTo: '2026-01-01T00:00:00Z' }),
  });
  expect(diagnoseAll([expired])[0]).toMatchObject({ cause: 'clock-skew', sentence: { key: 'cause.clock-skew-ahead' } });
});

test('a clock is no cause for a certificate that the servers’ time finds outdated too', () => {
  const expired = failed('cert-expired', 'tls', { clock: clock(dayMs), certificate: certificate({ validTo: '2026-01-01T00:00:00Z' }) });
  expect(diagnoseAll([expired])[0]).toMatchObject({ cause: 'cert-expired' });
});

test('every certificate of the chain has to be valid at the servers’ time', () => {
  const chain = [certificate({ validFrom: '2026-01-16T00:00:00Z' }), certificate({ validTo: '2020-01-01T00:00:00Z' })];
  const report = failed('cert-not-yet-valid', 'tls', { clock: clock(3 * dayMs), certificate: chain[0]!, encryption: { chain } });
  expect(diagnoseAll([report])[0]).toMatchObject({ cause: 'cert-not-yet-valid' });
});

test('a clock that is wrong and harms nothing is noted once, and no failure', () => {
  const results = diagnoseAll([reached({ clock: clock(-2 * hourMs) }), reached({ clock: clock(-2 * hourMs) }), reached()]);
  expect(results.map(({ ok }) => ok)).toEqual([true, true, true]);
  expect(results.flatMap(({ notes }) => notes)).toEqual([
    { key: 'note.clock-ahead', args: { amount: { key: 'duration.hours', args: { count: 2 } } } },
  ]);
});

test('a few minutes are right enough', () => {
  expect(diagnoseAll([reached({ clock: clock(4 * 60_000) })])[0]?.notes).toEqual([]);
});

test('servers that were verified tell the time before others', () => {
  expect(offsetOf(early(900 * dayMs), early(900 * dayMs), reached({ clock: clock(dayMs) }))).toBe(dayMs);
});

test('one host that is wrong alone is outvoted, and where half disagree nobody knows', () => {
  const at = (offsetMs: number) => ({ ...evidenceAt(0, reached({ clock: clock(offsetMs) })), url: `https://${offsetMs}.fr/` });
  expect(findClockOffset([at(0), at(1000), at(dayMs)], noonMs)).toBe(1000);
  expect(findClockOffset([at(0), at(dayMs)], noonMs)).toBeUndefined();
  expect(findClockOffset([], noonMs)).toBeUndefined();
});

test.each([
  [6 * 60_000, 'minutes', 6],
  [-3 * hourMs, 'hours', 3],
  [90 * dayMs, 'days', 90],
  [-1461 * dayMs, 'years', 4],
])('%d ms is said in %s', (offsetMs, unit, count) => {
  expect(describeAmount(offsetMs)).toEqual({ key: `duration.${unit}`, args: { count } });
});
