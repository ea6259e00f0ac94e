import type { Disposable } from '../../../core/lifecycle.ts';
import type { RateLimit } from './rate-limit.ts';

export interface PacedValuesOptions<Key, Value> {
  readonly limit: RateLimit;
  readonly apply: (key: Key, value: Value) => void;
  /** Told of each value that came too soon. */
  readonly onExcess: () => void;
  /** Told of what `apply` throws for a value that waited: whoever set it has gone on. */
  readonly onFailure: (error: unknown) => void;
}

interface Waiting<Value> {
  readonly value: Value;
  readonly units: number;
}

/**
 * Applies values at once while they come at a reasonable rate. Beyond it, of those for one key only the last is applied, as soon as the
 * rate allows: what is shown is late then, but never wrong for long.
 */
export class PacedValues<Key, Value> implements Disposable {
  private readonly waiting = new Map<Key, Waiting<Value>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: PacedValuesOptions<Key, Value>) {}

  /** @param units what the value costs of the rate. */
  set(key: Key, value: Value, units = 1): void {
    const { limit, apply, onExcess } = this.options;
    if (this.waiting.size === 0 && limit.take(units)) return apply(key, value);
    // Moves to the end only when it was not waiting yet: a key that never stops changing must have its turn too.
    this.waiting.set(key, { value, units });
    this.schedule(units);
    onExcess();
  }

  /** Forgets what waits. */
  dispose(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting.clear();
  }

  private schedule(units: number): void {
    this.timer ??= setTimeout(() => this.applyWaiting(), this.options.limit.waitMs(units));
  }

  private applyWaiting(): void {
    this.timer = undefined;
    for (const [key, { value, units }] of this.waiting) {
      if (!this.options.limit.take(units)) return this.schedule(units);
      this.waiting.delete(key);
      this.applyLate(key, value);
    }
  }

  private applyLate(key: Key, value: Value): void {
    try {
      this.options.apply(key, value);
    } catch (error) {
      this.options.onFailure(error);
    }
  }
}
