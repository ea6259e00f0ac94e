import type { ConnectionStatus } from '../connection-status.ts';
import { cleanAddress, cleanText } from '../records/clean-text.ts';
import type { RecordedAddress } from '../records/test-record.ts';
import { type ConnectionValues, type ServerRole, serverRoles } from '../values/connection-values.ts';

export const assistanceAddress = 'impact-emploi-association@urssaf.fr';

export interface AssistanceMail {
  readonly subject: string;
  readonly body: string;
}

export interface MailFacts {
  readonly version: string;
  readonly installation: string;
  readonly values: Pick<ConnectionValues, 'type' | 'mode' | 'servers'>;
  readonly status: Pick<ConnectionStatus, 'state' | 'cause'>;
  /** Of the last test, as it is recorded; empty before the first. */
  readonly addresses: readonly RecordedAddress[];
}

/**
 * The mail that the guide asks for, with what the assistance desk needs to understand the failure. It is
 * in French whatever the window speaks: the desk does. Neither a user name nor a secret is in it: what it tells of a test is what a report may.
 *
 * @param more lines that follow.
 */
export function composeMail({ version, installation, values, status, addresses }: MailFacts, more: readonly string[] = []): AssistanceMail {
  const lines = [
    'Bonjour,',
    '',
    'Mon installation ne parvient pas à se connecter au serveur Impact emploi.',
    '',
    'Mes coordonnées (structure, nom, téléphone) : ',
    '',
    '--',
    `Version : ${version}`,
    `Installation : ${cleanText(installation, 64) || 'non renseignée'}`,
    `Connexion : ${values.type}, mode ${values.mode}`,
    `État : ${[status.state, status.cause].filter(Boolean).join(', ')}`,
    ...serverRoles.map(
      (role) =>
        `${roleNames[role]} : ${describeAddress(
          values.servers[role],
          addresses.find((address) => address.role === role),
        )}`,
    ),
    ...(more.length > 0 ? ['', ...more] : []),
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

function describeAddress(saved: string, result: RecordedAddress | undefined): string {
  const address = cleanAddress(result?.url || saved) || 'adresse illisible';
  if (!result) return `${address} (pas encore testée)`;
  if (result.ok) return `${address} jointe en ${Math.round(result.ms)} ms`;
  const failed = result.stages.at(-1);
  return `${address} ${result.cause}${failed ? ` (${failed.name} : ${failed.detail})` : ''}`;
}
