/** What goes wrong at a proxy. */
import { CertificateAuthority } from '../../servers/authority.ts';
import type { ProxyBehaviour } from '../../servers/proxy-behaviour.ts';
import type { CauseCase } from './cause-case.ts';
import { bothHosts, findClosedPort, impactEmploiHost, type TestNetwork } from './test-network.ts';

/** A proxy that is the only way out. */
const through = (behaviour: ProxyBehaviour) => async (network: TestNetwork) => {
  await network.closeDirectWay();
  return network.through(behaviour);
};
/** What squid writes about a server that it didn't reach, as the tests against squid itself see it. */
const squidSays = (status: number, error: string) => through({ kind: 'answer', status, headers: [['x-squid-error', `${error} 0`]] });

export const proxyCases: readonly CauseCase[] = [
  {
    what: 'the name of the proxy is unknown',
    cause: 'proxy-unreachable',
    actor: 'user',
    sentence: 'Le proxy mandataire.invalid:8080 est inconnu : son nom n’existe pas sur le réseau.',
    next: 'Vérifiez le nom et le port du proxy, puis recommencez. S’ils sont justes, prévenez votre administrateur réseau.',
    async arrange(network) {
      await network.closeDirectWay();
      await network.useProxy({ host: 'mandataire.invalid', port: 8080 });
    },
  },
  {
    what: 'nobody listens at the proxy’s port',
    cause: 'proxy-unreachable',
    actor: 'user',
    sentence: 'Le proxy 127.0.0.1:PORT refuse la connexion.',
    next: 'Vérifiez le nom et le port du proxy, puis recommencez. S’ils sont justes, prévenez votre administrateur réseau.',
    async arrange(network) {
      await network.closeDirectWay();
      await network.useProxy({ host: '127.0.0.1', port: await findClosedPort() });
    },
  },
  {
    what: 'the proxy wants a password, and none was given',
    cause: 'proxy-auth',
    actor: 'user',
    sentence: 'Le proxy 127.0.0.1:PORT demande un utilisateur et un mot de passe.',
    next: 'Saisissez l’utilisateur et le mot de passe du proxy, puis recommencez.',
    arrange: through({ kind: 'basic', user: 'agence', password: 'juste' }),
  },
  {
    what: 'the proxy refuses the user',
    cause: 'proxy-auth',
    actor: 'user',
    sentence: 'Le proxy 127.0.0.1:PORT refuse l’utilisateur ou le mot de passe donnés.',
    next: 'Saisissez de nouveau l’utilisateur et le mot de passe du proxy (majuscules et minuscules comptent), puis recommencez.',
    async arrange(network) {
      const proxy = await through({ kind: 'basic', user: 'agence', password: 'juste' })(network);
      await network.useProxy({ host: proxy.host, port: proxy.port, user: 'agence' });
    },
  },
  ...([['NTLM'], ['Negotiate'], ['Negotiate', 'NTLM']] as const).map(
    (schemes): CauseCase => ({
      what: `the proxy takes ${schemes.join(' and ')} alone`,
      cause: 'proxy-auth-scheme',
      actor: 'network-administrator',
      sentence: `Le proxy 127.0.0.1:PORT ne laisse passer que les logiciels identifiés par Windows (${schemes.join(', ')}), ce que celui-ci ne sait pas faire.`,
      next: 'Montrez cette fenêtre à votre administrateur réseau : il peut laisser passer impact-emploi.urssaf.fr sans identification, vous donner un compte à mot de passe simple (« Basic »), ou installer un relais sur ce poste.',
      arrange: through({ kind: 'integrated', schemes }),
    }),
  ),
  {
    what: 'the proxy forbids this site',
    cause: 'proxy-forbidden',
    actor: 'network-administrator',
    sentence: 'Le proxy 127.0.0.1:PORT interdit l’accès à impact-emploi.urssaf.fr.',
    next: 'Demandez à votre administrateur réseau d’autoriser impact-emploi.urssaf.fr dans le proxy.',
    arrange: through({ kind: 'forbid', hosts: bothHosts }),
  },
  {
    what: 'the proxy answers something else than HTTP',
    cause: 'proxy-bad',
    actor: 'user',
    sentence: 'Ce qui répond à l’adresse 127.0.0.1:PORT ne se comporte pas comme un proxy.',
    next: 'Vérifiez le nom et le port du proxy, puis recommencez. S’ils sont justes, prévenez votre administrateur réseau.',
    arrange: through({ kind: 'garbage' }),
  },
  {
    what: 'the proxy has a fault of its own',
    cause: 'proxy-bad',
    actor: 'network-administrator',
    sentence: 'Le proxy 127.0.0.1:PORT répond par une erreur (500) à la place de impact-emploi.urssaf.fr.',
    next: 'Prévenez votre administrateur réseau en lui montrant cette fenêtre.',
    arrange: through({ kind: 'answer', status: 500 }),
  },
  {
    what: 'the proxy accepts and never answers',
    cause: 'timeout',
    actor: 'user',
    sentence: 'Le proxy 127.0.0.1:PORT accepte la connexion, puis ne répond plus.',
    next: 'Vérifiez le nom et le port du proxy, puis recommencez. S’ils sont justes, prévenez votre administrateur réseau.',
    patience: { ms: 1_000 },
    arrange: through({ kind: 'hang' }),
  },
  {
    what: 'the proxy answers one byte at a time',
    cause: 'timeout',
    actor: 'user',
    sentence: 'Le proxy 127.0.0.1:PORT accepte la connexion, puis ne répond plus.',
    next: 'Vérifiez le nom et le port du proxy, puis recommencez. S’ils sont justes, prévenez votre administrateur réseau.',
    patience: { ms: 1_000 },
    arrange: through({ kind: 'drip' }),
  },
  {
    what: 'the proxy says that the tunnel stands, and then nothing',
    cause: 'timeout',
    actor: 'network-administrator',
    sentence: 'Le serveur impact-emploi.urssaf.fr accepte la connexion, puis ne répond plus : un pare-feu la retient peut-être.',
    next: 'Prévenez votre administrateur réseau en lui montrant cette fenêtre.',
    patience: { ms: 1_000 },
    arrange: through({ kind: 'tunnel-hang' }),
  },
  {
    what: 'the proxy says that the tunnel stands, and hangs up',
    cause: 'reset',
    actor: 'network-administrator',
    sentence: 'La connexion à impact-emploi.urssaf.fr est coupée dès le début : un pare-feu ou un antivirus la refuse sans doute.',
    next: 'Demandez à votre administrateur réseau d’autoriser impact-emploi.urssaf.fr dans le pare-feu.',
    arrange: through({ kind: 'drop' }),
  },
  {
    what: 'the proxy says that the tunnel stands, and sends what is no TLS',
    cause: 'not-tls',
    actor: 'network-administrator',
    sentence: 'Le serveur impact-emploi.urssaf.fr ne parle pas https à cette adresse.',
    next: 'Prévenez votre administrateur réseau en lui montrant cette fenêtre.',
    arrange: through({ kind: 'tunnel-garbage' }),
  },
  {
    what: 'the proxy doesn’t find the server’s name',
    cause: 'dns-unknown',
    actor: 'network-administrator',
    sentence: 'Le proxy 127.0.0.1:PORT ne connaît pas le serveur impact-emploi.urssaf.fr.',
    next: 'Prévenez votre administrateur réseau en lui montrant cette fenêtre.',
    arrange: squidSays(503, 'ERR_DNS_FAIL'),
  },
  {
    what: 'the proxy is refused by the server',
    cause: 'refused',
    actor: 'network-administrator',
    sentence: 'Le proxy 127.0.0.1:PORT n’arrive pas à joindre le serveur impact-emploi.urssaf.fr.',
    next: 'Prévenez votre administrateur réseau en lui montrant cette fenêtre.',
    arrange: async (network) => {
      network.leadAll(await findClosedPort());
      await network.through({ kind: 'open' });
    },
  },
  {
    what: 'a proxy is set that has gone, and servers are reached without one',
    cause: 'proxy-unreachable',
    actor: 'user',
    sentence: 'Le proxy 127.0.0.1:PORT ne mène pas au serveur impact-emploi.urssaf.fr, qui répond avec les paramètres du système.',
    next: 'Choisissez « Connexion en utilisant les paramètres du système », testez de nouveau, puis enregistrez.',
    arrange: async (network) => network.useProxy({ host: '127.0.0.1', port: await findClosedPort() }),
  },
  {
    what: 'the proxy waited for the server in vain',
    cause: 'timeout',
    actor: 'network-administrator',
    sentence: 'Le proxy 127.0.0.1:PORT n’a pas obtenu de réponse du serveur impact-emploi.urssaf.fr.',
    next: 'Prévenez votre administrateur réseau en lui montrant cette fenêtre.',
    arrange: through({ kind: 'answer', status: 504 }),
  },
  {
    what: 'the proxy sends to where one signs in to the network',
    cause: 'captive-portal',
    actor: 'user',
    sentence: 'Une page de connexion du réseau (http://portail-wifi.example) répond à la place de impact-emploi.urssaf.fr.',
    next: 'Ouvrez votre navigateur, connectez-vous au réseau, puis recommencez.',
    arrange: through({ kind: 'captive-portal', location: 'http://portail-wifi.example/connexion' }),
  },
  {
    what: 'the proxy opens what is encrypted',
    cause: 'cert-intercepted',
    actor: 'network-administrator',
    sentence: 'La connexion chiffrée est ouverte en chemin par Fortinet, un filtre du réseau.',
    next: 'Demandez à votre administrateur réseau de laisser passer impact-emploi.urssaf.fr sans l’ouvrir, ou d’ajouter son autorité à ce poste.',
    async arrange(network) {
      const authority = await CertificateAuthority.create({ organisation: 'Fortinet' });
      await through({ kind: 'intercept', authority, trustedPem: network.authority.rootPem })(network);
    },
  },
  {
    what: 'an antivirus on this workstation opens what is encrypted',
    cause: 'cert-intercepted',
    actor: 'network-administrator',
    sentence: 'La connexion chiffrée est ouverte par l’antivirus Kaspersky, que ce logiciel ne peut pas croire sur parole.',
    next: 'Demandez à votre administrateur réseau, ou à qui s’occupe de ce poste, d’exclure impact-emploi.urssaf.fr de l’analyse de l’antivirus Kaspersky.',
    async arrange(network) {
      const antivirus = await CertificateAuthority.create({ organisation: 'Kaspersky Lab' });
      network.impactEmploi.identity = await antivirus.issue({ hosts: [impactEmploiHost] });
    },
  },
];
