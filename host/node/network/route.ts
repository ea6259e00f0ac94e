import type { Event } from '../../../core/event.ts';
import { toDisposable } from '../../../core/lifecycle.ts';
import { Secret } from '../../../core/secret.ts';
import type { LogFields } from '../../../core/services/log-service.ts';
import type { ProbeRoute } from '../../../core/services/network-probe-service.ts';
import type { NetworkRoute } from '../../../core/services/network-service.ts';
import { isExempt, isLoopback } from './no-proxy.ts';
import { OsProxies, type SystemProxies } from './system-proxies.ts';

/** A proxy that speaks HTTP. */
export interface HttpProxy {
  /** Name or address, without brackets. */
  readonly host: string;
  readonly port: number;
  /** Whether the proxy itself is spoken to over TLS. */
  readonly secure: boolean;
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
}

export interface RouteResolverOptions {
  readonly warn: (message: string, fields?: LogFields) => void;
  /** Default: the process's own, read at each call. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Default: the operating system's settings. */
  readonly systemProxies?: SystemProxies;
}

const never: Event<void> = () => toDisposable(() => {});

/** Finds by which way an address is reached. */
export class RouteResolver {
  private readonly systemProxies: SystemProxies;

  constructor(private readonly options: RouteResolverOptions) {
    this.systemProxies = options.systemProxies ?? new OsProxies();
  }

  /** Tells that the system's settings became others. */
  get onDidChange(): Event<void> {
    return this.systemProxies.onDidChange ?? never;
  }

  async resolve(url: URL, route: NetworkRoute): Promise<ResolvedRoute> {
    if (route.type === 'direct') return { source: 'settings', detail: '' };
    if (route.type === 'system') return this.resolveSystem(url);
    const { host, port, user, password } = route;
    const credentials = { ...(user !== undefined && { user }), ...(password !== undefined && { password }) };
    return { proxy: { host: withoutBrackets(host), port, secure: false, ...credentials }, source: 'settings', detail: '' };
  }

  private async resolveSystem(url: URL): Promise<ResolvedRoute> {
    const host = withoutBrackets(url.hostname);
    if (isLoopback(host)) return { source: 'loopback', detail: '' };
    const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
    const environment = this.options.environment ?? process.env;
    const exemptions = read(environment, 'NO_PROXY');
    if (exemptions && isExempt(exemptions.value, host, port)) return { source: 'environment', detail: exemptions.name };
    const setting = read(environment, url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') ?? read(environment, 'ALL_PROXY');
    if (setting === undefined) return this.askSystem(url);
    const proxy = parseProxy(setting.value);
    if (proxy === undefined) this.options.warn('A proxy setting of the environment can’t be used', { variable: setting.name });
    return { ...(proxy && { proxy }), source: 'environment', detail: setting.name };
  }

  private async askSystem(url: URL): Promise<ResolvedRoute> {
    try {
      const answers = await this.systemProxies.resolve(url.href);
      const chosen = answers.find((answer) => answer.kind !== 'socks');
      if (chosen?.kind !== 'http' || chosen.host === undefined) {
        if (chosen === undefined && answers.length > 0) this.options.warn('The system names SOCKS proxies only, which aren’t supported');
        return { source: 'system', detail: '' };
      }
      const proxy = parseProxy(chosen.host);
      return { ...(proxy && { proxy }), source: 'system', detail: '', reportFailed: () => this.systemProxies.reportFailed(chosen) };
    } catch (error) {
      this.options.warn('The system’s proxy settings can’t be read; going directly', { err: error });
      return { source: 'unreadable', detail: '' };
    }
  }
}

/** Small letters win, as everywhere; Windows doesn't tell them apart. */
function read(environment: NodeJS.ProcessEnv, name: string): { name: string; value: string } | undefined {
  const found = [name.toLowerCase(), name].find((spelling) => environment[spelling]);
  return found === undefined ? undefined : { name: found, value: environment[found] ?? '' };
}

/** `http://user:password@host:port`; the scheme may be missing. SOCKS and anything else can't be used. */
function parseProxy(value: string): HttpProxy | undefined {
  const url = URL.parse(value.includes('://') ? value : `http://${value}`);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return undefined;
  const secure = url.protocol === 'https:';
  const credentials = url.username !== '' && { user: decode(url.username), password: new Secret(decode(url.password)) };
  return { host: withoutBrackets(url.hostname), port: Number(url.port) || (secure ? 443 : 80), secure, ...credentials };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Somebody wrote a percent sign as it is.
    return text;
  }
}

export function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}
