import type { NetEntreprisesCredentials } from '../identity/net-entreprises-identity.ts';

export type Scheme = 'general' | 'agricole';
export type Environment = 'production' | 'test';

/** « Guide d'implémentation de l'API DSN »: the portal's number for the service one signs in to. */
const serviceCodes: Readonly<Record<Scheme, Readonly<Record<Environment, string>>>> = {
  general: { production: '25', test: '97' },
  agricole: { production: '26', test: '94' },
};

export function serviceCode(scheme: Scheme, environment: Environment): string {
  return serviceCodes[scheme][environment];
}

/**
 * The body of `authentifier/1.0/`: five elements in the order that the portal asks for, without an XML
 * declaration, as in the guide's example. Values must have passed `findFieldProblems`.
 */
export function buildAuthenticationBody(credentials: NetEntreprisesCredentials, service: string): string {
  const elements = [
    ['siret', credentials.siret],
    ['nom', credentials.lastName],
    ['prenom', credentials.firstName],
    ['motdepasse', credentials.password],
    ['service', service],
  ] as const;
  return `<identifiants>${elements.map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`).join('')}</identifiants>`;
}

/** `User-Agent` as the guide prescribes it: `Client-DSN (<software>/<version>; <publisher>)`. */
export function clientName(version: string): string {
  return `Client-DSN (Boule bleue/${version}; Impact emploi association)`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

function escapeXml(value: string): string {
  return value.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
