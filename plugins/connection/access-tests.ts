import { EventEmitter, type HookAnswer, type HookService, type LogService, type Message, type Secret } from 'boule-bleue';
import * as v from 'valibot';
import type { AccessTest, AccessTestResult } from './access-test.ts';
import { attribute, ticksSchema } from './answer-schemas.ts';
import type { ConnectionGate, Refusal } from './connection-gate.ts';
import type { ConnectionStore } from './connection-store.ts';
import type { ConnectionValues } from './connection-values.ts';
import type { AddressResult } from './diagnosis/address-result.ts';
import type { FinishedTest } from './history/record-test.ts';
import type { TestTrigger } from './history/test-record.ts';
import { readValues, routeOf, waysOf } from './read-values.ts';
import { SingleRun } from './single-run.ts';

/** A line that another plugin adds to the test. */
export type Tick = { readonly label: Message; readonly ok: boolean; readonly sentence: Message };

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

interface TestOrder {
  readonly typed: ConnectionValues;
  readonly password: Secret | undefined;
  readonly trigger: TestTrigger;
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
    private readonly hooks: HookService,
    private readonly gate: ConnectionGate,
    private readonly store: ConnectionStore,
    private readonly log: LogService,
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
    trigger: TestTrigger = 'user',
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
    this.show({ status: 'running', at: null, values, addresses: [], ticks: [] });
    try {
      const proxyPassword = password ?? secrets.proxyPassword ?? (await this.store.readPassword(values));
      const route = routeOf(values, proxyPassword);
      const otherWays = waysOf(values, proxyPassword);
      const onAnswer = (addresses: readonly AddressResult[]) => this.show({ ...this.latest!, addresses });
      const [result] = await Promise.all([this.test.run({ values, route, otherWays, signal, onAnswer }), this.collectTicks(signal)]);
      const at = this.now();
      this.show({ ...this.latest!, status: 'done', at, addresses: result.addresses });
      this.finishes.fire({ trigger, at, values, result });
      return result;
    } catch (error) {
      this.show({ ...this.latest!, status: 'cancelled' });
      throw error;
    }
  }

  private async collectTicks(signal: AbortSignal): Promise<void> {
    const answers = (await this.hooks.call('connection.check', {}, { signal })) as readonly HookAnswer[];
    signal.throwIfAborted();
    const ticks = answers.flatMap((answer) => this.readTicks(answer));
    this.show({ ...this.latest!, ticks });
  }

  private readTicks({ plugin, value }: HookAnswer): readonly Tick[] {
    const { success, output } = v.safeParse(ticksSchema, value);
    if (!success) this.log.warn('A plugin answered connection.check with something that is no list of ticks', { plugin });
    if (!success) return [];
    return output.map(({ label, ok, sentence }) => ({ label: attribute(label, plugin), ok, sentence: attribute(sentence, plugin) }));
  }

  private show(view: AccessTestView): void {
    this.latest = view;
    this.changes.fire();
  }
}
