import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { untilAborted } from '../network/deadline.ts';
import type { FloodKind, FloodReports } from './flood-meter.ts';
import { RateLimit, type RateLimitOptions } from './rate-limit.ts';

/** Has what a plugin asks for too often wait for its turn, one after the other, so that those who wait cost nothing. */
export class PacedTurns {
  private readonly limit: RateLimit;
  private lastTurn: Promise<void> = Promise.resolve();

  constructor(
    private readonly scope: PluginScope,
    private readonly floods: FloodReports,
    private readonly kind: FloodKind,
    limit: RateLimitOptions,
  ) {
    this.limit = new RateLimit(limit);
  }

  /** Resolves when it is the caller's turn. @param units what it costs. @throws the reason for which the caller or the plugin has left. */
  async take(caller: AbortSignal | undefined, units = 1): Promise<void> {
    if (!this.limit.take(units)) await this.waitForTurn(caller, units);
  }

  /** Who has left takes no turn. */
  private async waitForTurn(caller: AbortSignal | undefined, units: number): Promise<void> {
    this.floods.report(this.scope.manifest.id, this.kind);
    const signal = caller ? AbortSignal.any([caller, this.scope.signal]) : this.scope.signal;
    const turn = this.lastTurn.then(async () => {
      while (!signal.aborted && !this.limit.take(units)) await pause(this.limit.waitMs(units));
    });
    this.lastTurn = turn;
    await untilAborted(turn, signal);
    signal.throwIfAborted();
  }
}

function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, delayMs));
}
