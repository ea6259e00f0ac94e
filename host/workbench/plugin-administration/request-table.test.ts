import { expect, test } from 'vitest';
import type { RequestItem } from '../../../core/protocol/plugin-administration.ts';
import { filterRows, toCsv, toRows } from './request-table.ts';

const answered: RequestItem = {
  ...{ startedAt: 0, method: 'GET', address: 'https://a.example/x', status: 200, problem: null, durationMs: 12.6, receivedBytes: 3 },
};
const failed: RequestItem = { ...answered, method: 'POST', status: null, problem: { key: 'Le serveur; "a" se tait' }, receivedBytes: null };
const rows = toRows([answered, failed], 'fr', ({ key }) => key);

test('a row says the status, or why there is none', () => {
  expect(rows.map(({ result }) => result)).toEqual(['200', 'Le serveur; "a" se tait']);
});

test('rows are found by every word of a search, whatever its case', () => {
  expect(filterRows(rows, 'post SERVEUR')).toEqual([rows[1]]);
  expect(filterRows(rows, 'post 200')).toEqual([]);
  expect(filterRows(rows, '  ')).toEqual(rows);
});

test('the table for spreadsheets keeps what separates its cells out of them, and starts no formula', () => {
  const formula = toRows([{ ...answered, problem: { key: '=HYPERLINK("x")' } }], 'fr', ({ key }) => key);
  expect(toCsv(['a', 'b'], [...rows, ...formula]).split('\r\n')).toEqual([
    '\uFEFFa;b',
    '1970-01-01T00:00:00.000Z;GET;https://a.example/x;200;13;3',
    '1970-01-01T00:00:00.000Z;POST;https://a.example/x;"Le serveur; ""a"" se tait";13;',
    `1970-01-01T00:00:00.000Z;GET;https://a.example/x;"'=HYPERLINK(""x"")";13;3`,
    '',
  ]);
});
