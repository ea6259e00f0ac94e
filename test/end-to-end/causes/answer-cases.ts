/** Servers that answer, but not as they should. */
import { ImpactEmploiServer } from '../../servers/impact-emploi-server.ts';
import { MisbehavingServer, type Misbehaviour } from '../../servers/misbehaving-server.ts';
import type { ServerFault } from '../../servers/server-faults.ts';
import type { CauseCase } from './cause-case.ts';
import { bothHosts, impactEmploiHost, type TestNetwork } from './test-network.ts';

const answers = (fault: ServerFault) => (network: TestNetwork) => {
  network.impactEmploi.behaviour.authentication = fault;
};

const withServer = (misbehaviour: Misbehaviour) => async (network: TestNetwork) => {
  const server = network.own(
    await MisbehavingServer.start({ misbehaviour, identity: await network.authority.issue({ hosts: [impactEmploiHost] }) }),
  );
  network.lead(impactEmploiHost, server.port);
};

/** A gateway of a network where one signs in first: it cuts what is encrypted, and sends what isn't to its own page. */
async function standBehindPortal(network: TestNetwork): Promise<void> {
  const cutting = network.own(await MisbehavingServer.start({ misbehaviour: 'reset' }));
  const portal = network.own(await ImpactEmploiServer.start({ identity: await network.authority.issue({ hosts: bothHosts }) }));
  portal.transport = 'plain-http';
  portal.behaviour.authentication = { kind: 'redirect', location: 'http://portail-wifi.example/connexion' };
  portal.behaviour.updates = portal.behaviour.authentication;
  network.leadAll(cutting.port);
  network.leadAll(portal.port, 80);
}

export const answerCases: readonly CauseCase[] = [
  {
    what: 'a portal cuts what is encrypted and sends what isn’t to its own page',
    cause: 'captive-portal',
    actor: 'user',
    sentence: 'Une page de connexion du réseau (http://portail-wifi.example) répond à la place de impact-emploi.urssaf.fr.',
    next: 'Ouvrez votre navigateur, connectez-vous au réseau, puis recommencez.',
    arrange: standBehindPortal,
  },
  {
    what: 'the network wants a sign-in first, and says so',
    cause: 'captive-portal',
    actor: 'user',
    sentence: 'Une page de connexion du réseau répond à la place de impact-emploi.urssaf.fr.',
    next: 'Ouvrez votre navigateur, connectez-vous au réseau, puis recommencez.',
    arrange: answers({ kind: 'status', status: 511 }),
  },
  {
    what: 'the server sends to another one',
    cause: 'redirect',
    actor: 'impact-emploi',
    sentence: 'Le serveur impact-emploi.urssaf.fr renvoie vers une autre adresse : https://ailleurs.example.',
    next: 'Le défaut vient du serveur : prévenez l’assistance d’Impact emploi (impact-emploi-association@urssaf.fr).',
    arrange: answers({ kind: 'redirect', location: 'https://ailleurs.example/' }),
  },
  {
    what: 'the server is down for half an hour',
    cause: 'maintenance',
    actor: 'impact-emploi',
    sentence: /^Le serveur impact-emploi\.urssaf\.fr est en maintenance, jusqu’à \d\d:\d\d selon lui\.$/,
    next: 'Attendez un moment, puis recommencez. Si cela dure, prévenez l’assistance d’Impact emploi (impact-emploi-association@urssaf.fr).',
    arrange: answers({ kind: 'unavailable', retryAfterSeconds: 1_800 }),
  },
  {
    what: 'the server shows a page about maintenance',
    cause: 'maintenance',
    actor: 'impact-emploi',
    sentence: 'Le serveur impact-emploi.urssaf.fr est en maintenance.',
    next: 'Attendez un moment, puis recommencez. Si cela dure, prévenez l’assistance d’Impact emploi (impact-emploi-association@urssaf.fr).',
    arrange: answers({ kind: 'maintenance-page', status: 503 }),
  },
  {
    what: 'the server has a fault of its own',
    cause: 'server-error',
    actor: 'impact-emploi',
    sentence: 'Le serveur impact-emploi.urssaf.fr a un problème (erreur 500).',
    next: 'Attendez un moment, puis recommencez. Si cela dure, prévenez l’assistance d’Impact emploi (impact-emploi-association@urssaf.fr).',
    arrange: answers({ kind: 'status', status: 500 }),
  },
  {
    what: 'Net-entreprises has a fault of its own',
    cause: 'server-error',
    actor: 'net-entreprises',
    role: 'netEntreprises',
    sentence: 'Le serveur services.net-entreprises.fr a un problème (erreur 500).',
    next: 'Attendez un moment, puis recommencez. Si cela dure, prévenez Net-entreprises (www.net-entreprises.fr).',
    arrange: (network) => {
      network.netEntreprises.behaviour.authentication = { kind: 'status', status: 500 };
    },
  },
  {
    what: 'the server answers what is no HTTP',
    cause: 'bad-answer',
    actor: 'impact-emploi',
    sentence: 'Le serveur impact-emploi.urssaf.fr a donné une réponse incompréhensible.',
    next: 'Le défaut vient du serveur : prévenez l’assistance d’Impact emploi (impact-emploi-association@urssaf.fr).',
    arrange: withServer('garbage'),
  },
  {
    what: 'the head of the answer has no end',
    cause: 'bad-answer',
    actor: 'impact-emploi',
    sentence: 'Le serveur impact-emploi.urssaf.fr a donné une réponse incompréhensible.',
    next: 'Le défaut vient du serveur : prévenez l’assistance d’Impact emploi (impact-emploi-association@urssaf.fr).',
    arrange: withServer('endless-headers'),
  },
  {
    what: 'the authentication is at another address',
    cause: 'wrong-address',
    actor: 'user',
    by: 'authentication',
    sentence: 'Le serveur impact-emploi.urssaf.fr répond, mais ne connaît pas cette adresse (réponse 404).',
    next: 'Corrigez l’adresse, puis recommencez.',
    arrange: answers({ kind: 'status', status: 404 }),
  },
  {
    what: 'the authentication is forbidden, in words that are not the server’s own',
    cause: 'forbidden',
    actor: 'impact-emploi',
    by: 'authentication',
    sentence: 'Le serveur impact-emploi.urssaf.fr interdit l’accès (réponse 403).',
    next: 'Le défaut vient du serveur : prévenez l’assistance d’Impact emploi (impact-emploi-association@urssaf.fr).',
    arrange: answers({ kind: 'status', status: 403 }),
  },
  {
    what: 'the server was asked too often',
    cause: 'too-many',
    actor: 'impact-emploi',
    by: 'authentication',
    sentence: 'Le serveur impact-emploi.urssaf.fr a reçu trop de demandes.',
    next: 'Attendez un moment, puis recommencez. Si cela dure, prévenez l’assistance d’Impact emploi (impact-emploi-association@urssaf.fr).',
    arrange: answers({ kind: 'status', status: 429 }),
  },
  {
    what: 'the authentication is answered by a page about maintenance',
    cause: 'maintenance',
    actor: 'impact-emploi',
    by: 'authentication',
    sentence: 'Le serveur impact-emploi.urssaf.fr est en maintenance.',
    next: 'Attendez un moment, puis recommencez. Si cela dure, prévenez l’assistance d’Impact emploi (impact-emploi-association@urssaf.fr).',
    arrange: answers({ kind: 'maintenance-page', status: 200 }),
  },
  {
    what: 'the authentication is answered by bytes without a meaning',
    cause: 'bad-answer',
    actor: 'impact-emploi',
    by: 'authentication',
    sentence: 'Le serveur impact-emploi.urssaf.fr a donné une réponse incompréhensible.',
    next: 'Le défaut vient du serveur : prévenez l’assistance d’Impact emploi (impact-emploi-association@urssaf.fr).',
    arrange: answers({ kind: 'garbage' }),
  },
];
