import type { TableColumn, TableRow, TableView } from '../../../core/views/table-view.ts';
import { foldText } from '../base/fold-text.ts';
import type { SortKey, TableCells } from './table-cells.ts';

export interface TableSort {
  readonly column: string;
  readonly isDescending?: boolean;
}

/** Narrower columns hide even short words; wider ones leave no room for the others. In characters. */
const narrowest = 6;
const widest = 28;
/** Room for the icon before a state. */
const iconLength = 4;
/** Rows that are looked at to tell how wide a column should be. */
const sampleLength = 500;

/** The rows whose cells hold every word searched, in the order wanted; rows that are equal stay in the order in which they come. */
export function arrangeRows(view: TableView, cells: TableCells, query: string, sort: TableSort | undefined): readonly TableRow[] {
  const found = findRows(view, cells, query);
  const column = view.columns.find(({ id }) => id === sort?.column);
  if (!column) return found;
  const keyed = found.map((row) => ({ row, key: cells.orderOf(row.cells[column.id], column) }));
  const direction = sort?.isDescending ? -1 : 1;
  return keyed.sort((one, other) => compareKeys(cells, one.key, other.key, direction)).map(({ row }) => row);
}

/** Empty cells come last, whichever way. */
function compareKeys(cells: TableCells, one: SortKey, other: SortKey, direction: 1 | -1): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return direction * cells.compare(one, other);
}

function findRows({ columns, rows, hasSearch }: TableView, cells: TableCells, query: string): readonly TableRow[] {
  const words = hasSearch ? foldText(query).split(/\s+/).filter(Boolean) : [];
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = foldText(columns.map((column) => cells.textOf(row.cells[column.id], column)).join(' '));
    return words.every((word) => text.includes(word));
  });
}

/** How wide a column should be, in characters: as its hint says, else as its longest cell. */
export function columnWidth(column: TableColumn, label: string, rows: readonly TableRow[], cells: TableCells): number {
  if (column.widthHint !== undefined) return column.widthHint;
  const icon = column.kind === 'state' ? iconLength : 0;
  const longest = rows
    .slice(0, sampleLength)
    .reduce((most, row) => Math.max(most, cells.textOf(row.cells[column.id], column).length + icon), label.length + 2);
  return Math.max(narrowest, Math.min(longest, widest));
}
