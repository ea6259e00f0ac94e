import type { TableCell, TableColumn, TableRow } from '../../../core/views/table-view.ts';
import type { TableCells } from './table-cells.ts';

/** What a spreadsheet would take for a formula, wide forms included: https://owasp.org/www-community/attacks/CSV_Injection. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;

export interface CsvOptions {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  readonly cells: TableCells;
  readonly labelOf: (column: TableColumn) => string;
}

/** Rows as a CSV file that the spreadsheets of the reader's language open with a double click. */
export function toCsv({ columns, rows, cells, labelOf }: CsvOptions): string {
  const separator = cells.language === 'fr' ? ';' : ',';
  const lines = [
    columns.map((column) => guard(labelOf(column))),
    ...rows.map((row) => columns.map((column) => writtenAs(row.cells[column.id], column, cells))),
  ];
  // Without a byte order mark Excel reads accents wrongly.
  return `\uFEFF${lines.map((line) => line.map((value) => quote(value, separator)).join(separator)).join('\r\n')}\r\n`;
}

/** Numbers and dates as spreadsheets read them, all else as the table says it. */
function writtenAs(cell: TableCell | undefined, column: TableColumn, cells: TableCells): string {
  if (typeof cell === 'number') return cells.language === 'fr' ? String(cell).replace('.', ',') : String(cell);
  if (column.kind === 'date' && typeof cell === 'string' && !Number.isNaN(Date.parse(cell))) return guard(cell);
  return guard(cells.textOf(cell, column));
}

/** A text stays a text: an apostrophe before it is what spreadsheets themselves write. */
function guard(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text;
}

function quote(value: string, separator: string): string {
  const needsQuotes = [separator, '"', '\r', '\n'].some((character) => value.includes(character));
  return needsQuotes ? `"${value.replaceAll('"', '""')}"` : value;
}
