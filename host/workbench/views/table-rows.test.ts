import { describe, expect, test } from 'vitest';
import type { TableCell, TableColumn, TableView } from '../../../core/views/table-view.ts';
import { TableCells } from './table-cells.ts';
import { arrangeRows, columnWidth } from './table-rows.ts';

const cells = new TableCells('fr', (text) => (typeof text === 'string' ? text : `« ${text.key} »`));

function order(kind: TableColumn['kind'], values: readonly TableCell[], isDescending = false): readonly (TableCell | undefined)[] {
  const view: TableView = {
    columns: [{ id: 'a', label: 'A', ...(kind && { kind }) }],
    rows: values.map((a, index) => ({ id: `${index}`, cells: { a } })),
  };
  return arrangeRows(view, cells, '', { column: 'a', isDescending }).map((row) => row.cells.a);
}

describe('rows are ordered', () => {
  test('by the language, figures in texts by their value', () => {
    expect(order('text', ['zèbre', 'n° 10', 'Écran', 'n° 9', 'eau'])).toEqual(['eau', 'Écran', 'n° 9', 'n° 10', 'zèbre']);
  });
  test('by number, empty cells last whichever way', () => {
    expect(order('number', [10, null, -2, 9])).toEqual([-2, 9, 10, null]);
    expect(order('number', [10, null, -2, 9], true)).toEqual([10, 9, -2, null]);
  });
  test('by date, whatever zone it is written in', () => {
    expect(order('date', ['2026-03-19T10:00:00+02:00', '2026-03-19T09:00:00Z', '2025-12-31'])).toEqual([
      '2025-12-31',
      '2026-03-19T10:00:00+02:00',
      '2026-03-19T09:00:00Z',
    ]);
  });
  test('by state, the worst first', () => {
    const [good, bad, fair] = (['success', 'error', 'warning'] as const).map((severity) => ({ severity, label: 'x' }));
    expect(order('state', [good as TableCell, bad as TableCell, fair as TableCell])).toEqual([bad, fair, good]);
  });
});

test('rows are found by what their cells show', () => {
  const view: TableView = {
    hasSearch: true,
    columns: [
      { id: 'a', label: 'A' },
      { id: 'b', label: 'B', kind: 'date' },
    ],
    rows: [
      { id: '1', cells: { a: 'Élodie', b: '2026-03-19' } },
      { id: '2', cells: { a: { key: 'unknown' }, b: '2026-03-20' } },
    ],
  };
  const find = (query: string) => arrangeRows(view, cells, query, undefined).map(({ id }) => id);
  expect(find('elodie 19/03')).toEqual(['1']);
  expect(find('unknown')).toEqual(['2']);
  expect(find('03/2026')).toEqual(['1', '2']);
});

test('a column is as wide as its hint, else as its longest cell within reason', () => {
  const width = (a: string, column: Partial<TableColumn> = {}) =>
    columnWidth({ id: 'a', label: 'A', ...column }, 'A', [{ id: '1', cells: { a } }], cells);
  expect([width('x'), width('x'.repeat(20)), width('x'.repeat(200)), width('x', { widthHint: 3 })]).toEqual([6, 20, 28, 3]);
});
