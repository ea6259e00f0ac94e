export const knownStateKinds = ['accepted', 'refused', 'expired', 'not-registered', 'blocked'] as const;
export type KnownStateKind = (typeof knownStateKinds)[number];
