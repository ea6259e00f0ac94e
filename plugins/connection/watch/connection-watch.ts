import { type Disposable, EventEmitter, isCancellation, type LogService } from 'boule-bleue';
import type { AccessTests } from '../access-test/access-tests.ts';
import type { ConnectionGate } from '../connection-gate.ts';
import type { ConnectionStatus, StatusKeeper } from '../connection-status.ts';
import { Backoff } from './backoff.ts';
import { type Clock, pause } from './clock.ts';
import type { Sight } from './look-at-server.ts';
import { askedToWaitUntil, mendedByUsers } from './patience.ts';
import type { WatchState } from './watch-state.ts';

export interface WatchServices {
  readonly status: StatusKeeper;
  readonly gate: Pick<ConnectionGate, 'refusal' | 'onDidChange'>;
  readonly tests: Pick<AccessTests, 'view' | 'onDidChange'>;
  readonly look: (signal: AbortSignal) => Promise<Sight>;
  /** Authenticates the installation, showing nothing until it is known what came of it. */
  readonly authenticate: () => Promise<unknown>;
  readonly onDidChangeNetwork: (listener: () => void) => Disposable;
  readonly clock: Clock;
  readonly log: LogService;
}

/** A second look follows so much later, before the ball says anything: a network that changes is gone for a moment. */
const confirmAfterMs = 3_000;
type Activity =
  | { readonly kind: 'waiting'; readonly timer: Disposable; readonly state: WatchState }
  | { readonly kind: 'looking'; readonly cancel: AbortController; readonly state: WatchState }
  | { readonly kind: 'doubting'; readonly cancel: AbortController };

/**
 * Has the ball turn blue by itself. While the heart shows because the server isn't reached, it looks for the server from time to time and
 * whenever the network changes, and authenticates once it is there. While the installation is connected and the network changes, it looks
 * whether the server still is. It gives way at once to whatever the user does.
 */
export class ConnectionWatch {
  private readonly changes = new EventEmitter<void>();
  private readonly subscriptions: Disposable[] = [];
  private readonly backoff: Backoff;
  private activity: Activity | undefined;
  private notBeforeMs = 0;
  private hasChangedAgain = false;
  readonly onDidChange = this.changes.event;

  constructor(
    private readonly services: WatchServices,
    backoff?: Backoff,
  ) {
    this.backoff = backoff ?? new Backoff(services.clock);
  }

  get state(): WatchState | null {
    return this.activity === undefined || this.activity.kind === 'doubting' ? null : this.activity.state;
  }

  start(): void {
    const { status, gate, tests, onDidChangeNetwork } = this.services;
    const update = () => this.update();
    this.subscriptions.push(status.onDidChange(update), gate.onDidChange(update), tests.onDidChange(update));
    this.subscriptions.push(onDidChangeNetwork(() => this.onNetwork()));
    this.update();
  }

  /** Ends it for good. */
  stop(): void {
    for (const subscription of this.subscriptions.splice(0)) subscription.dispose();
    this.rest();
  }

  /** Looks at once: something made it likely that the server is there. */
  lookNow(): void {
    if (this.activity === undefined) return;
    this.backoff.reset();
    if (this.activity.kind === 'waiting' && this.services.clock.now() >= this.notBeforeMs) this.look('network-changed');
  }

  private onNetwork(): void {
    this.lookNow();
    this.hasChangedAgain = true;
    const isConnected = this.services.status.current.state === 'connected';
    if (isConnected && this.activity === undefined && !this.isDisturbed) void this.doubt();
  }

  private update(): void {
    const { current } = this.services.status;
    if (this.activity?.kind === 'doubting' ? this.isDisturbed || current.state !== 'connected' : !this.isNeeded(current)) this.rest();
    if (this.activity === undefined && this.isNeeded(current)) this.wait();
  }

  private isNeeded({ state, cause }: ConnectionStatus): boolean {
    return state === 'failed' && !mendedByUsers.includes(cause) && !this.isDisturbed;
  }

  private get isDisturbed(): boolean {
    const { gate, tests } = this.services;
    return gate.refusal !== null || tests.view?.status === 'running';
  }

  private rest(): void {
    const { activity } = this;
    if (activity === undefined) return;
    this.enter(undefined);
    this.backoff.reset();
    if (activity.kind === 'waiting') activity.timer.dispose();
    else activity.cancel.abort();
  }

  private enter(activity: Activity | undefined): void {
    this.activity = activity;
    this.changes.fire();
  }

  private wait(): void {
    const { clock, status } = this.services;
    const nowMs = clock.now();
    this.notBeforeMs = askedToWaitUntil(status.current.reason, nowMs);
    const soonestMs = nowMs + this.backoff.nextMs();
    const nextAtMs = Math.max(soonestMs, this.notBeforeMs);
    const timer = clock.after(nextAtMs - nowMs, () => this.look('unreached'));
    this.enter({ kind: 'waiting', timer, state: { nextAtMs, reason: nextAtMs > soonestMs ? 'asked-to-wait' : 'unreached' } });
  }

  private look(reason: WatchState['reason']): void {
    if (this.activity?.kind === 'waiting') this.activity.timer.dispose();
    const activity: Activity = { kind: 'looking', cancel: new AbortController(), state: { nextAtMs: null, reason } };
    this.enter(activity);
    void this.lookAndAuthenticate(activity);
  }

  private async lookAndAuthenticate(activity: Activity & { readonly kind: 'looking' }): Promise<void> {
    const { look, authenticate, status, log } = this.services;
    const { signal } = activity.cancel;
    try {
      const sight = await look(signal);
      signal.throwIfAborted();
      if (sight.isReached) await authenticate();
      // What keeps the server from being reached may have become something else.
      else status.set(sight.verdict);
    } catch (error) {
      if (!isCancellation(error)) log.error('The watch could not look for the server', error);
    }
    if (this.activity !== activity) return;
    this.enter(undefined);
    this.update();
  }

  /** Nothing is shown before two looks in a row have found the server gone. */
  private async doubt(): Promise<void> {
    const { look, clock, status, log } = this.services;
    const activity: Activity = { kind: 'doubting', cancel: new AbortController() };
    this.activity = activity;
    this.hasChangedAgain = false;
    const { signal } = activity.cancel;
    try {
      let sight = await look(signal);
      if (!sight.isReached) await pause(clock, confirmAfterMs, signal);
      if (!sight.isReached) sight = await look(signal);
      if (this.activity !== activity) return;
      this.activity = undefined;
      if (!sight.isReached) status.set(sight.verdict);
      else if (this.hasChangedAgain) void this.doubt();
    } catch (error) {
      if (this.activity === activity) this.activity = undefined;
      if (!isCancellation(error)) log.error('The watch could not look for the server', error);
    }
  }
}
