/** What the portal said of an account's credentials. */
export const knownStateKinds = ['accepted', 'refused', 'expired', 'not-registered', 'blocked'] as const;
export type KnownStateKind = (typeof knownStateKinds)[number];

/** How an account stands, in its list. */
export type AccountStatus =
  | { readonly kind: 'incomplete' | 'never-tested' | 'unreadable' }
  | { readonly kind: KnownStateKind /** In ms since 1970. */; readonly at: number };
