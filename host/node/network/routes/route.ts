import type { Proxy as SystemProxy } from '@vscode/os-proxy-resolver';
import type { Event } from '../../../../core/event.ts';
import { toDisposable } from '../../../../core/lifecycle.ts';
import { Secret } from '../../../../core/secret.ts';
import type { LogFields } from '../../../../core/services/log-service.ts';
import type { ProbeRoute } from '../../../../core/services/network-probe-service.ts';
import type { NetworkRoute } from '../../../../core/services/network-service.ts';
import { hostOf, portOf, withoutBrackets } from '../web-address.ts';
import { isKde, KdeProxies } from './kde-proxies.ts';
import { isExempt, isLoopback } from './no-proxy.ts';
import { OsProxies, type SystemOrigin, type SystemProxies } from './system-proxies.ts';

/** A proxy that speaks HTTP, or another protocol that is named. */
export interface HttpProxy {
  /** Name or address, without brackets. */
  readonly host: string;
  readonly port: number;
  /** Whether the proxy itself is spoken to over TLS. */
  readonly secure: boolean;
  readonly protocol?: 'socks5';
  /** Never empty. */
  readonly user?: string;
  readonly password?: Secret;
}

/** The way to one address, with nothing left to ask. */
export interface ResolvedRoute {
  /** Without one the connection is direct. */
  readonly proxy?: HttpProxy;
  readonly source: ProbeRoute['source'];
  /** Name of the variable, or address of the script without credentials and query; empty where there is none. */
  readonly detail: string;
  /** To be called when the proxy isn't reached: the system may know another for the next time. */
  readonly reportFailed?: () => void;
  /** The way to take when this one leads nowhere. */
  readonly next?: ResolvedRoute;
}

export interface RouteResolverOptions {
  readonly warn: (message: string, fields?: LogFields) => void;
  /** Default: the process's own, read at each call. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Default: the operating system's settings. */
  readonly systemProxies?: SystemProxies;
}

const never: Event<void> = () => toDisposable(() => {});

/** Enough for any script that means well: each takes its time to fail. */
const maximumWays = 4;

/** RFC 1035, 2.3.4. What a script of the network calls a host stands in details and in errors. */
const maximumHostLength = 255;

const fixedSettings: SystemOrigin = { source: 'system', detail: '' };

const socks5 = { port: 1080, secure: false, protocol: 'socks5' } as const;

/** By scheme; `h` asks for what is done anyway: the proxy looks up the name. SOCKS 4 can't, and isn't spoken. */
const proxyKinds: Readonly<Record<string, Pick<HttpProxy, 'port' | 'secure' | 'protocol'> | undefined>> = {
  'http:': { port: 80, secure: false },
  'https:': { port: 443, secure: true },
  'socks:': socks5,
  'socks5:': socks5,
  'socks5h:': socks5,
};

/** Finds by which way an address is reached. */
export class RouteResolver {
  private readonly systemProxies: SystemProxies;

  constructor(private readonly options: RouteResolverOptions) {
    this.systemProxies = options.systemProxies ?? (isKde(process.env, process.platform) ? new KdeProxies() : new OsProxies());
  }

  /** Tells that the system's settings became others. */
  get onDidChange(): Event<void> {
    return this.systemProxies.onDidChange ?? never;
  }

  async resolve(url: URL, route: NetworkRoute): Promise<ResolvedRoute> {
    if (route.type === 'direct') return { source: 'settings', detail: '' };
    if (route.type === 'system') return this.resolveSystem(url);
    const { host, port, user, password } = route;
    const credentials = user && { user, ...(password && { password }) };
    return { proxy: { host: withoutBrackets(host), port, secure: false, ...credentials }, source: 'settings', detail: '' };
  }

  private async resolveSystem(url: URL): Promise<ResolvedRoute> {
    const host = hostOf(url);
    if (isLoopback(host)) return { source: 'loopback', detail: '' };
    const environment = this.options.environment ?? process.env;
    const exemptions = read(environment, 'NO_PROXY');
    if (exemptions && isExempt(exemptions.value, host, portOf(url))) return { source: 'environment', detail: exemptions.name };
    const setting = read(environment, url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') ?? read(environment, 'ALL_PROXY');
    if (setting === undefined) return this.askSystem(url);
    const proxy = parseProxy(setting.value);
    if (proxy !== undefined) return { proxy, source: 'environment', detail: setting.name };
    this.options.warn('A proxy setting of the environment can’t be used', { variable: setting.name });
    return { source: 'unreadable', detail: setting.name };
  }

  private async askSystem(url: URL): Promise<ResolvedRoute> {
    const origin = this.systemProxies.origin?.().catch(() => fixedSettings) ?? fixedSettings;
    try {
      return this.readAnswer(await this.systemProxies.resolve(asScriptsSee(url)), await origin);
    } catch (error) {
      this.options.warn('The system’s proxy settings can’t be read; going directly', { err: error });
      return { source: 'unreadable', detail: '' };
    }
  }

  private readAnswer(answer: readonly SystemProxy[], { source, detail, isNeverDirect }: SystemOrigin): ResolvedRoute {
    const ways = answer.flatMap((entry) => this.readWay(entry) ?? []).slice(0, maximumWays);
    // Where none can be used, the connection is direct without anybody's having said so.
    const hasFailed = ways.length === 0 || (isNeverDirect === true && answer.every(({ kind }) => kind === 'direct'));
    const decided = { source: hasFailed ? 'unreadable' : source, detail } as const;
    const chained = ways.reduceRight<ResolvedRoute | undefined>((next, way) => ({ ...way, ...decided, ...(next && { next }) }), undefined);
    return chained ?? decided;
  }

  private readWay(entry: SystemProxy): Pick<ResolvedRoute, 'proxy' | 'reportFailed'> | undefined {
    if (entry.kind === 'direct') return {};
    const proxy = parseProxy(entry.kind === 'socks' ? `socks5://${entry.host}` : (entry.host ?? ''));
    return proxy && { proxy, reportFailed: () => this.systemProxies.reportFailed(entry) };
  }
}

/**
 * An address as a script for automatic configuration gets it. It may come from whoever answered first in the network, and can tell what it
 * is given by the names that it looks up: so as in browsers, of an encrypted address no more than observers see anyway.
 */
function asScriptsSee(url: URL): string {
  return url.protocol === 'https:' ? `${url.origin}/` : `${url.origin}${url.pathname}`;
}

/** Small letters win, as everywhere; Windows doesn't tell them apart. */
function read(environment: NodeJS.ProcessEnv, name: string): { name: string; value: string } | undefined {
  const found = [name.toLowerCase(), name].find((spelling) => environment[spelling]);
  return found === undefined ? undefined : { name: found, value: environment[found] ?? '' };
}

/** `http://user:password@host:port`; the scheme may be missing. What is neither HTTP nor SOCKS can't be used. */
function parseProxy(value: string): HttpProxy | undefined {
  const url = URL.parse(value.includes('://') ? value : `http://${value}`);
  const kind = proxyKinds[url?.protocol ?? ''];
  if (url === null || kind === undefined || url.hostname === '' || url.hostname.length > maximumHostLength) return undefined;
  const { port, ...way } = kind;
  const credentials = url.username !== '' && { user: decode(url.username), password: new Secret(decode(url.password)) };
  return { host: hostOf(url), port: Number(url.port) || port, ...way, ...credentials };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Somebody wrote a percent sign as it is.
    return text;
  }
}
