import { expect, test } from 'vitest';
import { daysBetween, dueDate, periodsAround } from './due-dates.ts';

const due = (period: string, day: number) => dueDate(period, day).toISOString().slice(0, 10);

test.each([
  ['a working day', '2026-10', 5, '2026-11-05'],
  ['the next year', '2026-12', 15, '2027-01-15'],
  ['a Saturday', '2026-11', 5, '2026-12-07'],
  ['a Sunday', '2026-10', 15, '2026-11-16'],
  ['the Assumption', '2028-07', 15, '2028-08-16'],
  ['Easter Monday', '2021-03', 5, '2021-04-06'],
  ['Ascension Day', '2026-04', 14, '2026-05-15'],
  ['Whit Monday', '2024-04', 20, '2024-05-21'],
])('due on %s, %s is due by the working day after', (_what, period, day, date) => {
  expect(due(period, day)).toBe(date);
});

test('the months shown are those around today, across the year', () => {
  expect(periodsAround(new Date('2026-01-31T23:00:00Z'))).toEqual(['2025-11', '2025-12', '2026-01', '2026-02', '2026-03']);
});

test('days are counted by date, whatever the hour', () => {
  expect(daysBetween(new Date('2026-12-14T23:59:00Z'), new Date('2026-12-15T00:00:00Z'))).toBe(1);
  expect(daysBetween(new Date('2026-12-17T01:00:00Z'), new Date('2026-12-15T00:00:00Z'))).toBe(-2);
});
