import type { UnsealedAccount } from './accounts/account-service.ts';
import type { KnownStateKind } from './accounts/account-store.ts';

/** How an account stands, in its list. */
export type AccountStatus =
  | { readonly kind: 'incomplete' | 'never-tested' | 'unreadable' }
  | { readonly kind: KnownStateKind /** In ms since 1970. */; readonly at: number };

export function accountStatus({ account, credentials, unreadable }: UnsealedAccount): AccountStatus {
  if (unreadable) return { kind: 'unreadable' };
  if (!credentials?.netEntreprises) return { kind: 'incomplete' };
  const { knownState } = account;
  return knownState?.revision === credentials.revision ? { kind: knownState.kind, at: knownState.at } : { kind: 'never-tested' };
}
