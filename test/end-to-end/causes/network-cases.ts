/** What keeps a connection from standing at all, without a proxy. */

import { startFilteredPort } from '../../servers/filtered-port.ts';
import { MisbehavingServer, type Misbehaviour } from '../../servers/misbehaving-server.ts';
import type { CauseCase } from './cause-case.ts';
import { findClosedPort, impactEmploiHost, type TestNetwork } from './test-network.ts';

/** Makes Impact emploi, and it alone, misbehave from the first byte on. */
const misbehave = (misbehaviour: Misbehaviour) => async (network: TestNetwork) => {
  const server = network.own(
    await MisbehavingServer.start({ misbehaviour, identity: await network.authority.issue({ hosts: [impactEmploiHost] }) }),
  );
  network.lead(impactEmploiHost, server.port);
};

export const networkCases: readonly CauseCase[] = [
  {
    what: 'no name of any server is known, as without a network',
    cause: 'offline',
    actor: 'user',
    sentence: 'Ce poste n’est pas relié à Internet, ou doit passer par un proxy : aucun des serveurs n’est trouvé.',
    next: 'Vérifiez le câble réseau ou le Wi-Fi de ce poste, puis recommencez. Si Internet fonctionne dans votre navigateur, demandez à votre administrateur réseau par quel proxy passer.',
    arrange: (network) =>
      network.set({
        'connection.servers.authentication': 'https://authentification.invalid',
        'connection.servers.update': 'https://mises-a-jour.invalid',
        'connection.servers.netEntreprises': 'https://portail.invalid',
      }),
  },
  {
    what: 'what is typed is no address',
    cause: 'address-invalid',
    actor: 'user',
    sentence: 'L’adresse contient un espace : retirez-le, ou gardez une seule adresse.',
    next: 'Corrigez l’adresse, puis recommencez.',
    arrange: (network) => network.set({ 'connection.servers.authentication': 'https://impact emploi' }),
  },
  {
    what: 'one name is unknown',
    cause: 'dns-unknown',
    actor: 'user',
    sentence: 'Le serveur impact-emplois.invalid est inconnu : son nom n’existe pas sur le réseau.',
    next: 'Vérifiez l’adresse, puis recommencez. Si elle est juste, prévenez votre administrateur réseau.',
    arrange: (network) => network.set({ 'connection.servers.authentication': 'https://impact-emplois.invalid' }),
  },
  {
    what: 'a name is known to the proxy alone',
    cause: 'dns-unknown',
    actor: 'user',
    sentence: 'Le serveur interne.invalid n’est connu que du proxy 127.0.0.1:PORT : ce poste ne le trouve pas lui-même.',
    next: "Choisissez « Connexion par l'intermédiaire d'un serveur proxy » avec le proxy 127.0.0.1:PORT, testez de nouveau, puis enregistrez.",
    async arrange(network) {
      network.leadThroughProxies('interne.invalid', network.impactEmploi.port);
      network.impactEmploi.identity = await network.authority.issue({ hosts: [impactEmploiHost, 'interne.invalid'] });
      await network.through({ kind: 'open' });
      await network.set({ 'connection.type': 'direct', 'connection.servers.authentication': 'https://interne.invalid' });
    },
  },
  {
    what: 'nobody listens on the port',
    cause: 'refused',
    actor: 'network-administrator',
    sentence: 'Le serveur impact-emploi.urssaf.fr refuse la connexion.',
    next: 'Prévenez votre administrateur réseau en lui montrant cette fenêtre.',
    arrange: async (network) => network.leadAll(await findClosedPort()),
  },
  {
    what: 'nobody listens at one server alone',
    cause: 'refused',
    actor: 'impact-emploi',
    sentence: 'Le serveur impact-emploi.urssaf.fr refuse la connexion.',
    next: 'Attendez un moment, puis recommencez. Si cela dure, prévenez l’assistance d’Impact emploi (impact-emploi-association@urssaf.fr).',
    arrange: async (network) => network.lead(impactEmploiHost, await findClosedPort()),
  },
  {
    what: 'a firewall drops what is sent',
    cause: 'timeout',
    actor: 'network-administrator',
    sentence: 'Aucune réponse de impact-emploi.urssaf.fr : un pare-feu bloque sans doute la connexion.',
    next: 'Prévenez votre administrateur réseau en lui montrant cette fenêtre.',
    patience: { ms: 1_000 },
    async arrange(network) {
      const { port } = network.own(await startFilteredPort());
      network.leadAll(port);
    },
  },
  {
    what: 'a server accepts and says nothing',
    cause: 'timeout',
    actor: 'impact-emploi',
    sentence: 'Le serveur impact-emploi.urssaf.fr accepte la connexion, puis ne répond plus : un pare-feu la retient peut-être.',
    next: 'Attendez un moment, puis recommencez. Si cela dure, prévenez l’assistance d’Impact emploi (impact-emploi-association@urssaf.fr).',
    patience: { ms: 1_000, hosts: [impactEmploiHost] },
    arrange: misbehave('blackhole'),
  },
  {
    what: 'a server reads the question and never answers',
    cause: 'timeout',
    actor: 'impact-emploi',
    sentence: 'Le serveur impact-emploi.urssaf.fr est joint, mais il ne répond pas à la demande.',
    next: 'Attendez un moment, puis recommencez. Si cela dure, prévenez l’assistance d’Impact emploi (impact-emploi-association@urssaf.fr).',
    // Long enough for a handshake on a busy machine.
    patience: { ms: 2_500, hosts: [impactEmploiHost] },
    arrange: misbehave('silence'),
  },
  {
    what: 'a server answers one byte at a time',
    cause: 'timeout',
    actor: 'impact-emploi',
    sentence: 'Le serveur impact-emploi.urssaf.fr est joint, mais il ne répond pas à la demande.',
    next: 'Attendez un moment, puis recommencez. Si cela dure, prévenez l’assistance d’Impact emploi (impact-emploi-association@urssaf.fr).',
    // Long enough for a handshake on a busy machine.
    patience: { ms: 2_500, hosts: [impactEmploiHost] },
    arrange: misbehave('drip'),
  },
  ...(
    [
      ['at once', 'reset'],
      ['politely, at once', 'hang-up'],
      ['in the middle of the handshake', 'handshake-reset'],
    ] as const
  ).map(
    ([when, misbehaviour]): CauseCase => ({
      what: `a connection is cut ${when}`,
      cause: 'reset',
      actor: 'network-administrator',
      sentence: 'La connexion à impact-emploi.urssaf.fr est coupée dès le début : un pare-feu ou un antivirus la refuse sans doute.',
      next: 'Demandez à votre administrateur réseau d’autoriser impact-emploi.urssaf.fr dans le pare-feu.',
      arrange: misbehave(misbehaviour),
    }),
  ),
  {
    what: 'a connection is cut in the middle of the head of an answer',
    cause: 'reset',
    actor: 'impact-emploi',
    sentence: 'Le serveur impact-emploi.urssaf.fr a coupé la connexion au lieu de répondre.',
    next: 'Attendez un moment, puis recommencez. Si cela dure, prévenez l’assistance d’Impact emploi (impact-emploi-association@urssaf.fr).',
    arrange: misbehave('head-reset'),
  },
];
