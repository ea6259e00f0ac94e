import { Secret } from 'boule-bleue';
import type { CertificateAuthority } from '../../servers/authority.ts';
import type { PeerProcess } from '../../servers/peers/peer-process.ts';
import { TestNetwork } from '../causes/test-network.ts';

/** Names that only a proxy knows: those of examples are nobody's (RFC 2606). */
export const insideHosts = ['impact-emploi.example', 'net-entreprises.example'] as const;
const loopbackHosts = ['127.0.0.1', 'localhost'] as const;

/** An office whose servers, which are well, stand at two hosts and at ports of this machine, and which are reached by the given proxy. */
export async function startOffice(
  authority: CertificateAuthority,
  proxy: PeerProcess,
  [impactEmploiHost, netEntreprisesHost]: readonly [string, string] = loopbackHosts,
): Promise<TestNetwork> {
  const network = await TestNetwork.start(authority);
  const { impactEmploi, netEntreprises } = network;
  impactEmploi.identity = await authority.issue({ hosts: [impactEmploiHost] });
  netEntreprises.identity = await authority.issue({ hosts: [netEntreprisesHost] });
  await network.set({
    'connection.servers.authentication': `https://${impactEmploiHost}:${impactEmploi.port}`,
    'connection.servers.update': `https://${impactEmploiHost}:${impactEmploi.port}/updates`,
    'connection.servers.netEntreprises': `https://${netEntreprisesHost}:${netEntreprises.port}/authentifier/1.0/`,
  });
  await network.useProxy(proxy);
  return network;
}

/** Keeps the proxy's user and password as « Enregistrer » does. */
export async function signIn(network: TestNetwork, user: string, password: string): Promise<void> {
  await network.bench.run('connection.save', { proxy: { user, password: new Secret(password) } });
}
