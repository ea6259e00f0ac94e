import { ShellError } from 'boule-bleue';
import type { OfficeSnapshot, StoredAccount } from './office-snapshot.ts';

interface AccountIndex {
  readonly byId: ReadonlyMap<string, StoredAccount>;
  readonly byName: ReadonlyMap<string, StoredAccount>;
}

/** Made once for each list: among ten thousand, whoever goes through them all would go through them ten thousand times. */
const indexes = new WeakMap<readonly StoredAccount[], AccountIndex>();

/**
 * @param idOrName without it, the preferred account, else the first.
 * @throws ShellError `credentials.account-unknown`.
 */
export function findAccount({ accounts }: OfficeSnapshot, idOrName: string | undefined, preferred?: string): StoredAccount {
  const wanted = idOrName ?? preferred;
  const { byId, byName } = indexOf(accounts);
  const found = wanted === undefined ? accounts[0] : (byId.get(wanted) ?? byName.get(wanted));
  if (!found) throw new ShellError('credentials.account-unknown', { account: idOrName ?? '' });
  return found;
}

function indexOf(accounts: readonly StoredAccount[]): AccountIndex {
  const known = indexes.get(accounts);
  if (known) return known;
  // Of two with one name the first is found.
  const backwards = accounts.toReversed();
  const index = {
    byId: new Map(backwards.map((stored) => [stored.account.id, stored])),
    byName: new Map(backwards.map((stored) => [stored.account.name, stored])),
  };
  indexes.set(accounts, index);
  return index;
}
