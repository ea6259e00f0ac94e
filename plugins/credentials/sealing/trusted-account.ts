import type { AccountDocument } from '../accounts/documents.ts';
import { HolderKeys } from './key-holder.ts';
import { Keyring } from './keyring.ts';
import { OfficeKey } from './office-key.ts';
import type { PasswordParameters } from './password-key.ts';
import { openValue, sealValue } from './sealed-value.ts';

/** A password's key, and what it was worked out with. */
export interface PasswordSecret {
  readonly key: Uint8Array;
  readonly parameters: PasswordParameters;
}

/** The account with the office's word for its role and for whose keys these are, and an administrator's with the office's key. */
export function vouchFor(office: OfficeKey, id: string, document: AccountDocument): AccountDocument {
  const { claimedOn: _, officeKey: __, ...account } = document;
  const proof = office.prove(statementOf(id, account));
  const key = account.role === 'administrator' && account.holder ? office.keyFor(account.holder.publicKey, 'office-key') : undefined;
  return { ...account, proof, ...(key && { officeKey: sealValue(key, officeKeyContext(id), office.bytes) }) };
}

/** Whether the office has vouched for role and keys: what somebody else put into the database it has not. */
export function isVouchedFor(office: OfficeKey, id: string, account: AccountDocument): boolean {
  return account.claimedOn === undefined && office.hasProved(statementOf(id, account), account.proof);
}

/** The account with a password and keys of its own, given by the office. What was sealed for it stays readable. */
export function givePassword(office: OfficeKey, id: string, account: AccountDocument, secret: PasswordSecret): AccountDocument {
  const keyring = new Keyring(office, undefined);
  const dataKey = keyring.openDataKey(id, account);
  const { dataKey: _, isWithheld: __, ...former } = account;
  const holder = HolderKeys.create(office.publicKey).wrap(id, secret.key);
  const renewed = vouchFor(office, id, { ...former, holder, password: secret.parameters });
  return dataKey ? keyring.withDataKey(id, renewed, dataKey) : renewed;
}

/** The office's key, for an administrator whose account the office has vouched for. */
export function openOfficeKey(id: string, account: AccountDocument, keys: HolderKeys): OfficeKey | undefined {
  const key = account.role === 'administrator' && account.officeKey ? keys.keyFor('office-key') : undefined;
  const bytes = key && openValue(key, officeKeyContext(id), account.officeKey ?? '');
  const office = bytes && OfficeKey.from(bytes);
  return office?.publicKey === keys.officePublicKey && isVouchedFor(office, id, account) ? office : undefined;
}

function statementOf(id: string, { role, holder }: AccountDocument): readonly string[] {
  return ['account', id, role, holder?.publicKey ?? ''];
}

function officeKeyContext(id: string) {
  return ['office-key', id];
}
