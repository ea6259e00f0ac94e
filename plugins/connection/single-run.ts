interface Run<T> {
  readonly outcome: Promise<T>;
  readonly controller: AbortController;
  callers: number;
}

/**
 * Lets one piece of work run at a time. Whoever asks again either joins the one under way, or has it
 * cancelled and a new one started as soon as the old has ended.
 */
export class SingleRun<T> {
  private current: Run<T> | undefined;

  get isRunning(): boolean {
    return this.current !== undefined;
  }

  /** Joins the run under way, or starts one. It is cancelled when every caller has given up by their signal. */
  join(work: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const run = this.current && !this.current.controller.signal.aborted ? this.current : this.start(work);
    return attend(run, signal);
  }

  /** Cancels the run under way, and starts one. */
  replace(work: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    void this.cancel();
    return this.join(work, signal);
  }

  /** Resolves once nothing runs any more. */
  async cancel(): Promise<void> {
    const { current } = this;
    current?.controller.abort();
    await current?.outcome.catch(() => {});
  }

  private start(work: (signal: AbortSignal) => Promise<T>): Run<T> {
    const former = this.current?.outcome;
    const controller = new AbortController();
    const run: Run<T> = { outcome: startAfter(former, work, controller.signal), controller, callers: 0 };
    this.current = run;
    const finish = () => {
      if (this.current === run) this.current = undefined;
    };
    run.outcome.then(finish, finish);
    return run;
  }
}

async function startAfter<T>(
  former: Promise<unknown> | undefined,
  work: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  await former?.catch(() => {});
  signal.throwIfAborted();
  return work(signal);
}

function attend<T>(run: Run<T>, signal: AbortSignal | undefined): Promise<T> {
  run.callers += 1;
  if (!signal) return run.outcome;
  return new Promise<T>((resolve, reject) => {
    const leave = () => {
      run.callers -= 1;
      if (run.callers === 0) run.controller.abort();
      reject(signal.reason);
    };
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
    run.outcome.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
