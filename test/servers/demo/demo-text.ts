import type { DemoAccount } from './demo-accounts.ts';

export interface DemoFacts {
  readonly accounts: readonly DemoAccount[];
  readonly passwordOfTheDay: string;
  readonly proxy: { readonly host: string; readonly port: number; readonly user: string; readonly password: string };
  readonly refusedInstallation: string;
  readonly unknownInstallation: string;
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

function inFrench({ accounts, passwordOfTheDay, proxy, refusedInstallation, unknownInstallation }: DemoFacts): string[] {
  return [
    'Les serveurs d’Impact emploi et de Net-entreprises sont imités sur ce poste : aucun réseau n’est nécessaire. N’utilisez pas vos vrais mots de passe.',
    'Pour commencer : la boule porte un cœur rouge, car les adresses des serveurs sont les anciennes (http://). Suivez le guide : « Paramètres de connexion », « Sécurisé », les adresses en https://, « Tester l’accès aux serveurs », « Enregistrer ».',
    'Comptes Net-entreprises (SIRET, nom, prénom, mot de passe) :',
    ...accounts.map((account) => `• ${accountLine(account)} : ${outcomes.fr[account.outcome]}`),
    `Mot de passe du jour, pour quitter le mode assistance : ${passwordOfTheDay}`,
    `Proxy à essayer : ${proxy.host}, port ${proxy.port}, utilisateur ${proxy.user}, mot de passe ${proxy.password}`,
    `Installations refusées à l’authentification : ${refusedInstallation} (autorisation refusée), ${unknownInstallation} (licence non reconnue)`,
  ];
}

function inEnglish({ accounts, passwordOfTheDay, proxy, refusedInstallation, unknownInstallation }: DemoFacts): string[] {
  return [
    'The servers of Impact emploi and Net-entreprises are imitated on this computer: no network is needed. Do not use your real passwords.',
    'To begin with: the ball bears a red heart, since the servers’ addresses are the old ones (http://). Follow the guide: connection settings, “Secure”, the https:// addresses, test the servers, save.',
    'Net-entreprises accounts (SIRET, last name, first name, password):',
    ...accounts.map((account) => `• ${accountLine(account)}: ${outcomes.en[account.outcome]}`),
    `Password of the day, to leave the assistance mode: ${passwordOfTheDay}`,
    `Proxy to try: ${proxy.host}, port ${proxy.port}, user ${proxy.user}, password ${proxy.password}`,
    `Installations refused at authentication: ${refusedInstallation} (not authorised), ${unknownInstallation} (licence unknown)`,
  ];
}

function accountLine({ siret, lastName, firstName, password }: DemoAccount): string {
  return `${siret}, ${lastName}, ${firstName}, ${password}`;
}
