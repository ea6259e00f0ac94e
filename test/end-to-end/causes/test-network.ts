import type { CertificateAuthority } from '../../servers/authority.ts';
import type { ImpactEmploiServer } from '../../servers/impact-emploi-server.ts';
import type { NetEntreprisesServer } from '../../servers/net-entreprises-server.ts';
import type { ProxyBehaviour } from '../../servers/proxy-behaviour.ts';
import { ProxyServer } from '../../servers/proxy-server.ts';
import { type BenchSurroundings, ConnectionBench } from '../../support/connection-bench.ts';

export const impactEmploiHost = 'impact-emploi.urssaf.fr';
export const netEntreprisesHost = 'services.net-entreprises.fr';
export const bothHosts = [impactEmploiHost, netEntreprisesHost];

const factorySettings = {
  'connection.type': 'direct',
  'connection.servers.authentication': `https://${impactEmploiHost}`,
  'connection.servers.update': `https://${impactEmploiHost}/updates`,
  'connection.servers.netEntreprises': `https://${netEntreprisesHost}/authentifier/1.0/`,
};

/**
 * The Internet as the workstation sees it: the factory addresses lead to servers on this machine, which are well until a test says
 * otherwise. So sentences are read with the names that users read in them.
 */
export class TestNetwork implements AsyncDisposable {
  private readonly things: AsyncDisposable[] = [];

  private constructor(
    readonly authority: CertificateAuthority,
    readonly bench: ConnectionBench,
    private readonly book: Map<string, string>,
  ) {}

  /** @param patienceMs bounds each question to the network. Default: the product's own bounds. */
  static async start(authority: CertificateAuthority, patienceMs?: number, system: BenchSurroundings['system'] = {}): Promise<TestNetwork> {
    const book = new Map<string, string>();
    const bounds = patienceMs === undefined ? {} : { patienceMs };
    const bench = await ConnectionBench.start(factorySettings, { authority, addressBook: book, system, ...bounds });
    const network = new TestNetwork(authority, bench, book);
    network.lead(impactEmploiHost, bench.impactEmploi.port);
    network.lead(netEntreprisesHost, bench.netEntreprises.port);
    return network;
  }

  get impactEmploi(): ImpactEmploiServer {
    return this.bench.impactEmploi;
  }

  get netEntreprises(): NetEntreprisesServer {
    return this.bench.netEntreprises;
  }

  /** Makes a host lead to a port of this machine from now on. */
  lead(host: string, port: number, hostPort = 443): void {
    this.book.set(`${host}:${hostPort}`, `127.0.0.1:${port}`);
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
    const proxy = this.own(await ProxyServer.start({ behaviour, addressBook: this.book }));
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
