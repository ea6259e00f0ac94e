/** What is wrong with certificates, clocks and versions of TLS. */
import { CertificateAuthority } from '../../servers/authority.ts';
import { startHttp2Server } from '../../servers/http2-server.ts';
import { type IdentityFault, issueFaultyIdentity } from '../../servers/identity-faults.ts';
import { startIssuerServer } from '../../servers/issuer-server.ts';
import { MisbehavingServer, type Misbehaviour } from '../../servers/misbehaving-server.ts';
import type { CauseCase } from './cause-case.ts';
import {
  bothHosts,
  findClosedPort,
  impactEmploiHost,
  issuerAddress,
  netEntreprisesHost,
  publisherHost,
  type TestNetwork,
} from './test-network.ts';

const dayMs = 86_400_000;
const impactEmploi = { hosts: [impactEmploiHost] };

const withFault = (fault: IdentityFault) => async (network: TestNetwork) => {
  network.impactEmploi.identity = await issueFaultyIdentity(network.authority, fault, impactEmploi);
};

const withServer = (misbehaviour: Misbehaviour) => async (network: TestNetwork) => {
  const server = network.own(await MisbehavingServer.start({ misbehaviour, identity: await network.authority.issue(impactEmploi) }));
  network.lead(impactEmploiHost, server.port);
};

/** Every certificate ended two days ago, as on a workstation whose clock is ahead. `Date` says how it is. */
async function setClock(network: TestNetwork, aheadMs: number): Promise<void> {
  const now = Date.now() - aheadMs;
  const dates = { notBefore: new Date(now - dayMs), notAfter: new Date(now + dayMs) };
  for (const server of [network.impactEmploi, network.netEntreprises]) {
    server.identity = await network.authority.issue({ hosts: bothHosts, ...dates });
    server.clockOffsetMs = -aheadMs;
  }
}

export const encryptionCases: readonly CauseCase[] = [
  {
    what: 'the certificate ended two days ago',
    cause: 'cert-expired',
    actor: 'impact-emploi',
    sentence: /^Le certificat du serveur impact-emploi\.urssaf\.fr a expiré le \d+ \S+ \d{4}\.$/,
    next: 'Le défaut vient du serveur : prévenez l’assistance d’Impact emploi (impact-emploi-association@urssaf.fr).',
    arrange: withFault('expired'),
  },
  {
    what: 'the certificate begins in two days',
    cause: 'cert-not-yet-valid',
    actor: 'impact-emploi',
    sentence:
      /^Le certificat du serveur impact-emploi\.urssaf\.fr n’est valable qu’à partir du \d+ \S+ \d{4}, et l’horloge de ce poste est à l’heure\.$/,
    next: 'Le défaut vient du serveur : prévenez l’assistance d’Impact emploi (impact-emploi-association@urssaf.fr).',
    arrange: withFault('not-yet-valid'),
  },
  {
    what: 'the certificate is another server’s',
    cause: 'cert-wrong-host',
    actor: 'impact-emploi',
    sentence: 'Le certificat présenté est celui de autre-serveur.example, pas celui de impact-emploi.urssaf.fr.',
    next: 'Le défaut vient du serveur : prévenez l’assistance d’Impact emploi (impact-emploi-association@urssaf.fr).',
    arrange: withFault('wrong-host'),
  },
  {
    what: 'the certificate vouches for itself',
    cause: 'cert-self-signed',
    actor: 'network-administrator',
    sentence: 'Le serveur impact-emploi.urssaf.fr présente un certificat signé par lui-même : rien ne prouve que c’est le bon serveur.',
    next: 'Prévenez votre administrateur réseau en lui montrant cette fenêtre.',
    arrange: withFault('self-signed'),
  },
  {
    what: 'a certificate of the chain is missing, and is found where its authority publishes it',
    cause: 'cert-incomplete-chain',
    actor: 'impact-emploi',
    sentence:
      'Le serveur impact-emploi.urssaf.fr présente un certificat incomplet : il y manque « Boule bleue, serveurs d’essai (intermédiaire) », retrouvé auprès de son autorité.',
    next: 'Le défaut vient du serveur : prévenez l’assistance d’Impact emploi (impact-emploi-association@urssaf.fr).',
    async arrange(network) {
      const issuer = network.own(await startIssuerServer(() => network.authority.intermediateDer));
      network.lead(publisherHost, Number(new URL(issuer.address).port), 80);
      network.impactEmploi.identity = await network.authority.issue({ ...impactEmploi, sendUpTo: 'leaf', issuerAddress });
    },
  },
  {
    what: 'a certificate of the chain is missing, and nobody publishes it',
    cause: 'cert-incomplete-chain',
    actor: 'impact-emploi',
    sentence:
      'Le serveur impact-emploi.urssaf.fr présente un certificat incomplet : il y manque « Boule bleue, serveurs d’essai (intermédiaire), Boule bleue, serveurs d’essai », introuvable ailleurs.',
    next: 'Le défaut vient du serveur : prévenez l’assistance d’Impact emploi (impact-emploi-association@urssaf.fr).',
    async arrange(network) {
      network.lead(publisherHost, await findClosedPort(), 80);
      network.impactEmploi.identity = await network.authority.issue({ ...impactEmploi, sendUpTo: 'leaf', issuerAddress });
    },
  },
  {
    what: 'a certificate of the chain is missing, and the server’s own doesn’t say where it is published',
    cause: 'cert-incomplete-chain',
    actor: 'impact-emploi',
    sentence: 'Le serveur impact-emploi.urssaf.fr présente un certificat incomplet, qui ne peut pas être vérifié.',
    next: 'Le défaut vient du serveur : prévenez l’assistance d’Impact emploi (impact-emploi-association@urssaf.fr).',
    arrange: withFault('incomplete-chain'),
  },
  {
    what: 'nobody knows the authority',
    cause: 'cert-unknown-ca',
    actor: 'network-administrator',
    sentence:
      'Le certificat du serveur impact-emploi.urssaf.fr est signé par une autorité inconnue de ce poste (Autorité inconnue (racine), Autorité inconnue).',
    next: 'Montrez cette fenêtre à votre administrateur réseau : si « Autorité inconnue (racine), Autorité inconnue » est à lui, il peut l’ajouter aux autorités de ce poste.',
    arrange: withFault('unknown-ca'),
  },
  {
    what: 'the workstation’s clock is 20 days ahead of the servers’',
    cause: 'clock-skew',
    actor: 'user',
    sentence: 'L’horloge de ce poste avance de 20 jours.',
    next: 'Comparez la date et l’heure de ce poste avec celles de votre téléphone, réglez-les, puis recommencez.',
    arrange: (network) => setClock(network, 20 * dayMs),
  },
  {
    what: 'the workstation’s clock is 20 days behind the servers’',
    cause: 'clock-skew',
    actor: 'user',
    sentence: 'L’horloge de ce poste retarde de 20 jours.',
    next: 'Comparez la date et l’heure de ce poste avec celles de votre téléphone, réglez-les, puis recommencez.',
    arrange: (network) => setClock(network, -20 * dayMs),
  },
  {
    what: 'the server speaks TLS 1.1 at most',
    cause: 'tls-version',
    actor: 'impact-emploi',
    sentence: 'Le serveur impact-emploi.urssaf.fr n’a qu’un chiffrement trop ancien ou trop faible (TLSv1.1).',
    next: 'Le défaut vient du serveur : prévenez l’assistance d’Impact emploi (impact-emploi-association@urssaf.fr).',
    arrange: withServer('old-tls'),
  },
  {
    what: 'the server speaks without encryption at the address of encryption',
    cause: 'not-tls',
    actor: 'user',
    sentence: 'À cette adresse, le serveur impact-emploi.urssaf.fr répond sans chiffrement (http), alors que https est demandé.',
    next: 'Vérifiez l’adresse, puis recommencez. Si elle est juste, prévenez votre administrateur réseau.',
    arrange: withServer('plain-http'),
  },
  {
    what: 'the server speaks HTTP/2 alone',
    cause: 'bad-answer',
    actor: 'impact-emploi',
    sentence: 'Le serveur impact-emploi.urssaf.fr n’accepte qu’un échange (HTTP/2) que ce logiciel ne pratique pas.',
    next: 'Le défaut vient du serveur : prévenez l’assistance d’Impact emploi (impact-emploi-association@urssaf.fr).',
    async arrange(network) {
      const server = network.own(await startHttp2Server(await network.authority.issue(impactEmploi)));
      network.lead(impactEmploiHost, server.port);
    },
  },
  {
    what: 'somebody in the network vouches for every server, under a name that nobody knows',
    cause: 'cert-intercepted',
    actor: 'network-administrator',
    sentence:
      'La connexion chiffrée est ouverte en chemin par un équipement du réseau ou un antivirus (Mairie de Trifouilly (intermédiaire), Mairie de Trifouilly).',
    next: 'Demandez à votre administrateur réseau de laisser passer impact-emploi.urssaf.fr sans l’ouvrir, ou d’ajouter son autorité à ce poste.',
    async arrange(network) {
      const stranger = await CertificateAuthority.create({ organisation: 'Mairie de Trifouilly' });
      network.impactEmploi.identity = await stranger.issue(impactEmploi);
      network.netEntreprises.identity = await stranger.issue({ hosts: [netEntreprisesHost] });
    },
  },
];
