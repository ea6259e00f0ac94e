import { EventEmitter, type Secret } from 'boule-bleue';
import type { ConnectionGate, Refusal } from '../connection-gate.ts';
import type { AddressResult } from '../diagnosis/address-result.ts';
import type { FinishedTest } from '../records/record-test.ts';
import type { TestTrigger } from '../records/test-record.ts';
import { SingleRun } from '../single-run.ts';
import type { ConnectionStore } from '../values/connection-store.ts';
import { type ConnectionValues, isSameConnection } from '../values/connection-values.ts';
import { readValues, routeOf, waysOf } from '../values/read-values.ts';
import type { AccessTest, AccessTestResult } from './access-test.ts';
import type { Tick } from './check-answers.ts';
import type { FurtherChecks } from './further-checks.ts';
import { RunningTest } from './running-test.ts';

export type AccessTestView = {
  readonly status: 'running' | 'done' | 'cancelled';
  /** When it was done, in milliseconds since 1970; `null` before. */
  readonly at: number | null;
  /** What is tested, cleaned: its results say nothing about other values. */
  readonly values: ConnectionValues;
  /** Of those that have answered. */
  readonly addresses: readonly AddressResult[];
  readonly ticks: readonly Tick[];
};

/** Tests of the watch are none of these: they are not shown. */
export type AskedBy = Exclude<TestTrigger, 'watch'>;

interface TestOrder {
  readonly typed: ConnectionValues;
  readonly password: Secret | undefined;
  readonly trigger: AskedBy;
}

/**
 * Runs the access test and keeps what it shows. One test runs at a time: a new one carries newer
 * values, so it cancels the one under way.
 */
export class AccessTests {
  private readonly changes = new EventEmitter<void>();
  private readonly runs = new SingleRun<AccessTestResult | Refusal>();
  private latest: AccessTestView | null = null;
  private readonly finishes = new EventEmitter<FinishedTest>();
  readonly onDidChange = this.changes.event;
  /** A test came to its end, whatever that was. Cancelled and refused ones don't. */
  readonly onDidFinish = this.finishes.event;

  constructor(
    private readonly test: AccessTest,
    private readonly checks: FurtherChecks,
    private readonly gate: ConnectionGate,
    private readonly store: ConnectionStore,
    private readonly now: () => number,
  ) {}

  get view(): AccessTestView | null {
    return this.latest;
  }

  /**
   * @param trigger who had it run.
   * @throws AbortError when cancelled, by the signal, {@link cancel} or a newer test.
   */
  run(
    typed: ConnectionValues,
    password: Secret | undefined,
    signal: AbortSignal,
    trigger: AskedBy = 'user',
  ): Promise<AccessTestResult | Refusal> {
    return this.runs.replace((running) => this.runOne({ typed, password, trigger }, running), signal);
  }

  /** Where the network wants one to sign in, if the last test found that. */
  get portalAddress(): string | undefined {
    return this.test.portalAddress;
  }

  /** Resolves once no test runs any more. */
  cancel(): Promise<void> {
    return this.runs.cancel();
  }

  private async runOne({ typed, password, trigger }: TestOrder, signal: AbortSignal): Promise<AccessTestResult | Refusal> {
    const refusal = await this.gate.ask(signal);
    if (refusal) return refusal;
    const { values, secrets } = readValues(typed);
    const startMs = this.now();
    const run = new RunningTest(values, (view) => this.show(view));
    try {
      const proxyPassword = password ?? secrets.proxyPassword ?? (await this.store.readPassword(values));
      const route = routeOf(values, proxyPassword);
      const otherWays = waysOf(values, proxyPassword);
      const isSaved = !password && !secrets.proxyPassword && isSameConnection(values, await this.store.read());
      const onAnswer = (addresses: readonly AddressResult[]) => {
        run.update({ addresses });
        if (isSaved) run.onceReached((reachedMs) => this.checks.authenticate(reachedMs, signal));
      };
      const plugins = this.checks.askPlugins(signal).then((checks) => run.update({ checks }));
      const [tested] = await Promise.all([this.test.run({ values, route, otherWays, signal, onAnswer }), plugins]);
      await run.authenticated;
      const at = this.now();
      const { addresses } = run.update({ status: 'done', at, addresses: tested.addresses });
      const result = { ...tested, ms: at - startMs, addresses };
      this.finishes.fire({ trigger, at, values, result });
      return result;
    } catch (error) {
      run.update({ status: 'cancelled' });
      throw error;
    }
  }

  private show(view: AccessTestView): void {
    this.latest = view;
    this.changes.fire();
  }
}
