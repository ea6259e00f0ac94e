import type { ProxyResolver, Proxy as SystemProxy } from '@vscode/os-proxy-resolver';
import { type Event, EventEmitter } from '../../../core/event.ts';

/** Asks the operating system by which proxy an address is reached. */
export interface SystemProxies {
  /** In the order in which they should be tried. Rejects when the system doesn't answer in time. */
  resolve(url: string): Promise<readonly SystemProxy[]>;
  /** Moves a proxy that failed to the end of later answers for some minutes. */
  reportFailed(proxy: SystemProxy): void;
  /** Fires when the settings became others; whoever never tells leaves it out. */
  readonly onDidChange?: Event<void>;
}

/** A PAC script has to be found, loaded and run, each of which the library bounds by about two seconds. */
const timeoutMs = 6_000;

/** Windows', macOS' and GNOME's settings, with automatic configuration (PAC, WPAD). Loaded when first asked. */
export class OsProxies implements SystemProxies {
  private readonly changed = new EventEmitter<void>();
  private resolver: Promise<ProxyResolver> | undefined;

  readonly onDidChange: Event<void> = (listener) => {
    const subscription = this.changed.event(listener);
    void this.load();
    return subscription;
  };

  async resolve(url: string): Promise<readonly SystemProxy[]> {
    const resolver = await this.load();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`The system's proxy settings took more than ${timeoutMs} ms`)), timeoutMs);
    });
    try {
      return await Promise.race([resolver.resolve(url), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  reportFailed(proxy: SystemProxy): void {
    void this.resolver?.then((resolver) => resolver.reportProxyFailed(proxy));
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
