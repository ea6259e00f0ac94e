import type { Clock } from './clock.ts';

export interface BackoffLimits {
  readonly minimumMs: number;
  /** Bound of the first wait. Doubles with each. */
  readonly firstMs: number;
  readonly maximumMs: number;
}

/** From soon enough to be taken for « at once » to what a server notices nothing of, even where a thousand offices wait for it. */
export const usualLimits: BackoffLimits = { minimumMs: 1_000, firstMs: 5_000, maximumMs: 300_000 };

/**
 * How long to wait between attempts: a random time below a bound that doubles (« full jitter »), so that all the workstations which lost a
 * server at the same moment don't come back at the same moment.
 */
export class Backoff {
  private attempts = 0;

  constructor(
    private readonly clock: Pick<Clock, 'random'>,
    private readonly limits = usualLimits,
  ) {}

  nextMs(): number {
    const { minimumMs, firstMs, maximumMs } = this.limits;
    const boundMs = Math.min(maximumMs, firstMs * 2 ** this.attempts);
    this.attempts += 1;
    return Math.max(minimumMs, Math.round(this.clock.random() * boundMs));
  }

  reset(): void {
    this.attempts = 0;
  }
}
