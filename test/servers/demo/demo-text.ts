import type { DemoAccount } from './demo-accounts.ts';

export interface DemoFacts {
  readonly accounts: readonly DemoAccount[];
  readonly passwordOfTheDay: string;
  readonly proxy: { readonly host: string; readonly port: number; readonly user: string; readonly password: string };
  readonly installations: { readonly refused: string; readonly unknown: string };
}

const outcomes = {
  fr: {
    active: 'tout est vert',
    'password-expired': 'mot de passe expiré',
    'not-registered': 'non inscrit à la DSN',
    locked: 'compte bloqué',
  },
  en: { active: 'all green', 'password-expired': 'password expired', 'not-registered': 'not registered for DSN', locked: 'account locked' },
} as const;

/** What a newcomer needs to try everything, as plain lines of text. */
export function describeDemo(language: 'fr' | 'en', facts: DemoFacts): string {
  return (language === 'fr' ? inFrench(facts) : inEnglish(facts)).join('\n');
}

function inFrench({ accounts, passwordOfTheDay, proxy, installations }: DemoFacts): string[] {
  return [
    'Les serveurs d’Impact emploi et de Net-entreprises sont imités sur ce poste. N’utilisez pas vos vrais mots de passe.',
    '',
    'La boule porte un cœur rouge, car les adresses des serveurs sont les anciennes (http://)\u00A0: suivez le guide depuis «\u00A0Paramètres de connexion\u00A0».',
    '',
    'Comptes Net-entreprises (SIRET, nom, prénom, mot de passe)\u00A0:',
    ...accounts.map((account) => `• ${accountLine(account)}\u00A0: ${outcomes.fr[account.outcome]}`),
    '',
    `Mot de passe du jour, pour quitter le mode assistance\u00A0: ${passwordOfTheDay}`,
    `Proxy à essayer\u00A0: ${proxy.host}, port ${proxy.port}, utilisateur ${proxy.user}, mot de passe ${proxy.password}`,
    `Installations refusées à l’authentification\u00A0: ${installations.refused} (autorisation refusée), ${installations.unknown} (licence non reconnue)`,
  ];
}

function inEnglish({ accounts, passwordOfTheDay, proxy, installations }: DemoFacts): string[] {
  return [
    'The servers of Impact emploi and Net-entreprises are imitated on this computer. Do not use your real passwords.',
    '',
    'The ball bears a red heart, since the servers’ addresses are the old ones (http://): follow the guide from the connection settings on.',
    '',
    'Net-entreprises accounts (SIRET, last name, first name, password):',
    ...accounts.map((account) => `• ${accountLine(account)}: ${outcomes.en[account.outcome]}`),
    '',
    `Password of the day, to leave the assistance mode: ${passwordOfTheDay}`,
    `Proxy to try: ${proxy.host}, port ${proxy.port}, user ${proxy.user}, password ${proxy.password}`,
    `Installations refused at authentication: ${installations.refused} (not authorised), ${installations.unknown} (licence unknown)`,
  ];
}

function accountLine({ siret, lastName, firstName, password }: DemoAccount): string {
  return `${siret}, ${lastName}, ${firstName}, ${password}`;
}
