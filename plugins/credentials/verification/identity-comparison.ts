import type { NetEntreprisesIdentity } from '../identity/net-entreprises-identity.ts';

const members = ['siret', 'lastName', 'firstName'] as const;

export type IdentityDifference = {
  readonly field: (typeof members)[number];
  /** Only capitals, accents or spaces differ. */
  readonly isSpelling: boolean;
};

/** In what an identity differs from another, to the letter. */
export function compareIdentities(one: NetEntreprisesIdentity, other: NetEntreprisesIdentity): readonly IdentityDifference[] {
  return members
    .filter((member) => one[member] !== other[member])
    .map((field) => ({ field, isSpelling: looselySame(one[field], other[field]) }));
}

/** Whether somebody typed the last name where the first belongs, and the other way round. */
export function areNamesSwapped(one: NetEntreprisesIdentity, other: NetEntreprisesIdentity): boolean {
  return (
    !looselySame(one.lastName, one.firstName) && looselySame(one.lastName, other.firstName) && looselySame(one.firstName, other.lastName)
  );
}

function looselySame(one: string, other: string): boolean {
  return loose(one) === loose(other);
}

function loose(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\s\p{P}]/gu, '')
    .toLocaleUpperCase('fr');
}
