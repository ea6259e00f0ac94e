import { toDisposable } from 'boule-bleue';
import type { Clock } from './clock.ts';

/** Time that passes when a test says so. */
export class TestClock implements Clock {
  /** What chance gives next: the longest wait that is allowed, unless a test says otherwise. */
  chance = 1;
  private nowMs = 1_000_000;
  private readonly timers = new Map<() => void, number>();

  now(): number {
    return this.nowMs;
  }

  random(): number {
    return this.chance;
  }

  after(delayMs: number, work: () => void) {
    const timer = () => work();
    this.timers.set(timer, this.nowMs + delayMs);
    return toDisposable(() => this.timers.delete(timer));
  }

  get pending(): number {
    return this.timers.size;
  }

  /** Runs what falls due, and lets what it began come to where it waits for something else. */
  async pass(ms: number): Promise<void> {
    this.nowMs += ms;
    for (const [timer, dueMs] of [...this.timers]) {
      if (dueMs > this.nowMs) continue;
      this.timers.delete(timer);
      timer();
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
