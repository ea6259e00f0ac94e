import type { ViewAction, ViewFrame, ViewSeverity, ViewText } from './view.ts';

/** State of a panel with `"view": "table"`. */
export type TableView = ViewFrame & {
  /** At most 50. */
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  /** How the rows are ordered until the user orders them otherwise. Default: as they come. */
  readonly sort?: { readonly column: string; readonly isDescending?: boolean };
  /** Whether a field above finds rows by what their cells show. Default: false. */
  readonly hasSearch?: boolean;
  /** Whether a button offers the rows as a CSV file. Default: false. */
  readonly canExport?: boolean;
};

export type TableColumn = {
  readonly id: string;
  readonly label: ViewText;
  /** What its cells hold. Default: `text`. */
  readonly kind?: 'text' | 'number' | 'date' | 'state';
  /** Default: `end` for numbers, else `start`. */
  readonly align?: 'start' | 'end';
  /** Default: true. */
  readonly isSortable?: boolean;
  /** Roughly how wide, in characters. Default: as wide as it needs. */
  readonly widthHint?: number;
};

export type TableRow = {
  /** Its own within the view, and the same in every state. */
  readonly id: string;
  /** By column id; a cell that is missing is empty. */
  readonly cells: Readonly<Record<string, TableCell | undefined>>;
  readonly actions?: readonly ViewAction[];
};

/**
 * By the column's kind: a text; a number; a date in ISO 8601 (`2026-03-19`, or with time and zone), shown as the reader's language writes
 * it; or a state.
 */
export type TableCell = ViewText | number | null | TableState;

/** A mark with its meaning in words: success, warning… */
export type TableState = { readonly severity: ViewSeverity; readonly label: ViewText };
