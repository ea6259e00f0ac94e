import type { LookupAddress } from 'node:dns';
import type { Socket } from 'node:net';
import type { ProbeCertificate, ProbeStageName } from '../../../core/services/network-probe-service.ts';
import type { NetworkRoute } from '../../../core/services/network-service.ts';
import { classifyFailure } from './classify-failure.ts';
import { connectTcp, resolveName, whileOpen } from './connect-tcp.ts';
import { untilAborted } from './deadline.ts';
import { NetworkFailure } from './network-failure.ts';
import { openTunnel } from './proxy-tunnel.ts';
import { type HttpProxy, type ResolvedRoute, type RouteResolver, withoutBrackets } from './route.ts';
import { type SecuredSocket, secureSocket } from './secure-socket.ts';
import type { Trust } from './trust.ts';

/** Does one step of reaching a server, for whoever wants to know how each went. */
export type RunStage = <T>(name: ProbeStageName, work: () => Promise<T>, describe: (result: T) => string) => Promise<T>;

export const runUnobserved: RunStage = (_name, work) => work();

/** A connection ready for a request. Its owner destroys the socket. */
export interface Dialled {
  readonly socket: Socket;
  /** Of the server, over TLS. */
  readonly certificate?: ProbeCertificate | undefined;
  /** Forwards plain HTTP: the request names the whole address, and the proxy's answers look like the server's. */
  readonly forwarder?: HttpProxy;
}

export interface DialRequest {
  readonly url: URL;
  readonly route: () => Promise<NetworkRoute>;
  readonly signal: AbortSignal;
  readonly run: RunStage;
}

/** Where connections to servers really lead, as `host:port` by `host:port`. Names, and whom TLS verifies, stay the address's. */
export type AddressBook = ReadonlyMap<string, string>;

/** Connects to servers, directly or through a proxy, over verified TLS for `https:`. */
export class Dialer {
  constructor(
    private readonly routes: RouteResolver,
    private readonly trust: Trust,
    private readonly addressBook: AddressBook = new Map(),
  ) {}

  /**
   * Takes the stages route, name, connect, proxy and tls, as far as the address and the route need them.
   * @throws NetworkFailure or an error that `classifyFailure` knows.
   */
  async dial(request: DialRequest): Promise<Dialled> {
    const { url, route, signal, run } = request;
    const resolved = await run('route', () => untilAborted(this.resolve(url, route), signal), describeRoute);
    const { proxy } = resolved;
    const isEncrypted = url.protocol === 'https:';
    if (proxy === undefined) {
      const { host, port } = this.whereTo(url);
      const socket = await reach(host, port, request);
      return isEncrypted ? this.secure(socket, request) : { socket };
    }
    const toProxy = await reachProxy(proxy, resolved, request);
    if (!isEncrypted) return { socket: proxy.secure ? await this.secureProxy(toProxy, proxy, request) : toProxy, forwarder: proxy };
    return this.secure(await this.tunnel(toProxy, proxy, request), request);
  }

  private async resolve(url: URL, route: () => Promise<NetworkRoute>): Promise<ResolvedRoute> {
    return this.routes.resolve(url, await route());
  }

  private whereTo(url: URL): { host: string; port: number } {
    const listed = this.addressBook.get(`${url.hostname}:${portOf(url)}`);
    const { hostname, port } = listed === undefined ? { hostname: url.hostname, port: portOf(url) } : new URL(`tcp://${listed}`);
    return { host: withoutBrackets(hostname), port: Number(port) };
  }

  private async tunnel(socket: Socket, proxy: HttpProxy, { url, signal, run }: DialRequest): Promise<Socket> {
    const work = async () => {
      const toProxy = proxy.secure ? await this.secureToProxy(socket, proxy, signal) : socket;
      const status = await openTunnel(toProxy, proxy, `${url.hostname}:${portOf(url)}`, signal);
      return { toProxy, status };
    };
    const { toProxy } = await run('proxy', work, ({ status }) => `HTTP ${status}`);
    return toProxy;
  }

  private secureProxy(socket: Socket, proxy: HttpProxy, { signal, run }: DialRequest): Promise<Socket> {
    return run(
      'proxy',
      () => this.secureToProxy(socket, proxy, signal),
      () => 'TLS',
    );
  }

  private async secureToProxy(socket: Socket, proxy: HttpProxy, signal: AbortSignal): Promise<Socket> {
    try {
      return (await secureSocket(socket, proxy.host, await whileOpen(socket, this.trust.secureContext(), signal), signal)).socket;
    } catch (error) {
      throw asProxyFailure('proxy-bad', error);
    }
  }

  private async secure(socket: Socket, { url, signal, run }: DialRequest): Promise<Dialled> {
    const work = async () => {
      const secureContext = await whileOpen(socket, this.trust.secureContext(), signal);
      return secureSocket(socket, withoutBrackets(url.hostname), secureContext, signal);
    };
    return run('tls', work, describeTls);
  }
}

async function reach(host: string, port: number, { signal, run }: DialRequest): Promise<Socket> {
  const addresses = await run('name', () => resolveName(host, signal), describeAddresses);
  return run('connect', () => connectTcp(addresses, port, signal), describeSocket);
}

async function reachProxy(proxy: HttpProxy, route: ResolvedRoute, request: DialRequest): Promise<Socket> {
  // Every failure here is the proxy's, whatever the system calls it; so each stage has to end as one.
  const run: RunStage = (name, work, describe) =>
    request.run(
      name,
      async () => {
        try {
          return await work();
        } catch (error) {
          throw asProxyFailure('proxy-unreachable', error);
        }
      },
      describe,
    );
  try {
    return await reach(proxy.host, proxy.port, { ...request, run });
  } catch (error) {
    if (classifyFailure(error) !== undefined) route.reportFailed?.();
    throw error;
  }
}

function asProxyFailure(reason: 'proxy-unreachable' | 'proxy-bad', error: unknown): unknown {
  const found = classifyFailure(error);
  return found === undefined
    ? error
    : new NetworkFailure(reason, { cause: error, systemCode: found.systemCode, detail: found.systemCode ?? found.reason });
}

export function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
}

function describeRoute({ proxy, source }: ResolvedRoute): string {
  return proxy === undefined ? `direct (${source})` : `proxy ${proxy.host}:${proxy.port} (${source})`;
}

function describeAddresses(addresses: readonly LookupAddress[]): string {
  return addresses.map(({ address }) => address).join(', ');
}

function describeSocket(socket: Socket): string {
  return `${socket.remoteAddress} port ${socket.remotePort}`;
}

function describeTls({ socket, certificate }: SecuredSocket): string {
  return [socket.getProtocol(), socket.getCipher()?.standardName, describeCertificate(certificate)].filter(Boolean).join('; ');
}

export function describeCertificate(certificate: ProbeCertificate | undefined): string {
  if (certificate === undefined) return '';
  const { subject, issuer, validFrom, validTo } = certificate;
  return `${subject}; issued by ${issuer}; ${validFrom} to ${validTo}`;
}
