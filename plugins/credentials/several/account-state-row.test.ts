import { expect, test } from 'vitest';
import { type AccountStateRow, packRows, unpackRows } from './account-state-row.ts';

test('rows come out as they went in', () => {
  const rows: readonly AccountStateRow[] = [
    { id: 'a', name: '"\n é 😀', status: { kind: 'incomplete' } },
    { id: 'b', name: 'Dupont', status: { kind: 'accepted', at: 5 }, unansweredAt: 7, changedAt: 1, isAged: true },
    { id: 'c', name: 'Martin', status: { kind: 'never-tested' }, unansweredAt: 0 },
  ];
  expect(unpackRows(packRows(rows))).toEqual(rows);
});

test('ten thousand rows with long names fit in a panel’s state', () => {
  const row: AccountStateRow = {
    id: crypto.randomUUID(),
    name: 'É'.repeat(64),
    status: { kind: 'not-registered', at: Date.now() },
    unansweredAt: Date.now(),
    changedAt: Date.now(),
    isAged: true,
  };
  expect(JSON.stringify(packRows(Array.from({ length: 10_000 }, () => row))).length).toBeLessThan(4 * 1024 * 1024);
});
