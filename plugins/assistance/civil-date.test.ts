import { expect, test } from 'vitest';
import { civilDateInParis, dayNumber, noonUtcMs } from './civil-date.ts';

const inParis = (instant: string) => civilDateInParis(Date.parse(instant));

test('the day changes at midnight in Paris, in winter and in summer', () => {
  expect(inParis('2026-01-14T22:59:59.999Z')).toBe('2026-01-14');
  expect(inParis('2026-01-14T23:00:00.000Z')).toBe('2026-01-15');
  expect(inParis('2026-07-14T21:59:59.999Z')).toBe('2026-07-14');
  expect(inParis('2026-07-14T22:00:00.000Z')).toBe('2026-07-15');
});

test('each hour of the two days on which clocks change belongs to that one day', () => {
  for (const [day, start, hours] of [
    ['2026-03-29', '2026-03-28T23:00:00Z', 23],
    ['2026-10-25', '2026-10-24T22:00:00Z', 25],
  ] as const) {
    const startMs = Date.parse(start);
    expect(civilDateInParis(startMs - 1)).not.toBe(day);
    for (let hour = 0; hour < hours; hour += 1) expect(civilDateInParis(startMs + hour * 3_600_000)).toBe(day);
    expect(civilDateInParis(startMs + hours * 3_600_000)).not.toBe(day);
  }
});

test('days are counted from 1970-01-01, leap days included', () => {
  expect(dayNumber('1970-01-01')).toBe(0);
  expect(dayNumber('1970-12-31')).toBe(364);
  expect(dayNumber('2019-03-19')).toBe(17_974);
  expect(dayNumber('2024-03-01')! - dayNumber('2024-02-28')!).toBe(2);
});

test.each(['2026-02-29', '2026-02-30', '2026-13-01', '2026-00-10', '19-03-2019', '2019-3-19', ' 2019-03-19', 'hier', ''])(
  'the calendar has no day %j',
  (date) => {
    expect(dayNumber(date)).toBeUndefined();
  },
);

test('noon of a date is on that date in Paris', () => {
  expect(civilDateInParis(noonUtcMs('2026-03-29'))).toBe('2026-03-29');
});
