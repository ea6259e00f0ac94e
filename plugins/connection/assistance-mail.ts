import type { ConnectionStatus } from './connection-status.ts';
import { type ConnectionValues, type ServerRole, serverRoles } from './connection-values.ts';
import type { AddressResult } from './diagnosis/address-result.ts';

export const assistanceAddress = 'impact-emploi-association@urssaf.fr';

export interface AssistanceMail {
  readonly subject: string;
  readonly body: string;
}

export interface MailFacts {
  readonly version: string;
  readonly installation: string;
  readonly values: ConnectionValues;
  readonly status: ConnectionStatus;
  /** Of the last test; empty before the first. */
  readonly addresses: readonly AddressResult[];
}

/**
 * The mail that the guide asks for, with what the assistance desk needs to understand the failure. It is
 * in French whatever the window speaks: the desk does. Neither a user name nor a secret is in it.
 */
export function composeMail({ version, installation, values, status, addresses }: MailFacts): AssistanceMail {
  const lines = [
    'Bonjour,',
    '',
    'Mon installation ne parvient pas à se connecter au serveur Impact emploi.',
    '',
    'Mes coordonnées (structure, nom, téléphone) : ',
    '',
    '--',
    `Version : ${version}`,
    `Installation : ${installation || 'non renseignée'}`,
    `Connexion : ${values.type}, mode ${values.mode}`,
    `État : ${[status.state, status.cause].filter(Boolean).join(', ')}`,
    ...serverRoles.map(
      (role) =>
        `${roleNames[role]} : ${describeAddress(
          values.servers[role],
          addresses.find((address) => address.role === role),
        )}`,
    ),
  ];
  return { subject: `Serveur de connexion ${version}`, body: lines.join('\r\n') };
}

const roleNames: Readonly<Record<ServerRole, string>> = {
  authentication: 'Serveur d’authentification',
  update: 'Serveur de mise à jour',
  netEntreprises: 'Net-entreprises',
};

export function mailtoUrl({ subject, body }: AssistanceMail): string {
  return `mailto:${assistanceAddress}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
}

function describeAddress(saved: string, result: AddressResult | undefined): string {
  const address = stripToOriginAndPath(result?.url ?? saved);
  if (!result) return `${address} (pas encore testée)`;
  if (result.ok) return `${address} jointe en ${Math.round(result.ms)} ms`;
  const failed = result.stages.at(-1);
  return `${address} ${result.cause}${failed ? ` (${failed.name} : ${failed.detail})` : ''}`;
}

/** Addresses set from the command line may hold credentials or a query. */
function stripToOriginAndPath(address: string): string {
  const url = URL.parse(address);
  return url ? `${url.protocol}//${url.host}${url.pathname}` : 'adresse illisible';
}
