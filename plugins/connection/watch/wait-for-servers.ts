import type { NotificationService, Progress } from 'boule-bleue';
import type { AccessTestResult } from '../access-test/access-test.ts';
import type { ConnectionGate, Refusal } from '../connection-gate.ts';
import type { FinishedTest } from '../records/record-test.ts';
import { serverRoles } from '../values/connection-values.ts';
import { Backoff } from './backoff.ts';
import { pause } from './clock.ts';
import { askedToWaitUntil, mendedByUsers } from './patience.ts';
import { type QuietTestServices, testQuietly } from './test-quietly.ts';

/** Arguments of `connection.watch`. */
export interface WaitArguments {
  /** After which no further test begins; the last may take 20 s more. Default: as long as it takes. */
  readonly timeoutMs?: number;
}

export interface WaitServices extends QuietTestServices {
  readonly gate: ConnectionGate;
  readonly notifications: NotificationService;
  readonly onDidChangeNetwork: (listener: () => void) => { dispose(): void };
  /** Told of the test that ends the wait. */
  readonly onDidFinish: (finished: FinishedTest) => void;
}

/** « Attendre que les serveurs répondent »: tests the saved addresses until all are reached. Asks for nothing but access. */
export class ServerWait {
  constructor(private readonly services: WaitServices) {}

  /**
   * The last test's result: all addresses are reached, the time is over, or what keeps one from being reached is users' to mend.
   * @throws AbortError when cancelled.
   */
  run({ timeoutMs }: WaitArguments, caller: AbortSignal): Promise<AccessTestResult | Refusal> {
    const { notifications, clock } = this.services;
    const endMs = timeoutMs === undefined ? Number.POSITIVE_INFINITY : clock.now() + timeoutMs;
    return notifications.withProgress({ key: 'command.watch' }, (progress, cancelled) =>
      this.waitUntil(endMs, progress, AbortSignal.any([caller, cancelled])),
    );
  }

  private async waitUntil(endMs: number, progress: Progress, signal: AbortSignal): Promise<AccessTestResult | Refusal> {
    const { gate, clock } = this.services;
    const backoff = new Backoff(clock);
    for (;;) {
      const refusal = await gate.ask(signal);
      if (refusal) return refusal;
      progress.report({ message: { key: 'watch.testing' } });
      const finished = await testQuietly(this.services, signal);
      const { result } = finished;
      const leftMs = endMs - clock.now();
      if (result.ok || leftMs <= 0 || !isMendedByTime(result)) return this.finish(finished);
      const askedMs = askedToWaitMs(result, clock.now());
      const delayMs = Math.min(Math.max(backoff.nextMs(), askedMs), leftMs);
      progress.report({ message: { key: 'watch.waiting', args: { ...count(result), at: clock.now() + delayMs } } });
      if (askedMs > 0) await pause(clock, delayMs, signal);
      else await this.pauseOrChange(delayMs, backoff, signal);
    }
  }

  private finish(finished: FinishedTest): AccessTestResult {
    this.services.onDidFinish(finished);
    return finished.result;
  }

  /** A network that changed is looked at without waiting for the rest. */
  private async pauseOrChange(delayMs: number, backoff: Backoff, signal: AbortSignal): Promise<void> {
    const changed = new AbortController();
    const subscription = this.services.onDidChangeNetwork(() => changed.abort());
    try {
      await pause(this.services.clock, delayMs, AbortSignal.any([signal, changed.signal]));
    } catch {
      signal.throwIfAborted();
      backoff.reset();
    } finally {
      subscription.dispose();
    }
  }
}

function isMendedByTime({ addresses }: AccessTestResult): boolean {
  return addresses.every(({ cause }) => !mendedByUsers.includes(cause) || cause === null);
}

/** How long the servers ask to be left alone, the most patient of them. */
function askedToWaitMs({ addresses }: AccessTestResult, nowMs: number): number {
  const failures = addresses.filter(({ ok }) => !ok);
  return Math.max(0, ...failures.map(({ sentence }) => askedToWaitUntil(sentence, nowMs) - nowMs));
}

function count({ addresses }: AccessTestResult): { reached: number; total: number } {
  return { reached: addresses.filter(({ ok }) => ok).length, total: serverRoles.length };
}
