import type { SharedStorageStatus } from 'boule-bleue';
import type { Account } from './account.ts';
import type {
  AccountDocument,
  AttemptsDocument,
  Collection,
  CredentialsDocument,
  DocumentOf,
  OfficeDocument,
  StateDocument,
} from './documents.ts';

export interface Stored<T> {
  readonly value: T;
  /** Of the shared storage: what a change of the document is made of. */
  readonly revision: number;
}

/** All that is stored of one account. */
export interface StoredAccount extends Stored<AccountDocument> {
  readonly account: Account;
  readonly credentials: Stored<CredentialsDocument> | undefined;
  readonly state: Stored<StateDocument> | undefined;
  readonly attempts: Stored<AttemptsDocument> | undefined;
  /** Its credentials' document is no longer what was written. */
  readonly isDamaged: boolean;
}

/** The office as it was at one moment. */
export interface OfficeSnapshot {
  readonly status: SharedStorageStatus;
  readonly office: Stored<OfficeDocument> | undefined;
  /** The document that everything hangs on is no longer what was written. */
  readonly isOfficeDamaged: boolean;
  /** In the order in which users see them. */
  readonly accounts: readonly StoredAccount[];
  readonly names: ReadonlyMap<string, Stored<DocumentOf<'names'>>>;
  /** Names of the accounts of which a document is no longer what was written; their ids where the name is lost with it. */
  readonly damaged: readonly string[];
}

export type Documents = { readonly [C in Collection]: Map<string, Stored<DocumentOf<C>>> };
export type DamagedIds = { readonly [C in Collection]: Set<string> };

export function takeSnapshot(status: SharedStorageStatus, documents: Documents, damaged: DamagedIds): OfficeSnapshot {
  const accounts = [...documents.accounts].map(([id, document]) => storedAccount(id, document, documents, damaged));
  const nameOf = (id: string) => documents.accounts.get(id)?.value.name ?? id;
  const hurt = new Set([...damaged.accounts, ...damaged.credentials, ...damaged.states, ...damaged.attempts]);
  return {
    status,
    office: documents.office.get('office'),
    isOfficeDamaged: damaged.office.size > 0,
    accounts: accounts.sort((one, other) => one.value.createdAt - other.value.createdAt),
    names: documents.names,
    damaged: [...hurt].map(nameOf).sort((one, other) => one.localeCompare(other, 'fr')),
  };
}

function storedAccount(id: string, document: Stored<AccountDocument>, documents: Documents, damaged: DamagedIds): StoredAccount {
  const { name, role, createdAt, holder } = document.value;
  const credentials = documents.credentials.get(id);
  const state = documents.states.get(id);
  return {
    ...document,
    account: {
      ...{ id, name, role, createdAt, hasPassword: holder !== undefined },
      ...(state?.value.known && { knownState: state.value.known }),
      ...(state?.value.unansweredSince !== undefined && { unansweredSince: state.value.unansweredSince }),
      ...(credentials?.value.passwordChangedAt !== undefined && { passwordChangedAt: credentials.value.passwordChangedAt }),
    },
    credentials,
    state,
    attempts: documents.attempts.get(id),
    isDamaged: damaged.credentials.has(id),
  };
}
