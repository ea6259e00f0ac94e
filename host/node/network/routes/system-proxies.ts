import type { ProxyConfig, ProxyResolver, Proxy as SystemProxy } from '@vscode/os-proxy-resolver';
import { type Event, EventEmitter } from '../../../../core/event.ts';
import type { ProbeRoute } from '../../../../core/services/network-probe-service.ts';
import { interfaceAddresses } from './interface-addresses.ts';

/** Who names the ways. */
export interface SystemOrigin extends Pick<ProbeRoute, 'source' | 'detail'> {
  /** A script that never says « directly »: where that is the answer, it failed. */
  readonly isNeverDirect?: boolean;
}

/** Asks the operating system by which proxy an address is reached. */
export interface SystemProxies {
  /** In the order in which they should be tried. Rejects when the system doesn't answer in time. */
  resolve(url: string): Promise<readonly SystemProxy[]>;
  /** Where answers come from at present. Rejects where that isn't known in time. Default: from fixed settings. */
  origin?(): Promise<SystemOrigin>;
  /** Moves a proxy that failed to the end of later answers for some minutes. */
  reportFailed(proxy: SystemProxy): void;
  /** Fires when the settings became others; whoever never tells leaves it out. */
  readonly onDidChange?: Event<void>;
}

export interface OsProxiesOptions {
  /**
   * A script has to be found, loaded and run. The library gives each of the last two five seconds, then answers « directly » as if the
   * script had said so, and goes on saying so for half a minute. Whoever is later than this hasn't answered, and is left alone for a while,
   * unless the settings or the network become others.
   */
  readonly timeoutMs: number;
  readonly restMs: number;
  /** Nothing but words depend on where an answer comes from: it isn't worth a long wait. */
  readonly originTimeoutMs: number;
  /** Tells one network from another. */
  readonly readNetwork: () => string;
}

const usual: OsProxiesOptions = { timeoutMs: 4_000, restMs: 40_000, originTimeoutMs: 2_000, readNetwork: interfaceAddresses };

/** What the library says of the settings is good for as long as its own answers are. */
const configLifetimeMs = 30_000;

interface Moment {
  readonly atMs: number;
  readonly generation: number;
  readonly network: string;
}

/** Windows', macOS' and GNOME's settings, with automatic configuration (PAC, WPAD). Loaded when first asked. */
export class OsProxies implements SystemProxies {
  private readonly changed = new EventEmitter<void>();
  private resolver: Promise<ProxyResolver> | undefined;
  private config: (Moment & { readonly read: Promise<ProxyConfig> }) | undefined;
  private lateness: Moment | undefined;

  constructor(private readonly options: OsProxiesOptions = usual) {}

  readonly onDidChange: Event<void> = (listener) => {
    // A library that can't be loaded has nothing to tell; whoever asks it hears why.
    this.load().catch(() => {});
    return this.changed.event(listener);
  };

  async resolve(url: string): Promise<readonly SystemProxy[]> {
    const { timeoutMs, restMs } = this.options;
    const resolver = await this.load();
    if (this.isFresh(this.lateness, resolver, restMs)) throw new Error('The system’s proxy settings took too long a moment ago');
    const network = this.options.readNetwork();
    return inTime(timeoutMs, resolver.resolve(url), () => {
      // The library counts its own first look at the settings as a change of theirs: it is over by now.
      this.lateness = { ...this.now(resolver), network };
    });
  }

  async origin(): Promise<SystemOrigin> {
    return describeOrigin(await inTime(this.options.originTimeoutMs, this.readConfig(await this.load())));
  }

  reportFailed(proxy: SystemProxy): void {
    void this.resolver?.then((resolver) => resolver.reportProxyFailed(proxy));
  }

  private readConfig(resolver: ProxyResolver): Promise<ProxyConfig> {
    if (this.config === undefined || !this.isFresh(this.config, resolver, configLifetimeMs))
      this.config = { ...this.now(resolver), read: resolver.readProxyConfig() };
    return this.config.read;
  }

  private now(resolver: ProxyResolver): Moment {
    return { atMs: performance.now(), generation: resolver.configGeneration, network: this.options.readNetwork() };
  }

  /** Whether a moment is less than so long ago, with the same settings in the same network. */
  private isFresh(moment: Moment | undefined, resolver: ProxyResolver, lifetimeMs: number): boolean {
    if (moment === undefined) return false;
    const { atMs, generation, network } = this.now(resolver);
    return moment.generation === generation && moment.network === network && atMs - moment.atMs < lifetimeMs;
  }

  private load(): Promise<ProxyResolver> {
    this.resolver ??= import('@vscode/os-proxy-resolver').then((library) => {
      const resolver = new library.ProxyResolver();
      resolver.onChange(() => this.changed.fire());
      return resolver;
    });
    return this.resolver;
  }
}

/** The outcome of work that can't be cancelled. */
async function inTime<T>(timeoutMs: number, work: Promise<T>, onLate = () => {}): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      onLate();
      reject(new Error(`The system’s proxy settings took more than ${timeoutMs} ms`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Where a script fails, the library asks the next source without a word: so the script has to be looked at. */
export function describeOrigin({ pac, pacUrl, wpadDhcp, wpadDns }: ProxyConfig): SystemOrigin {
  if (pac !== undefined) {
    const source = pac.source === 'configured' ? 'pac' : 'wpad';
    return { source, detail: withoutSecrets(pac.url), isNeverDirect: !/direct/i.test(pac.content) };
  }
  const failed = pacUrl ?? [wpadDhcp, wpadDns].find(({ state }) => state === 'error-download')?.url;
  return failed === undefined ? { source: 'system', detail: '' } : { source: 'unreadable', detail: withoutSecrets(failed) };
}

/** Who is let in is told by the query, or before the host. */
export function withoutSecrets(address: string): string {
  const url = URL.parse(address);
  if (url === null) return '';
  return url.protocol === 'data:' ? 'data:' : `${url.protocol}//${url.host}${url.pathname}`;
}
