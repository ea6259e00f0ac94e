import { type Disposable, EventEmitter, isCancellation, type LogService } from 'boule-bleue';
import type { AccessTests } from '../access-test/access-tests.ts';
import type { Sight } from '../access-test/look-at-server.ts';
import type { ConnectionGate } from '../connection-gate.ts';
import type { ConnectionState, ConnectionStatus, StatusKeeper } from '../connection-status.ts';
import { Backoff } from './backoff.ts';
import { type Clock, pause } from './clock.ts';
import { askedToWaitUntil, mendedByUsers } from './patience.ts';
import type { WatchState } from './watch-state.ts';

export interface WatchServices {
  readonly status: StatusKeeper;
  readonly gate: Pick<ConnectionGate, 'refusal' | 'onDidChange'>;
  readonly tests: Pick<AccessTests, 'view' | 'onDidChange'>;
  readonly look: (signal: AbortSignal) => Promise<Sight>;
  /** Authenticates the installation, showing nothing until it is known what came of it. */
  readonly authenticate: () => Promise<unknown>;
  /** Tests access to all servers and keeps what came of it, showing nothing. */
  readonly testAccess: (signal: AbortSignal) => Promise<void>;
  readonly onDidChangeNetwork: (listener: () => void) => Disposable;
  readonly clock: Clock;
  readonly log: LogService;
}

/** A second look follows so much later, before the ball says anything: a network that changes is gone for a moment. */
const confirmAfterMs = 3_000;
type Activity =
  | { readonly kind: 'waiting'; readonly timer: Disposable; readonly state: WatchState }
  | { readonly kind: 'looking'; readonly cancel: AbortController; readonly state: WatchState }
  | Unseen;
/** What nobody is told of while it lasts, which is no longer than the state `during` which it began. */
type Unseen = { readonly kind: 'unseen'; readonly cancel: AbortController; readonly during: ConnectionState };

/** The server has answered, whatever it said. */
const answeredStates: ReadonlySet<ConnectionState> = new Set<ConnectionState>(['connected', 'refused', 'unknown-licence']);

/**
 * Has the ball turn blue by itself. While the heart shows because the server isn't reached, it looks for the server from time to time and
 * whenever the network changes, and authenticates once it is there; then it tests access to all servers, so that the history knows a success of
 * after the repair. While the installation is connected and the network changes, it looks
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
    return this.activity === undefined || this.activity.kind === 'unseen' ? null : this.activity.state;
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
    if (this.activity.kind === 'waiting' && this.services.clock.now() >= this.notBeforeMs) this.look();
  }

  private onNetwork(): void {
    this.lookNow();
    this.hasChangedAgain = true;
    this.doubtIfConnected();
  }

  private update(): void {
    const { current } = this.services.status;
    const { activity } = this;
    const isOver = activity?.kind === 'unseen' ? this.isDisturbed || current.state !== activity.during : !this.isNeeded(current);
    if (isOver) this.rest();
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
    const timer = clock.after(nextAtMs - nowMs, () => this.look());
    this.enter({ kind: 'waiting', timer, state: { nextAtMs, isAskedToWait: nextAtMs > soonestMs } });
  }

  private look(): void {
    if (this.activity?.kind === 'waiting') this.activity.timer.dispose();
    const activity: Activity = { kind: 'looking', cancel: new AbortController(), state: { nextAtMs: null, isAskedToWait: false } };
    this.enter(activity);
    void this.lookAndAuthenticate(activity);
  }

  private async lookAndAuthenticate(activity: Activity & { readonly kind: 'looking' }): Promise<void> {
    const { look, authenticate, status } = this.services;
    const { signal } = activity.cancel;
    try {
      const sight = await look(signal);
      signal.throwIfAborted();
      // What keeps the server from being reached may have become something else.
      if (!sight.isReached) status.set(sight.verdict);
      else {
        await authenticate();
        void this.testUnseen();
      }
    } catch (error) {
      this.logFailure(error);
    }
    if (this.activity !== activity) return;
    this.enter(undefined);
    this.update();
  }

  /** Once the server has answered again, so no more than once for each time that it was gone. */
  private async testUnseen(): Promise<void> {
    if (this.activity !== undefined || this.isDisturbed || !answeredStates.has(this.services.status.current.state)) return;
    await this.unseen(this.services.testAccess);
    if (this.hasChangedAgain) this.doubtIfConnected();
  }

  private doubtIfConnected(): void {
    const isConnected = this.services.status.current.state === 'connected';
    if (isConnected && this.activity === undefined && !this.isDisturbed) void this.doubt();
  }

  /** Nothing is shown before two looks in a row have found the server gone. */
  private async doubt(): Promise<void> {
    const { look, clock, status } = this.services;
    const sight = await this.unseen(async (signal) => {
      const first = await look(signal);
      if (first.isReached) return first;
      await pause(clock, confirmAfterMs, signal);
      return look(signal);
    });
    if (sight?.isReached === false) status.set(sight.verdict);
    else if (sight && this.hasChangedAgain) void this.doubt();
  }

  /** `undefined` where it had to give way, or failed. */
  private async unseen<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    const activity: Unseen = { kind: 'unseen', cancel: new AbortController(), during: this.services.status.current.state };
    this.activity = activity;
    this.hasChangedAgain = false;
    let outcome: T | undefined;
    try {
      outcome = await work(activity.cancel.signal);
    } catch (error) {
      this.logFailure(error);
    }
    if (this.activity !== activity) return undefined;
    this.activity = undefined;
    return outcome;
  }

  private logFailure(error: unknown): void {
    if (!isCancellation(error)) this.services.log.error('The watch could not look for the server', error);
  }
}
