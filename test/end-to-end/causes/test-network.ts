import type { CertificateAuthority } from '../../servers/authority.ts';
import type { ImpactEmploiServer } from '../../servers/impact-emploi-server.ts';
import { LoopbackListener } from '../../servers/loopback-listener.ts';
import type { NetEntreprisesServer } from '../../servers/net-entreprises-server.ts';
import type { ProxyBehaviour } from '../../servers/proxy-behaviour.ts';
import { ProxyServer } from '../../servers/proxy-server.ts';
import { type BenchSurroundings, ConnectionBench } from '../../support/connection-bench.ts';

export const impactEmploiHost = 'impact-emploi.urssaf.fr';
export const netEntreprisesHost = 'services.net-entreprises.fr';
export const bothHosts = [impactEmploiHost, netEntreprisesHost];

/** Where a certificate says that the one above it is published: on the web's own port, as authorities do. */
export const publisherHost = 'autorite.example';
export const issuerAddress = `http://${publisherHost}/intermediaire.cer`;

const factorySettings = {
  'connection.type': 'direct',
  'connection.servers.authentication': `https://${impactEmploiHost}`,
  'connection.servers.update': `https://${impactEmploiHost}/updates`,
  'connection.servers.netEntreprises': `https://${netEntreprisesHost}/authentifier/1.0/`,
};

/** A port on which nobody listens any more. */
export async function findClosedPort(): Promise<number> {
  const listener = await LoopbackListener.open(() => {});
  const { port } = listener;
  await listener.close();
  return port;
}

/**
 * The Internet as the workstation sees it: the factory addresses lead to servers on this machine, which are well until a test says
 * otherwise. So sentences are read with the names that users read in them.
 */
export class TestNetwork implements AsyncDisposable {
  private readonly things: AsyncDisposable[] = [];

  private constructor(
    readonly authority: CertificateAuthority,
    readonly bench: ConnectionBench,
    private readonly directBook: Map<string, string>,
    private readonly proxyBook: Map<string, string>,
  ) {}

  static async start(
    authority: CertificateAuthority,
    surroundings: Pick<BenchSurroundings, 'patience' | 'system'> = {},
  ): Promise<TestNetwork> {
    const directBook = new Map<string, string>();
    const bench = await ConnectionBench.start(factorySettings, { authority, addressBook: directBook, ...surroundings });
    const network = new TestNetwork(authority, bench, directBook, new Map());
    network.lead(impactEmploiHost, bench.impactEmploi.port);
    network.lead(netEntreprisesHost, bench.netEntreprises.port);
    // Else a question over plain HTTP would ask the real network.
    network.leadAll(await findClosedPort(), 80);
    return network;
  }

  get impactEmploi(): ImpactEmploiServer {
    return this.bench.impactEmploi;
  }

  get netEntreprises(): NetEntreprisesServer {
    return this.bench.netEntreprises;
  }

  /** Makes a host lead to a port of this machine from now on, directly and through proxies. */
  lead(host: string, port: number, hostPort = 443): void {
    this.leadDirectly(host, port, hostPort);
    this.leadThroughProxies(host, port, hostPort);
  }

  leadDirectly(host: string, port: number, hostPort = 443): void {
    this.directBook.set(`${host}:${hostPort}`, `127.0.0.1:${port}`);
  }

  leadThroughProxies(host: string, port: number, hostPort = 443): void {
    this.proxyBook.set(`${host}:${hostPort}`, `127.0.0.1:${port}`);
  }

  /** Makes proxies the only way out, as where a firewall refuses all others. */
  async closeDirectWay(): Promise<void> {
    const port = await findClosedPort();
    for (const host of bothHosts) {
      this.leadDirectly(host, port);
      this.leadDirectly(host, port, 80);
    }
  }

  leadAll(port: number, hostPort = 443): void {
    for (const host of bothHosts) this.lead(host, port, hostPort);
  }

  /** Closes a further server or proxy with the network. */
  own<Thing extends AsyncDisposable>(thing: Thing): Thing {
    this.things.push(thing);
    return thing;
  }

  set(settings: Readonly<Record<string, string | number>>): Promise<void> {
    return this.bench.settings.update(settings);
  }

  /** Puts a proxy before all servers, as the settings say. */
  async through(behaviour: ProxyBehaviour): Promise<ProxyServer> {
    const proxy = this.own(await ProxyServer.start({ behaviour, addressBook: this.proxyBook }));
    await this.useProxy(proxy);
    return proxy;
  }

  useProxy({ host, port, user = '' }: { readonly host: string; readonly port: number; readonly user?: string }): Promise<void> {
    return this.set({
      'connection.type': 'proxy',
      'connection.proxy.host': host,
      'connection.proxy.port': port,
      'connection.proxy.user': user,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.bench[Symbol.asyncDispose]();
    for (const thing of this.things) await thing[Symbol.asyncDispose]();
  }
}
