import { once } from 'node:events';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { LogFields } from '../../core/services/log-service.ts';
import { Trust } from '../../host/node/network/certificates/trust.ts';
import { Dialer } from '../../host/node/network/dialing/dialer.ts';
import { HostConnector, type HostConnectorParts } from '../../host/node/network/dialing/host-connector.ts';
import { NetworkProbe, type ProbeBounds } from '../../host/node/network/network-probe.ts';
import { RouteResolver, type RouteResolverOptions } from '../../host/node/network/routes/route.ts';
import { CertificateAuthority, type ServerIdentity } from '../servers/authority.ts';
import { pluginNetwork } from './plugin-network.ts';

type DialerOptions = Partial<RouteResolverOptions> & { readonly hosts?: Partial<HostConnectorParts> };

/** What the tests of the network share: one authority, trusted, and whatever servers they start. */
export class NetworkFixture {
  readonly warnings: { message: string; fields: LogFields | undefined }[] = [];
  readonly trust: Trust;
  /** What the operating system's store holds, in PEM, or why it can't be read. Counts until it is first needed. */
  systemAuthorities: readonly string[] | Error = [];
  private readonly closeables: (() => Promise<void>)[] = [];

  private constructor(readonly authority: CertificateAuthority) {
    this.trust = new Trust({ warn: this.warn, readSystemAuthorities: async () => this.readSystemAuthorities() });
    this.trust.addAuthority(authority.rootPem);
  }

  static async create(): Promise<NetworkFixture> {
    return new NetworkFixture(await CertificateAuthority.create());
  }

  readonly warn = (message: string, fields?: LogFields): void => {
    this.warnings.push({ message, fields });
  };

  dialer({ hosts, ...options }: DialerOptions = {}): Dialer {
    const quietSystem = { resolve: async () => [{ kind: 'direct' as const }], reportFailed: () => {} };
    const routes = new RouteResolver({ warn: this.warn, environment: {}, systemProxies: quietSystem, ...options });
    return new Dialer(routes, this.trust, new Map(), new HostConnector(hosts));
  }

  probe({ bounds, ...options }: DialerOptions & { readonly bounds?: ProbeBounds } = {}): NetworkProbe {
    const currentRoute = async () => ({ type: 'direct' }) as const;
    const parts = { ...pluginNetwork(), dialer: this.dialer(options), currentRoute, userAgent: 'test' };
    return new NetworkProbe({ ...parts, ...(bounds && { bounds }) });
  }

  /** Closes a server when the fixture is disposed. */
  own<T extends { close(): Promise<void> }>(server: T): T {
    this.closeables.push(() => server.close());
    return server;
  }

  /** Starts a server that answers by a handler, over TLS with a sound certificate unless told otherwise; its origin. */
  async serve(handler: RequestListener, identity?: ServerIdentity): Promise<string> {
    const server = createHttpsServer({ ...(identity ?? (await this.authority.issue())) }, handler);
    server.on('tlsClientError', () => {});
    return `https://localhost:${await this.listen(server)}`;
  }

  async servePlain(handler: RequestListener): Promise<string> {
    return `http://localhost:${await this.listen(createHttpServer(handler))}`;
  }

  /** Closes what was started; the authority goes on, for more. */
  async dispose(): Promise<void> {
    for (const close of this.closeables.splice(0)) await close();
  }

  private readSystemAuthorities(): readonly string[] {
    if (this.systemAuthorities instanceof Error) throw this.systemAuthorities;
    return this.systemAuthorities;
  }

  private async listen(server: ReturnType<typeof createHttpServer>): Promise<number> {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.closeables.push(async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    });
    return (server.address() as AddressInfo).port;
  }
}

/** Answers with what was asked, as JSON. */
export async function echo(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method, url, headers } = request;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') }));
}
