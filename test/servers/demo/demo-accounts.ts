import { createAccount, type NetEntreprisesAccount } from '../net-entreprises-accounts.ts';

export interface DemoAccount {
  readonly siret: string;
  readonly lastName: string;
  readonly firstName: string;
  readonly password: string;
  /** What the demonstration's portal makes of it. */
  readonly outcome: NetEntreprisesAccount['state'];
}

/** The guide's Dupont and Martin, and one for each refusal. No such company exists: the SIREN is the usual sample. */
export const demoAccounts: readonly DemoAccount[] = [
  { siret: '12345678200010', lastName: 'Dupont', firstName: 'Jeanne', password: 'Demo-Dupont-1', outcome: 'active' },
  { siret: '12345678200028', lastName: 'Martin', firstName: 'Paul', password: 'Demo-Martin-2', outcome: 'active' },
  { siret: '12345678200036', lastName: 'Petit', firstName: 'Louise', password: 'Demo-Petit-3', outcome: 'password-expired' },
  { siret: '12345678200044', lastName: 'Bernard', firstName: 'Hugo', password: 'Demo-Bernard-4', outcome: 'not-registered' },
  { siret: '12345678200051', lastName: 'Robert', firstName: 'Alice', password: 'Demo-Robert-5', outcome: 'locked' },
];

export function portalAccounts(): NetEntreprisesAccount[] {
  return demoAccounts.map(({ siret, lastName, firstName, password, outcome }) =>
    createAccount(
      { siret, nom: lastName, prenom: firstName, motdepasse: password },
      { state: outcome, services: ['25', '26', '94', '97'] },
    ),
  );
}
