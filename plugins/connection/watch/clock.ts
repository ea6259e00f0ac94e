import { type Disposable, toDisposable } from 'boule-bleue';

/** Time and chance, for whoever waits: tests have their own. */
export interface Clock {
  /** In milliseconds since 1970. */
  now(): number;
  /** From 0 up to, but not including, 1. */
  random(): number;
  /** Does something later, unless the handle is disposed. Never keeps the process from ending. */
  after(delayMs: number, work: () => void): Disposable;
}

export const systemClock: Clock = {
  now: Date.now,
  random: Math.random,
  after: (delayMs, work) => {
    const timer = setTimeout(work, delayMs);
    timer.unref();
    return toDisposable(() => clearTimeout(timer));
  },
};

/** Waits, unless the signal aborts. @throws the signal's reason. */
export function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const stop = () => {
      timer.dispose();
      reject(signal.reason);
    };
    const timer = clock.after(delayMs, () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    signal.addEventListener('abort', stop, { once: true });
  });
}
