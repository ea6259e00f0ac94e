import { ShellError } from 'boule-bleue';
import type { AccountDocument } from '../accounts/documents.ts';
import type { OfficeSnapshot, StoredAccount } from '../accounts/office-snapshot.ts';
import { givePassword, isVouchedFor, type PasswordSecret } from '../sealing/trusted-account.ts';
import { withholdKeys, withholdsKeys } from '../sealing/withheld-keys.ts';
import type { OpenSession } from './open-session.ts';

/**
 * The account with a new password: its user's own choice, or what an administrator gives it, which the user then has to change.
 * @throws ShellError `credentials.account-foreign`, `credentials.office-key-lost`.
 */
export function applyPassword(
  session: OpenSession,
  snapshot: OfficeSnapshot,
  stored: StoredAccount,
  secret: PasswordSecret,
): AccountDocument {
  const { account, value } = stored;
  const { keyring } = session;
  const { mustChangePassword: _, ...document } = value;
  const isOwn = session.account.id === account.id;
  if (isOwn && keyring.holder) {
    return { ...document, holder: keyring.holder.keys.wrap(account.id, secret.key), password: secret.parameters };
  }
  if (!keyring.office)
    throw new ShellError(keyring.holder ? 'credentials.account-foreign' : 'credentials.office-key-lost', { account: account.name });
  // What somebody else may have put there is not handed on with the office's word for it.
  const { dataKey: __, ...withoutDataKey } = document;
  const trusted = isVouchedFor(keyring.office, account.id, value) ? document : withoutDataKey;
  const given = givePassword(keyring.office, account.id, trusted, secret);
  if (keyring.holder) return isOwn ? given : { ...given, mustChangePassword: true };
  return withholdsKeys(snapshot) ? withholdKeys(keyring.office, account.id, given) : given;
}
