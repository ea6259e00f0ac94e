import { type Serialisable, ShellError, type StorageService } from 'boule-bleue';

const collection = 'password-attempts';
const id = 'current';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
/** Waiting time after each failure in a row; the last one repeats. Nobody is ever locked out for good. */
const delaysMs = [0, 0, 30 * secondMs, minuteMs, 2 * minuteMs, 5 * minuteMs, 15 * minuteMs, 30 * minuteMs, 60 * minuteMs];
const longestDelayMs = delaysMs.at(-1)!;

type Attempts = { readonly failures: number; readonly retryAt: number };

/** Slows down guessing: the wait grows with each failure in a row, and outlives a restart. */
export class AttemptLimit {
  constructor(
    private readonly storage: StorageService,
    private readonly now: () => number,
  ) {}

  /** @throws ShellError `assistance.too-many-attempts` while the wait isn't over; `retryAt` is when it is. */
  async check(): Promise<void> {
    const { retryAt } = await this.read();
    if (this.now() < retryAt) throw new ShellError('assistance.too-many-attempts', { retryAt });
  }

  async recordFailure(): Promise<void> {
    const failures = (await this.read()).failures + 1;
    const delayMs = delaysMs[failures - 1] ?? longestDelayMs;
    await this.write({ failures, retryAt: this.now() + delayMs });
  }

  async clear(): Promise<void> {
    await this.write(undefined);
  }

  private async read(): Promise<Attempts> {
    const { failures, retryAt } = (await this.storage.get<Attempts>(collection, id)) ?? { failures: 0, retryAt: 0 };
    // A clock put back must not turn a wait of an hour into one of years.
    return { failures, retryAt: Math.min(retryAt, this.now() + longestDelayMs) };
  }

  private async write(value: Serialisable | undefined): Promise<void> {
    await this.storage.write([value === undefined ? { collection, id } : { collection, id, value }]);
  }
}
