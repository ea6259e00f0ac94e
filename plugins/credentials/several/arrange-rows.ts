import type { AccountStateRow } from './account-state-row.ts';

export const stateColumns = ['name', 'state', 'at', 'unansweredAt', 'changedAt'] as const;
export type StateColumn = (typeof stateColumns)[number];

export type StateSort = { readonly column: StateColumn; readonly isDescending: boolean };

/** The most urgent first. `unknown` and `aged` are no kinds of their own: they come beside one. */
export const stateKinds = [
  'blocked',
  'refused',
  'expired',
  'not-registered',
  'unreadable',
  'incomplete',
  'never-tested',
  'accepted',
] as const satisfies readonly AccountStateRow['status']['kind'][];

export const stateChoices = ['all', ...stateKinds, 'unknown', 'aged'] as const;
export type StateChoice = (typeof stateChoices)[number];

export interface Arrangement {
  /** Anywhere in the name, whatever its capitals and accents. */
  readonly text?: string;
  readonly choice?: StateChoice;
  readonly sort?: StateSort;
}

/** The rows that are wanted, in the order that is wanted; where nothing tells two apart, by name. */
export function arrangeRows(
  rows: readonly AccountStateRow[],
  { text = '', choice = 'all', sort = { column: 'name', isDescending: false } }: Arrangement,
  language = 'fr',
): readonly AccountStateRow[] {
  const wanted = plainText(text.trim());
  const found = rows.filter((row) => isChosen(row, choice) && (wanted === '' || plainText(row.name).includes(wanted)));
  const { compare } = new Intl.Collator(language, { numeric: true });
  const direction = sort.isDescending ? -1 : 1;
  const byName = (one: AccountStateRow, other: AccountStateRow) => compare(one.name, other.name);
  if (sort.column === 'name') return found.sort((one, other) => direction * byName(one, other));
  return found
    .map((row) => ({ row, order: orderOf(row, sort.column as Exclude<StateColumn, 'name'>) }))
    .sort((one, other) => compareOrders(one.order, other.order, direction) || byName(one.row, other.row))
    .map(({ row }) => row);
}

export function isChosen({ status, unansweredAt, isAged }: AccountStateRow, choice: StateChoice): boolean {
  if (choice === 'all') return true;
  if (choice === 'unknown') return unansweredAt !== undefined;
  if (choice === 'aged') return isAged === true;
  return status.kind === choice;
}

/** Upper and lower case, and letters with and without accents, are found alike. */
function plainText(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase('fr');
}

function orderOf(row: AccountStateRow, column: Exclude<StateColumn, 'name'>): number | undefined {
  if (column === 'state') return stateKinds.indexOf(row.status.kind);
  if (column === 'at') return 'at' in row.status ? row.status.at : undefined;
  return row[column];
}

/** Empty cells come last in either direction. */
function compareOrders(one: number | undefined, other: number | undefined, direction: number): number {
  if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
  return direction * (one - other);
}
