import type { AccountStatus } from '../accounts/account-status.ts';

/** How an account stands, as the table of states tells it. No credentials, and nothing made of them. */
export type AccountStateRow = {
  readonly id: string;
  readonly name: string;
  /** What the portal last said of what is saved. A try without an answer never changes it. */
  readonly status: AccountStatus;
  /** The last try brought no answer: when that was, in ms since 1970. */
  readonly unansweredAt?: number;
  /** When the Net-entreprises password was last changed here, in ms since 1970. */
  readonly changedAt?: number;
  /** Older than the office's reminder. */
  readonly isAged?: boolean;
};

/** All rows in one text, as `packAccounts` does and for its reason. */
export type PackedRows = string;

type Packed = readonly [
  id: string,
  name: string,
  kind: AccountStatus['kind'],
  at: number | null,
  unansweredAt: number | null,
  changedAt: number | null,
  isAged: 0 | 1,
];

export function packRows(rows: readonly AccountStateRow[]): PackedRows {
  return JSON.stringify(
    rows.map(({ id, name, status, unansweredAt, changedAt, isAged }): Packed => {
      const at = 'at' in status ? status.at : null;
      return [id, name, status.kind, at, unansweredAt ?? null, changedAt ?? null, isAged ? 1 : 0];
    }),
  );
}

export function unpackRows(packed: PackedRows): readonly AccountStateRow[] {
  return (JSON.parse(packed) as readonly Packed[]).map(([id, name, kind, at, unansweredAt, changedAt, isAged]) => ({
    id,
    name,
    status: { kind, ...(at !== null && { at }) } as AccountStatus,
    ...(unansweredAt !== null && { unansweredAt }),
    ...(changedAt !== null && { changedAt }),
    ...(isAged === 1 && { isAged: true }),
  }));
}
