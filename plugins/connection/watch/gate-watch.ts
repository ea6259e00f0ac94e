import { type Disposable, isCancellation, type LogService } from 'boule-bleue';
import type { ConnectionGate } from '../connection-gate.ts';
import type { StatusKeeper } from '../connection-status.ts';
import type { Clock } from './clock.ts';
import { mendedByUsers } from './patience.ts';

export interface GateWatchServices {
  readonly status: Pick<StatusKeeper, 'current' | 'onDidChange'>;
  readonly gate: Pick<ConnectionGate, 'refusal' | 'onDidChange' | 'ask'>;
  readonly clock: Clock;
  readonly log: LogService;
}

/** Soon enough for a ball that is to turn blue by itself; plugins hardly notice the question. */
const askEveryMs = 60_000;

/**
 * Asks the other plugins from time to time whether one still refuses, while the heart shows and that alone keeps the watch from looking: a
 * plugin that stops refusing tells nobody.
 */
export class GateWatch {
  private readonly subscriptions: Disposable[] = [];
  private readonly ending = new AbortController();
  private timer: Disposable | undefined;

  constructor(private readonly services: GateWatchServices) {}

  start(): void {
    const { status, gate } = this.services;
    const update = () => this.update();
    this.subscriptions.push(status.onDidChange(update), gate.onDidChange(update));
    this.update();
  }

  /** Ends it for good. */
  stop(): void {
    for (const subscription of this.subscriptions.splice(0)) subscription.dispose();
    this.timer?.dispose();
    this.ending.abort();
  }

  private update(): void {
    const { gate, status, clock } = this.services;
    const { state, cause } = status.current;
    const isNeeded = gate.refusal !== null && state === 'failed' && !mendedByUsers.includes(cause);
    if (isNeeded) this.timer ??= clock.after(askEveryMs, () => void this.ask());
    else {
      this.timer?.dispose();
      this.timer = undefined;
    }
  }

  private async ask(): Promise<void> {
    const { gate, log } = this.services;
    this.timer = undefined;
    try {
      await gate.ask(this.ending.signal);
    } catch (error) {
      if (isCancellation(error)) return;
      log.error('The plugins could not be asked whether one still refuses', error);
      this.update();
    }
  }
}
