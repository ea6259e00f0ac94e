import type { networkInterfaces } from 'node:os';
import { type Event, EventEmitter } from '../../../../core/event.ts';
import { DisposableStore, toDisposable } from '../../../../core/lifecycle.ts';
import { interfaceAddresses } from './interface-addresses.ts';

export interface NetworkChangesOptions {
  /** Default: the operating system's. */
  readonly interfaces?: typeof networkInterfaces;
  /** Default: the workstation's clock, which goes on while it sleeps. */
  readonly now?: () => number;
}

/** Between two looks at the interfaces. */
export const lookEveryMs = 3_000;
/** A look that comes later than this was kept from coming by sleep. */
const sleptMs = 15_000;
/** What changes at once is told once; and an address is there before its name server is. */
const settleMs = 1_000;

/** Notices that the network may have become another, as long as somebody wants to know. */
export class NetworkChanges {
  private readonly changed = new EventEmitter<void>();
  private readonly interfaces: typeof networkInterfaces | undefined;
  private readonly now: () => number;
  private looking: DisposableStore | undefined;
  private settling: NodeJS.Timeout | undefined;

  constructor(
    private readonly onDidChangeRoutes: Event<void>,
    options: NetworkChangesOptions = {},
  ) {
    this.interfaces = options.interfaces;
    this.now = options.now ?? Date.now;
  }

  readonly onDidChange: Event<void> = (listener) => {
    const subscription = this.changed.event(listener);
    this.looking ??= this.look();
    return toDisposable(() => {
      subscription.dispose();
      if (this.changed.listenerCount === 0) this.stop();
    });
  };

  get isLooking(): boolean {
    return this.looking !== undefined;
  }

  /** Tells the listeners of a change, once for all that come within a second. */
  note(): void {
    if (this.looking === undefined) return;
    this.settling ??= setTimeout(() => {
      this.settling = undefined;
      this.changed.fire();
    }, settleMs).unref();
  }

  private look(): DisposableStore {
    const store = new DisposableStore();
    let known = interfaceAddresses(this.interfaces);
    let lookedAtMs = this.now();
    const timer = setInterval(() => {
      const [former, formerMs] = [known, lookedAtMs];
      [known, lookedAtMs] = [interfaceAddresses(this.interfaces), this.now()];
      if (known !== former || lookedAtMs - formerMs > sleptMs) this.note();
    }, lookEveryMs).unref();
    store.add(toDisposable(() => clearInterval(timer)));
    store.add(this.onDidChangeRoutes(() => this.note()));
    return store;
  }

  private stop(): void {
    clearTimeout(this.settling);
    this.settling = undefined;
    this.looking?.dispose();
    this.looking = undefined;
  }
}
