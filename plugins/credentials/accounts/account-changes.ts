import type { SharedChange } from 'boule-bleue';
import { nameId } from './account-name.ts';
import type { AccountDocument, Collection, DocumentOf } from './documents.ts';
import { officeId } from './documents.ts';
import type { OfficeSnapshot, Stored, StoredAccount } from './office-snapshot.ts';

/** A document written over the one that was read; without one, where there must be none. */
export function put<C extends Collection>(
  collection: C,
  id: string,
  value: DocumentOf<C>,
  former: Stored<DocumentOf<C>> | undefined,
): SharedChange {
  return { collection, id, value, revision: former?.revision ?? 0 };
}

/** Removes a document, where there is one. */
export function remove(collection: Collection, id: string, former: Stored<unknown> | undefined): readonly SharedChange[] {
  return former ? [{ collection, id, revision: former.revision }] : [];
}

/** Has the write fail where an administrator elsewhere changes who is one: at least one must stay. */
export function guardAdministrators({ office }: OfficeSnapshot): readonly SharedChange[] {
  return office ? [put('office', officeId, office.value, office)] : [];
}

/** A new account with its name. */
export function createAccount({ names }: OfficeSnapshot, id: string, value: AccountDocument): readonly SharedChange[] {
  return [put('accounts', id, value, undefined), takeName(names, id, value.name)];
}

export function renameAccount(
  { names }: OfficeSnapshot,
  { account, value, revision }: StoredAccount,
  name: string,
): readonly SharedChange[] {
  const former = nameId(value.name);
  const renamed = put('accounts', account.id, { ...value, name }, { value, revision });
  if (former === nameId(name)) return [renamed];
  return [renamed, takeName(names, account.id, name), ...remove('names', former, names.get(former))];
}

export function removeAccount({ names }: OfficeSnapshot, stored: StoredAccount): readonly SharedChange[] {
  const { account, value, revision } = stored;
  const name = nameId(value.name);
  return [
    { collection: 'accounts', id: account.id, revision },
    ...remove('names', name, names.get(name)),
    // A damaged document goes too, whatever its revision.
    ...(stored.isDamaged ? [{ collection: 'credentials', id: account.id }] : remove('credentials', account.id, stored.credentials)),
    ...remove('states', account.id, stored.state),
    ...remove('attempts', account.id, stored.attempts),
  ];
}

/** Whoever had the name before has it no more: that was looked at. */
function takeName(names: OfficeSnapshot['names'], account: string, name: string): SharedChange {
  const id = nameId(name);
  return put('names', id, { account }, names.get(id));
}
