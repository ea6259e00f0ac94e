import type { UnsealedAccount } from './accounts/account-service.ts';
import type { KnownStateKind } from './accounts/account-store.ts';
import type { Verification } from './verification/verification-board.ts';

/** How an account stands, in its list. */
export type AccountStatus =
  | { readonly kind: 'incomplete' | 'never-tested' | 'unreadable' }
  | { readonly kind: KnownStateKind /** In ms since 1970. */; readonly at: number };

/** What the panel renders of one account. Passwords never go to the window: it learns only whether there is one. */
export type AccountState = {
  readonly id: string;
  readonly name: string;
  readonly status: AccountStatus;
  readonly siret: string;
  readonly lastName: string;
  readonly firstName: string;
  readonly hasPassword: boolean;
  readonly hasNetEntreprisesPassword: boolean;
  readonly isTesting: boolean;
  readonly verification: Verification | null;
};

export type CredentialsState = { readonly accounts: readonly AccountState[] };

export function accountStatus({ account, credentials, unreadable }: UnsealedAccount): AccountStatus {
  if (unreadable) return { kind: 'unreadable' };
  if (!credentials?.netEntreprises) return { kind: 'incomplete' };
  const { knownState } = account;
  return knownState?.revision === credentials.revision ? { kind: knownState.kind, at: knownState.at } : { kind: 'never-tested' };
}

export function accountState(unsealed: UnsealedAccount, isTesting: boolean, verification: Verification | null): AccountState {
  const { account, credentials } = unsealed;
  return {
    id: account.id,
    name: account.name,
    status: accountStatus(unsealed),
    siret: credentials?.netEntreprises?.siret ?? '',
    lastName: credentials?.netEntreprises?.lastName ?? '',
    firstName: credentials?.netEntreprises?.firstName ?? '',
    hasPassword: credentials?.password !== undefined,
    hasNetEntreprisesPassword: credentials?.netEntreprises !== undefined,
    isTesting,
    verification,
  };
}
