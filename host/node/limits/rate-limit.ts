export interface RateLimitOptions {
  /** Units that may be taken at once, and the most that gather. */
  readonly burst: number;
  /** Units that come back each second. */
  readonly perSecond: number;
  /** Milliseconds of a clock that never goes back. Default `performance.now`. */
  readonly now?: () => number;
}

/** A token bucket: what is rare costs nothing, what goes on without end is held to a rate. */
export class RateLimit {
  private readonly now: () => number;
  private available: number;
  private countedAt: number;

  constructor(private readonly options: RateLimitOptions) {
    this.now = options.now ?? (() => performance.now());
    this.available = options.burst;
    this.countedAt = this.now();
  }

  /** Takes units if they are there. More than fit in the bucket count as a full one. */
  take(units = 1): boolean {
    const wanted = Math.min(units, this.options.burst);
    if (this.refill() < wanted) return false;
    this.available -= wanted;
    return true;
  }

  /** Milliseconds until units are there; 0 when they are now. */
  waitMs(units = 1): number {
    const missing = Math.min(units, this.options.burst) - this.refill();
    return missing <= 0 ? 0 : Math.ceil((missing / this.options.perSecond) * 1_000);
  }

  private refill(): number {
    const now = this.now();
    this.available = Math.min(this.options.burst, this.available + ((now - this.countedAt) / 1_000) * this.options.perSecond);
    this.countedAt = now;
    return this.available;
  }
}
