import type { Language } from '../../../core/message.ts';
import type { TableCell, TableColumn, TableState } from '../../../core/views/table-view.ts';
import type { ViewText } from '../../../core/views/view.ts';

export type SortKey = string | number | null;

/** How cells are read and ordered in a language. */
export class TableCells {
  private readonly numbers: Intl.NumberFormat;
  private readonly days: Intl.DateTimeFormat;
  private readonly times: Intl.DateTimeFormat;
  private readonly collator: Intl.Collator;

  constructor(
    readonly language: Language,
    private readonly words: (text: ViewText) => string,
  ) {
    this.numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 20 });
    this.days = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeZone: 'UTC' });
    this.times = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short' });
    this.collator = new Intl.Collator(language, { numeric: true });
  }

  /** What a cell says. Where it isn't what its column holds, it is shown as it is. */
  textOf(cell: TableCell | undefined, { kind = 'text' }: TableColumn): string {
    if (cell === undefined || cell === null) return '';
    if (typeof cell === 'number') return this.numbers.format(cell);
    if (isState(cell)) return this.words(cell.label);
    return kind === 'date' && typeof cell === 'string' ? this.dateText(cell) : this.words(cell);
  }

  /** By what a cell is ordered; `null` for empty ones. */
  orderOf(cell: TableCell | undefined, column: TableColumn): SortKey {
    if (cell === undefined || cell === null) return null;
    if (typeof cell === 'number') return cell;
    if (isState(cell)) return `${severities.indexOf(cell.severity)} ${this.words(cell.label)}`;
    const time = column.kind === 'date' && typeof cell === 'string' ? Date.parse(cell) : Number.NaN;
    return Number.isNaN(time) ? this.words(cell) : time;
  }

  compare(one: string | number, other: string | number): number {
    if (typeof one === 'number' && typeof other === 'number') return one - other;
    return this.collator.compare(String(one), String(other));
  }

  private dateText(text: string): string {
    const date = new Date(text);
    if (Number.isNaN(date.getTime())) return text;
    // Without a time it is a day, the same in every time zone.
    return (/^\d{4}-\d{2}-\d{2}$/.test(text) ? this.days : this.times).format(date);
  }
}

/** The worst first. */
const severities: readonly TableState['severity'][] = ['error', 'warning', 'info', 'success'];

export function isState(cell: TableCell | undefined): cell is TableState {
  return typeof cell === 'object' && cell !== null && 'severity' in cell;
}
