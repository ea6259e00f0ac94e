const firstDelayMs = 250;
const longestDelayMs = 10_000;

/**
 * When to try again: each time twice as late, at most 10 s, and at a random moment of the second half of that
 * time, so that the windows of one host don't all come back at once.
 */
export class ReconnectSchedule {
  private failures = 0;

  /** @param random from 0 to 1. */
  constructor(private readonly random: () => number = Math.random) {}

  nextDelayMs(): number {
    const fullDelayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** this.failures);
    this.failures += 1;
    return fullDelayMs * (0.5 + this.random() / 2);
  }

  /** After a success: the next failure starts from the beginning. */
  reset(): void {
    this.failures = 0;
  }
}
