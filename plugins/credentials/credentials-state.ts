import type { KnownStateKind } from './accounts/account-store.ts';

/** How an account stands, in its list. */
export type AccountStatus =
  | { readonly kind: 'incomplete' | 'never-tested' | 'unreadable' }
  | { readonly kind: KnownStateKind /** In ms since 1970. */; readonly at: number };
