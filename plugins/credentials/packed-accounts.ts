import type { AccountStatus } from './accounts/account-status.ts';
import type { AccountSummary } from './office-state.ts';

/**
 * All summaries in one text, in order. As objects, ten thousand of them are copied, compared, written and read at every hop
 * to the window, which takes the host some 50 ms at each change of anything; one text takes it 5.
 */
export type PackedAccounts = string;

/** Written as a list without the names of its members, and with `null` for what is left out. */
type Row = readonly [
  id: string,
  name: string,
  flags: number,
  status: AccountStatus['kind'],
  at?: number | null | undefined,
  lockedUntil?: number | null | undefined,
  agedSince?: number | null | undefined,
];

const flags = { administrator: 1, hasPassword: 2, isTesting: 4 } as const;

export function packAccounts(accounts: readonly AccountSummary[]): PackedAccounts {
  return JSON.stringify(accounts.map(packAccount));
}

export function unpackAccounts(packed: PackedAccounts): readonly AccountSummary[] {
  return (JSON.parse(packed) as readonly Row[]).map(unpackAccount);
}

function packAccount({ id, name, role, status, hasPassword, isTesting, lockedUntil, agedSince }: AccountSummary): Row {
  const flag =
    (role === 'administrator' ? flags.administrator : 0) | (hasPassword ? flags.hasPassword : 0) | (isTesting ? flags.isTesting : 0);
  const at = 'at' in status ? status.at : undefined;
  // What most accounts lack costs them nothing.
  if (agedSince !== undefined || lockedUntil !== undefined) return [id, name, flag, status.kind, at, lockedUntil, agedSince];
  return at === undefined ? [id, name, flag, status.kind] : [id, name, flag, status.kind, at];
}

function unpackAccount([id, name, flag, kind, at, lockedUntil, agedSince]: Row): AccountSummary {
  return {
    id,
    name,
    role: flag & flags.administrator ? 'administrator' : 'user',
    status: { kind, ...(typeof at === 'number' && { at }) } as AccountStatus,
    hasPassword: (flag & flags.hasPassword) !== 0,
    isTesting: (flag & flags.isTesting) !== 0,
    ...(typeof lockedUntil === 'number' && { lockedUntil }),
    ...(typeof agedSince === 'number' && { agedSince }),
  };
}
