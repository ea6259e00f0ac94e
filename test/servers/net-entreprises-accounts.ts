import type { Identification } from './net-entreprises-identification.ts';

/** An account of the portal. Its members may be changed while the server runs. */
export interface NetEntreprisesAccount {
  siret: string;
  nom: string;
  prenom: string;
  motdepasse: string;
  /** Codes of the services it is open to. `25` is the régime général's, `26` the agricole's. */
  services: readonly string[];
  state: 'active' | 'password-expired' | 'not-registered' | 'locked';
  /** Wrong passwords since the last right one. */
  failures: number;
}

export type AccountVerdict = 'accepted' | 'unknown' | 'password-expired' | 'not-registered' | 'locked';

export const failuresBeforeLock = 5;

export function createAccount(
  identity: Pick<NetEntreprisesAccount, 'siret' | 'nom' | 'prenom' | 'motdepasse'>,
  rest: Partial<NetEntreprisesAccount> = {},
): NetEntreprisesAccount {
  return { services: ['25', '97'], state: 'active', failures: 0, ...identity, ...rest };
}

/**
 * Judges one attempt and counts it: the fifth wrong password in a row locks the account. An account that does not
 * exist and a wrong password look the same, so that nobody can find out which accounts there are.
 */
export function judge(accounts: readonly NetEntreprisesAccount[], attempt: Identification): AccountVerdict {
  const account = accounts.find(({ siret, nom, prenom }) => siret === attempt.siret && nom === attempt.nom && prenom === attempt.prenom);
  if (!account) return 'unknown';
  if (account.state === 'locked') return 'locked';
  if (account.motdepasse !== attempt.motdepasse) {
    account.failures += 1;
    if (account.failures >= failuresBeforeLock) account.state = 'locked';
    return 'unknown';
  }
  account.failures = 0;
  if (account.state !== 'active') return account.state;
  return account.services.includes(attempt.service) ? 'accepted' : 'unknown';
}
