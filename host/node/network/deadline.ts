import type { Disposable } from '../../../core/lifecycle.ts';
import { NetworkFailure } from './network-failure.ts';

/** Bounds work in time and lets its caller give up, by one signal. Dispose it when the work is done. */
export class Deadline implements Disposable {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly cancel = () => this.controller.abort(new DOMException('The caller gave up', 'AbortError'));

  constructor(
    timeoutMs: number,
    private readonly caller?: AbortSignal,
  ) {
    this.timer = setTimeout(() => this.controller.abort(new DOMException(`Not done within ${timeoutMs} ms`, 'TimeoutError')), timeoutMs);
    if (caller?.aborted) this.cancel();
    else caller?.addEventListener('abort', this.cancel, { once: true });
  }

  /** Aborted with a `TimeoutError` or an `AbortError`. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** @throws AbortError once the caller has given up, so that no failure is made of it. */
  throwIfCancelled(): void {
    if (this.caller?.aborted) throw new DOMException('The caller gave up', 'AbortError');
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.caller?.removeEventListener('abort', this.cancel);
  }
}

/**
 * Bounds one part of some work more tightly; the signal of the whole goes on counting.
 * @param limitMs `undefined`: no tighter.
 * @throws NetworkFailure `timeout` when the part's own time is over.
 */
export async function within<T>(limitMs: number | undefined, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  if (limitMs === undefined) return work(signal);
  const limit = new AbortController();
  const late = () => new NetworkFailure('timeout', { systemCode: 'ETIMEDOUT', detail: `no answer within ${limitMs} ms` });
  const timer = setTimeout(() => limit.abort(late()), limitMs);
  try {
    return await work(AbortSignal.any([signal, limit.signal]));
  } finally {
    clearTimeout(timer);
  }
}

/** The outcome of work that can't be cancelled, or the signal's reason if that comes first. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
