import { describe, expect, test } from 'vitest';
import type { TableCell, TableColumn } from '../../../core/views/table-view.ts';
import { toCsv } from './csv.ts';
import { TableCells } from './table-cells.ts';

const words = (text: unknown) => (typeof text === 'string' ? text : 'Message');

function csv(language: 'fr' | 'en', columns: readonly TableColumn[], ...rows: Record<string, TableCell>[]): readonly string[] {
  const text = toCsv({
    columns,
    rows: rows.map((cells, index) => ({ id: `${index}`, cells })),
    cells: new TableCells(language, words),
    labelOf: ({ label }) => words(label),
  });
  expect(text.startsWith('\uFEFF')).toBe(true);
  return text.slice(1).split('\r\n');
}

const name: TableColumn = { id: 'name', label: 'Nom' };
const hours: TableColumn = { id: 'hours', label: 'Heures', kind: 'number' };
const since: TableColumn = { id: 'since', label: 'Depuis', kind: 'date' };
const paid: TableColumn = { id: 'paid', label: 'Payé', kind: 'state' };

test('a row is a line, its cells as spreadsheets of the language read them', () => {
  const row = { name: 'Zoé', hours: -12.5, since: '2026-03-19', paid: { severity: 'success', label: 'Oui' } } as const;
  expect(csv('fr', [name, hours, since, paid], row)).toEqual(['Nom;Heures;Depuis;Payé', 'Zoé;-12,5;2026-03-19;Oui', '']);
  expect(csv('en', [name, hours, since, paid], row)).toEqual(['Nom,Heures,Depuis,Payé', 'Zoé,-12.5,2026-03-19,Oui', '']);
});

test('separators, quotes and line ends stay within their cell', () => {
  expect(csv('fr', [name], { name: 'a;b' }, { name: 'dit "oui"' })).toEqual(['Nom', '"a;b"', '"dit ""oui"""', '']);
});

describe('a text that a spreadsheet would run', () => {
  test.each(['=1+1', '+33 1 02', '-cmd', '@SUM(A1)', '\t=1', '＝1'])('%j stays a text', (text) => {
    expect(csv('fr', [name], { name: text })[1]).toBe(`'${text}`);
  });

  test('stays one in a heading, a date and a state too', () => {
    const columns: TableColumn[] = [{ id: 'a', label: '=A1' }, since, paid];
    expect(csv('fr', columns, { a: null, since: '=1', paid: { severity: 'error', label: '=2' } }).slice(0, 2)).toEqual([
      "'=A1;Depuis;Payé",
      ";'=1;'=2",
    ]);
  });
});
