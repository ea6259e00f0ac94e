import type { NetworkService } from 'boule-bleue';
import { Trust } from '../../host/node/network/certificates/trust.ts';
import { Dialer } from '../../host/node/network/dialing/dialer.ts';
import { NetworkClient } from '../../host/node/network/network-client.ts';
import { RouteResolver } from '../../host/node/network/routes/route.ts';
import { CertificateAuthority } from '../servers/authority.ts';
import { pluginNetwork } from './plugin-network.ts';

/** The host's own network service, outside the host, and an authority that it trusts for the servers of one test. */
export interface RealNetwork {
  readonly authority: CertificateAuthority;
  readonly network: NetworkService;
}

/** @param origins what the plugin was granted; asked for at each request. */
export async function createRealNetwork(origins: () => readonly string[]): Promise<RealNetwork> {
  const warn = () => {};
  const authority = await CertificateAuthority.create();
  const trust = new Trust({ warn });
  trust.addAuthority(authority.rootPem);
  const systemProxies = { resolve: async () => [{ kind: 'direct' as const }], reportFailed: () => {} };
  const dialer = new Dialer(new RouteResolver({ warn, environment: {}, systemProxies }), trust);
  const network = new NetworkClient({
    ...pluginNetwork(origins),
    dialer,
    currentRoute: async () => ({ type: 'direct' }),
    userAgent: 'test',
  });
  return { authority, network };
}
