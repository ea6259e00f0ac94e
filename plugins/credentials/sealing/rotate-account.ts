import { randomBytes } from 'node:crypto';
import type { SharedChange } from 'boule-bleue';
import { put } from '../accounts/account-changes.ts';
import type { StoredAccount } from '../accounts/office-snapshot.ts';
import { keyBytes } from './key-pair.ts';
import { Keyring } from './keyring.ts';
import type { OfficeKey } from './office-key.ts';
import { vouchFor } from './trusted-account.ts';
import { withholdAnew } from './withheld-keys.ts';

/**
 * The changes that give an account to the office's next key: a new data key, its credentials sealed with that, and what its user needs to
 * follow. The password stays. Credentials that the former key doesn't open stay as they are.
 */
export function rotateAccount(
  office: OfficeKey,
  successor: OfficeKey,
  { account, value, revision, credentials }: StoredAccount,
): readonly SharedChange[] {
  const { id } = account;
  const saved = credentials && new Keyring(office, undefined).unseal(id, value, credentials.value);
  const { dataKey: _, ...former } = value;
  const holder = former.holder && office.introduce(successor, former.holder);
  const vouched = vouchFor(successor, id, withholdAnew(office, successor, id, { ...former, ...(holder && { holder }) }));
  const keyring = new Keyring(successor, undefined);
  const renewed = keyring.withDataKey(id, vouched, randomBytes(keyBytes));
  const changes = [put('accounts', id, renewed, { value, revision })];
  if (!saved || !credentials) return changes;
  const { sealed } = keyring.seal(id, renewed, saved);
  return [...changes, put('credentials', id, { ...credentials.value, sealed }, credentials)];
}
