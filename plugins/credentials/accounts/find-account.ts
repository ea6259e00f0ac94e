import { ShellError } from 'boule-bleue';
import type { OfficeSnapshot, StoredAccount } from './office-snapshot.ts';

/**
 * @param idOrName without it, the preferred account, else the first.
 * @throws ShellError `credentials.account-unknown`.
 */
export function findAccount({ accounts }: OfficeSnapshot, idOrName: string | undefined, preferred?: string): StoredAccount {
  const wanted = idOrName ?? preferred;
  const found =
    wanted === undefined
      ? accounts[0]
      : (accounts.find(({ account }) => account.id === wanted) ?? accounts.find(({ account }) => account.name === wanted));
  if (!found) throw new ShellError('credentials.account-unknown', { account: idOrName ?? '' });
  return found;
}
