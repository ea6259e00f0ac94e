import { randomBytes } from 'node:crypto';
import type { AccountDocument, CredentialsDocument } from '../accounts/documents.ts';
import { type AccountCredentials, readCredentials, writeCredentials } from './account-credentials.ts';
import type { HolderKeys } from './key-holder.ts';
import { keyBytes, type PublicKey } from './key-pair.ts';
import type { OfficeKey } from './office-key.ts';
import { openValue, sealValue } from './sealed-value.ts';

/** The keys that a session holds: an account's own, and an administrator's that of the office too. They never leave memory. */
export class Keyring {
  constructor(
    readonly office: OfficeKey | undefined,
    readonly holder: { readonly accountId: string; readonly keys: HolderKeys } | undefined,
  ) {}

  /** @returns `undefined` where these keys don't open them. */
  unseal(accountId: string, account: AccountDocument, { revision, sealed }: CredentialsDocument): AccountCredentials | undefined {
    const dataKey = this.openDataKey(accountId, account);
    const bytes = dataKey && openValue(dataKey, credentialsContext(accountId, revision), sealed);
    return bytes && readCredentials(revision, bytes);
  }

  /** The credentials sealed, and the account with the data key that opens them. @throws RangeError where these keys are not for that account. */
  seal(accountId: string, account: AccountDocument, credentials: AccountCredentials): { account: AccountDocument; sealed: string } {
    const dataKey = this.openDataKey(accountId, account);
    const key = dataKey ?? randomBytes(keyBytes);
    return {
      account: dataKey ? account : this.withDataKey(accountId, account, key),
      sealed: sealValue(key, credentialsContext(accountId, credentials.revision), writeCredentials(credentials)),
    };
  }

  openDataKey(accountId: string, { holder, dataKey }: AccountDocument): Buffer | undefined {
    const key = this.keyFor(accountId, holder?.publicKey);
    return key && dataKey ? openValue(key, ['data-key', accountId], dataKey) : undefined;
  }

  /** The account with a data key that the office and its holder open. @throws RangeError where these keys are not for that account. */
  withDataKey(accountId: string, account: AccountDocument, dataKey: Uint8Array): AccountDocument {
    const key = this.keyFor(accountId, account.holder?.publicKey);
    if (!key) throw new RangeError('These keys are not for that account.');
    return { ...account, dataKey: sealValue(key, ['data-key', accountId], dataKey) };
  }

  private keyFor(accountId: string, holder: PublicKey | undefined): Buffer | undefined {
    if (this.office) return this.office.keyFor(holder, 'data-key');
    if (this.holder?.accountId !== accountId || this.holder.keys.publicKey !== holder) return undefined;
    return this.holder.keys.keyFor('data-key');
  }
}

function credentialsContext(accountId: string, revision: string) {
  return ['credentials', accountId, revision];
}
