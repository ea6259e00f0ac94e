export interface RestartPolicyOptions {
  /** What to wait after the first loss, after the second and so on. Default 100 and 1 000. */
  readonly delaysMs?: readonly number[];
  /** That many losses within `windowMs` are too many. Default 3. */
  readonly maximumLosses?: number;
  /** Default five minutes. */
  readonly windowMs?: number;
  /** Milliseconds of a clock that never goes back. Default `performance.now`. */
  readonly now?: () => number;
}

/**
 * Decides when a plugin whose process was lost may start again. A single loss costs the user next to nothing, since a restart
 * takes 100 ms; a plugin that can't live is not tried for ever.
 */
export class RestartPolicy {
  private readonly losses = new Map<string, readonly number[]>();
  private readonly delaysMs: readonly number[];
  private readonly maximumLosses: number;
  private readonly windowMs: number;
  private readonly now: () => number;

  constructor({ delaysMs = [100, 1_000], maximumLosses = 3, windowMs = 5 * 60_000, now = () => performance.now() }: RestartPolicyOptions) {
    this.delaysMs = delaysMs;
    this.maximumLosses = maximumLosses;
    this.windowMs = windowMs;
    this.now = now;
  }

  /** Notes a loss. Returns how many milliseconds to wait, or `undefined` when there were too many. */
  delayAfterLoss(plugin: string): number | undefined {
    const now = this.now();
    const losses = [...(this.losses.get(plugin) ?? []), now];
    this.losses.set(plugin, losses);
    const recent = losses.filter((time) => now - time < this.windowMs).length;
    if (recent >= this.maximumLosses) return undefined;
    return this.delaysMs[Math.min(recent, this.delaysMs.length) - 1] ?? 0;
  }

  /** Losses of a plugin since it was forgotten. */
  count(plugin: string): number {
    return this.losses.get(plugin)?.length ?? 0;
  }

  /** Begins anew: somebody takes care of the plugin. */
  forget(plugin: string): void {
    this.losses.delete(plugin);
  }
}
