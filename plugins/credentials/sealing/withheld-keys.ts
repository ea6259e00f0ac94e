import type { SharedChange } from 'boule-bleue';
import { put } from '../accounts/account-changes.ts';
import type { AccountDocument } from '../accounts/documents.ts';
import type { OfficeSnapshot, StoredAccount } from '../accounts/office-snapshot.ts';
import type { OfficeKey } from './office-key.ts';
import { openValue, sealValue } from './sealed-value.ts';

/** Whether passwords are of use on this workstation alone, which asks for none: what they open need not lie where guesses can be tried. */
export function withholdsKeys({ office, status }: Pick<OfficeSnapshot, 'office' | 'status'>): boolean {
  return status.location === 'workstation' && !office?.value.isProtected;
}

/** What a password opens, out of reach of whoever guesses: sealed once more by the office's key, which the workstation's keychain alone has. */
export function withholdKeys(office: OfficeKey, id: string, account: AccountDocument): AccountDocument {
  const { holder } = account;
  const key = holder && office.keyFor(undefined, 'withheld');
  if (!key || account.isWithheld) return account;
  const wrapped = sealValue(key, contextOf(id, holder), Buffer.from(holder.wrapped));
  return { ...account, holder: { ...holder, wrapped }, isWithheld: true };
}

/** The account as its password opens it. @returns `undefined` where the office's key doesn't uncover it. */
export function releaseKeys(office: OfficeKey, id: string, account: AccountDocument): AccountDocument | undefined {
  const { isWithheld, ...released } = account;
  const { holder } = released;
  const key = holder && office.keyFor(undefined, 'withheld');
  if (!isWithheld || !key) return account;
  const wrapped = openValue(key, contextOf(id, holder), holder.wrapped)?.toString();
  return wrapped === undefined ? undefined : { ...released, holder: { ...holder, wrapped } };
}

/** The same, withheld by the office's next key. What the former one doesn't uncover stays as it is. */
export function withholdAnew(office: OfficeKey, successor: OfficeKey, id: string, account: AccountDocument): AccountDocument {
  const released = account.isWithheld && releaseKeys(office, id, account);
  return released ? withholdKeys(successor, id, released) : account;
}

/** The changes after which the accounts' passwords open them on every workstation. What can't be uncovered stays, and is told as damaged. */
export function handOutKeys(office: OfficeKey, accounts: readonly StoredAccount[]): readonly SharedChange[] {
  return accounts.flatMap((stored) => {
    const { account, value } = stored;
    const released = value.isWithheld && releaseKeys(office, account.id, value);
    return released ? [put('accounts', account.id, released, stored)] : [];
  });
}

function contextOf(id: string, { publicKey }: NonNullable<AccountDocument['holder']>) {
  return ['withheld', id, publicKey];
}
