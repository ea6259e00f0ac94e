import { setTimeout as delay } from 'node:timers/promises';

/** Of each turn of the event loop, what the messages of all plugin processes together may take. */
const maximumTurnMs = 4;
/** When they took all of it, they wait so long, so that at least half of the host's time is for others. */
const pauseMs = 4;
/** What one process may take at once. */
const burstMs = 1_000;
/** What it may take in the long run, as a share of the host's time. */
const sustainedShare = 0.2;
/** A process that has used up its time waits until it has this much again. */
const resumeMs = 20;
/** What one message can cost: that the host was held up by something else is not its sender's fault. */
const maximumSpentMs = 100;

/**
 * The host's time, shared out among the plugin processes: whatever they send, windows and other plugins get their turn.
 */
export class HostTime {
  private turnBeganAt: number | undefined;
  private nextTurn: Promise<void> | undefined;

  /** Resolves when a message may be worked on: at once, or in a later turn of the event loop. */
  async goOn(): Promise<void> {
    while (performance.now() - this.beginTurn() > maximumTurnMs) {
      this.nextTurn ??= this.pause();
      await this.nextTurn;
    }
  }

  /** When this turn began. */
  private beginTurn(): number {
    if (this.turnBeganAt === undefined) {
      this.turnBeganAt = performance.now();
      setImmediate(() => this.endTurn());
    }
    return this.turnBeganAt;
  }

  /** Ends the turn itself: where timers are late the pause is over before what is set for the turn's end, and who waits would never let that run. */
  private async pause(): Promise<void> {
    await delay(pauseMs);
    this.nextTurn = undefined;
    this.turnBeganAt = undefined;
  }

  private endTurn(): void {
    if (!this.nextTurn) this.turnBeganAt = undefined;
  }
}

/** The share of the host's time that one process has. */
export class TimeAllowance {
  private availableMs = burstMs;
  private refilledAt = performance.now();

  /** How long to wait before the next message, now that working on the last one took so long. */
  spend(elapsedMs: number): number {
    const now = performance.now();
    const spentMs = Math.min(elapsedMs, maximumSpentMs);
    this.availableMs = Math.min(burstMs, this.availableMs + (now - this.refilledAt) * sustainedShare) - spentMs;
    this.refilledAt = now;
    return this.availableMs > 0 ? 0 : (resumeMs - this.availableMs) / sustainedShare;
  }
}
