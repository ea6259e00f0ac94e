import { describe, expect, test } from 'vitest';
import type { AccountStateRow } from './account-state-row.ts';
import { type Arrangement, arrangeRows, stateColumns } from './arrange-rows.ts';

const rows: readonly AccountStateRow[] = [
  { id: '1', name: 'Élise 10', status: { kind: 'accepted', at: 300 }, changedAt: 20 },
  { id: '2', name: 'élise 9', status: { kind: 'never-tested' }, unansweredAt: 400 },
  { id: '3', name: 'Zoé', status: { kind: 'blocked', at: 100 }, changedAt: 10, isAged: true },
  { id: '4', name: 'Martin', status: { kind: 'accepted', at: 200 }, unansweredAt: 500 },
];

const ids = (arrangement: Arrangement) =>
  arrangeRows(rows, arrangement)
    .map(({ id }) => id)
    .join('');

describe('rows', () => {
  test.each([
    ['name', '2143', '3412'],
    ['state', '3214', '1423'],
    ['at', '3412', '1432'],
    ['unansweredAt', '2413', '4213'],
    ['changedAt', '3124', '1324'],
  ] as const)('are sorted by %s, empty cells last and equal ones by name', (column, ascending, descending) => {
    expect(ids({ sort: { column, isDescending: false } })).toBe(ascending);
    expect(ids({ sort: { column, isDescending: true } })).toBe(descending);
  });

  test('are found by name, whatever the capitals and accents', () => {
    expect(ids({ text: ' ELISE ' })).toBe('21');
    expect(ids({ text: 'zoe' })).toBe('3');
    expect(ids({ text: 'nobody' })).toBe('');
  });

  test('are chosen by state, by silence and by age', () => {
    expect(ids({ choice: 'accepted' })).toBe('14');
    expect(ids({ choice: 'unknown' })).toBe('24');
    expect(ids({ choice: 'aged' })).toBe('3');
  });

  test('stay as they were: what is arranged is a copy', () => {
    for (const column of stateColumns) arrangeRows(rows, { sort: { column, isDescending: true } });
    expect(rows.map(({ id }) => id).join('')).toBe('1234');
  });
});
