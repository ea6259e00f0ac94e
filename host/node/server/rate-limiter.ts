/** Allows so many attempts, and gives them back evenly over a period. */
export class RateLimiter {
  private available: number;
  private countedAt: number;

  /** @param now in milliseconds; another clock for tests. */
  constructor(
    private readonly attempts: number,
    private readonly periodMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.available = attempts;
    this.countedAt = now();
  }

  /** Takes one attempt; `false` when none is left. */
  take(): boolean {
    const now = this.now();
    const regained = ((now - this.countedAt) * this.attempts) / this.periodMs;
    this.available = Math.min(this.attempts, this.available + regained);
    this.countedAt = now;
    if (this.available < 1) return false;
    this.available -= 1;
    return true;
  }
}
