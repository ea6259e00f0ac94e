import { isIP, type Socket } from 'node:net';
import type { Event } from '../../../../core/event.ts';
import type { ProbeCertificate, ProbeReport, ProbeStageName } from '../../../../core/services/network-probe-service.ts';
import type { NetworkRoute } from '../../../../core/services/network-service.ts';
import { readCertificate } from '../certificates/read-certificate.ts';
import { readEncryption } from '../certificates/read-encryption.ts';
import type { Trust } from '../certificates/trust.ts';
import { untilAborted, within } from '../deadline.ts';
import { isForwarder, passProxy } from '../proxies/pass-proxy.ts';
import type { HttpProxy, ResolvedRoute, RouteResolver } from '../routes/route.ts';
import { hostOf, portOf } from '../web-address.ts';
import { HostConnector } from './host-connector.ts';
import { whileOpen } from './open-socket.ts';
import { PrivateAddressError } from './private-address-error.ts';
import { isLocalName, isPublicAddress } from './public-address.ts';
import { reach, reachProxy } from './reach-host.ts';
import { type SecuredSocket, secureSocket } from './secure-socket.ts';
import { tryWays } from './try-ways.ts';

/** Does one step of reaching a server, for whoever wants to know how each went. */
export type RunStage = <T>(name: ProbeStageName, work: () => Promise<T>, describe: (result: T) => string) => Promise<T>;

export const runUnobserved: RunStage = (_name, work) => work();

/** What is learnt on the way, also where it leads nowhere. Attempts begin on the clock of `performance.now()`. */
export type DialEvidence = Partial<Pick<ProbeReport, 'route' | 'attempts' | 'encryption' | 'clock'>>;

/** A connection to a server before any encryption, or to the proxy that forwards to it. Its owner destroys the socket. */
export interface Connected {
  readonly socket: Socket;
  /** Whether it ends at this workstation or in its network, as far as this side can know. */
  readonly leadsInside: boolean;
  /** Forwards plain HTTP: the request names the whole address, and the proxy's answers look like the server's. */
  readonly forwarder?: HttpProxy;
}

/** A connection ready for a request. */
export type Dialled = Connected;

/** Whether connections may lead to this workstation and into its network: those to servers, and those to proxies. */
export interface DialLimits {
  readonly privateTarget: boolean;
  /** The user's own proxy stands there, as a rule; one that a plugin names may be anything. */
  readonly privateProxy: boolean;
}

/** For what the user or the host itself chose to reach. */
export const noLimits: DialLimits = { privateTarget: true, privateProxy: true };

/** In milliseconds, by stage. A stage that isn't named takes as long as the whole may. */
export type StageBounds = Partial<Readonly<Record<ProbeStageName, number>>>;

export interface DialRequest {
  readonly url: URL;
  readonly route: () => Promise<NetworkRoute>;
  readonly limits: DialLimits;
  /** Ends whatever is going on, and the connection with it. */
  readonly signal: AbortSignal;
  /** So that a stage without an answer leaves time for other questions. Default: none. */
  readonly bounds?: StageBounds;
  readonly run: RunStage;
  /** Told of each piece as it is learnt. */
  readonly note?: ((evidence: DialEvidence) => void) | undefined;
  /** Remembers the stages so far; what it answers goes back to them. For ways that turned out not to be the one. */
  readonly checkpoint?: () => () => void;
}

/** Where connections to servers really lead, as `host:port` by `host:port`. Names, and whom TLS verifies, stay the address's. */
export type AddressBook = ReadonlyMap<string, string>;

/** Connects to servers, directly or through a proxy, over verified TLS for `https:`. */
export class Dialer {
  constructor(
    private readonly routes: RouteResolver,
    readonly trust: Trust,
    private readonly addressBook: AddressBook = new Map(),
    private readonly hosts = new HostConnector(),
  ) {}

  /** Tells that the system may name other ways than before. */
  get onDidChangeRoutes(): Event<void> {
    return this.routes.onDidChange;
  }

  /**
   * Takes the stages route, name, connect, proxy and tls, as far as the address and the route need them.
   * Behind a proxy names are looked up by the proxy: there only addresses, and names that can't be of the Internet, are known to lead inside.
   * @throws NetworkFailure or an error that `classifyFailure` knows; PrivateAddressError.
   */
  async dial(request: DialRequest): Promise<Dialled> {
    const connected = await this.connect(request);
    return request.url.protocol === 'https:' ? { ...connected, ...(await this.secure(connected.socket, request)) } : connected;
  }

  /**
   * As {@link dial}, but for the encryption of an `https:` address: through a proxy it stops at the tunnel.
   * @throws as {@link dial}
   */
  async connect(request: DialRequest): Promise<Connected> {
    const { url, route, limits, signal, run } = request;
    const resolved = await run('route', () => untilAborted(this.resolve(url, route), signal), describeRoute);
    const { host, port, isListed } = this.whereTo(url);
    const leadsInside = isInsideByName(url);
    // Before a name is looked up: whether one of the office's exists is not everybody's to learn.
    if (leadsInside && !limits.privateTarget && !isListed) throw new PrivateAddressError(hostOf(url));
    const reached = await tryWays(resolved, request, async (way, observed) => {
      const { proxy } = way;
      if (proxy) return { proxy, socket: await reachProxy(this.hosts, proxy, way, { ...observed, mayLeadInside: limits.privateProxy }) };
      return reach(this.hosts, host, port, { ...observed, mayLeadInside: isListed || limits.privateTarget });
    });
    if (!('proxy' in reached)) return { ...reached, leadsInside: reached.leadsInside && !isListed };
    return { ...(await this.passProxy(reached.socket, reached.proxy, request)), leadsInside };
  }

  private async passProxy(socket: Socket, proxy: HttpProxy, request: DialRequest): Promise<Pick<Connected, 'socket' | 'forwarder'>> {
    const { url, signal: whole, bounds, run } = request;
    const isForwarded = isForwarder(proxy, url);
    if (isForwarded && !proxy.secure) return { socket, forwarder: proxy };
    const work = (signal: AbortSignal) => passProxy(socket, proxy, url, this.trust, signal);
    const passed = await run(
      'proxy',
      () => within(bounds?.proxy, whole, work),
      ({ detail }) => detail,
    );
    return { socket: passed.socket, ...(isForwarded && { forwarder: proxy }) };
  }

  private async resolve(url: URL, route: () => Promise<NetworkRoute>): Promise<ResolvedRoute> {
    return this.routes.resolve(url, await route());
  }

  /** `isListed`: the address book, which the host itself wrote, says so. */
  private whereTo(url: URL): { host: string; port: number; isListed: boolean } {
    const listed = this.addressBook.get(`${url.hostname}:${portOf(url)}`);
    const target = listed === undefined ? url : new URL(`http://${listed}`);
    return { host: hostOf(target), port: portOf(target), isListed: listed !== undefined };
  }

  private async secure(socket: Socket, { url, signal: whole, bounds, run, note }: DialRequest): Promise<Pick<Dialled, 'socket'>> {
    const work = (signal: AbortSignal) => secureSocket(socket, hostOf(url), this.trust, signal);
    const secured = await run('tls', () => within(bounds?.tls, whole, work), describeTls);
    // Outside the stage, whose time it would lengthen: the first time, hundreds of certificates are read.
    if (note) note({ encryption: readEncryption(secured.handshake, await whileOpen(secured.socket, this.trust.authorities(), whole)) });
    return { socket: secured.socket };
  }
}

/** Whether an address's host alone tells that it is no host of the Internet. */
function isInsideByName(url: URL): boolean {
  const host = hostOf(url);
  return isIP(host) === 0 ? isLocalName(host) : !isPublicAddress(host);
}

function describeRoute(route: ResolvedRoute): string {
  const ways: string[] = [];
  for (let way: ResolvedRoute | undefined = route; way !== undefined; way = way.next) ways.push(describeWay(way));
  return `${ways.join(', then ')} (${[route.source, route.detail].filter(Boolean).join(', ')})`;
}

function describeWay({ proxy }: ResolvedRoute): string {
  return proxy ? `${proxy.protocol ?? ''} proxy ${proxy.host}:${proxy.port}`.trim() : 'direct';
}

function describeTls({ handshake: { version, cipher, chain } }: SecuredSocket): string {
  const [own] = chain;
  return [version, cipher, own && describeCertificate(readCertificate(own))].filter(Boolean).join('; ');
}

export function describeCertificate({ subject, issuer, validFrom, validTo }: ProbeCertificate): string {
  return `${subject}; issued by ${issuer}; ${validFrom} to ${validTo}`;
}
