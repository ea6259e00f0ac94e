import { untilAborted } from '../../../core/async.ts';

interface RunningWork<T> {
  readonly outcome: Promise<T>;
  readonly ending: AbortController;
  callers: number;
}

/** Work that several callers wait for: done once for all of them, and given up when the last of them has left. */
export class SharedWork<T> {
  private readonly running = new Map<string, RunningWork<T>>();

  /** Joins the work of that key, or begins it. @throws the signal's reason when it aborts, or what the work throws. */
  async join(key: string, signal: AbortSignal, begin: (signal: AbortSignal) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const work = this.running.get(key) ?? this.begin(key, begin);
    work.callers += 1;
    try {
      return await untilAborted(work.outcome, signal);
    } finally {
      work.callers -= 1;
      if (work.callers === 0) this.end(key, work);
    }
  }

  private begin(key: string, begin: (signal: AbortSignal) => Promise<T>): RunningWork<T> {
    const ending = new AbortController();
    const work = { outcome: begin(ending.signal), ending, callers: 0 };
    // Its callers hear of a failure; this keeps one that all of them have left from ending the process.
    work.outcome.catch(() => {});
    this.running.set(key, work);
    return work;
  }

  private end(key: string, work: RunningWork<T>): void {
    if (this.running.get(key) === work) this.running.delete(key);
    work.ending.abort();
  }
}
