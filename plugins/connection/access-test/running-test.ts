import type { AddressResult, AddressStage } from '../diagnosis/address-result.ts';
import type { ConnectionValues } from '../values/connection-values.ts';
import type { AccessTestView } from './access-tests.ts';
import { noChecks, type PluginChecks } from './check-answers.ts';

export interface TestProgress extends Partial<Pick<AccessTestView, 'status' | 'at' | 'addresses'>> {
  readonly checks?: PluginChecks;
}

/** Puts together what comes in while a test runs: the addresses' results, the authentication, what other plugins say. */
export class RunningTest {
  private addresses: readonly AddressResult[] = [];
  private checks = noChecks;
  private authentication: AddressStage | undefined;
  private authenticating: Promise<void> | undefined;
  private view: AccessTestView;

  constructor(
    values: ConnectionValues,
    private readonly show: (view: AccessTestView) => void,
  ) {
    this.view = { status: 'running', at: null, values, addresses: [], ticks: [] };
    show(this.view);
  }

  /** What comes in after the end changes nothing. */
  update({ checks, addresses, ...changes }: TestProgress): AccessTestView {
    if (this.view.status !== 'running') return this.view;
    this.checks = checks ?? this.checks;
    this.addresses = addresses ?? this.addresses;
    this.view = {
      ...this.view,
      ...changes,
      ticks: this.checks.ticks,
      addresses: this.addresses.map((result) => ({ ...result, stages: this.completeStages(result) })),
    };
    this.show(this.view);
    return this.view;
  }

  /** Has the installation authenticated, the first time that its server was reached over HTTPS. */
  onceReached(authenticate: (startMs: number) => Promise<AddressStage>): void {
    const reached = this.addresses.find(({ role, ok, url }) => role === 'authentication' && ok && url.startsWith('https:'));
    if (!reached || this.authenticating) return;
    this.authenticating = authenticate(reached.ms).then((stage) => {
      this.authentication = stage;
      this.update({});
    });
    // Whoever waits for the whole test is told; until then nobody may listen.
    this.authenticating.catch(() => {});
  }

  /** Rejects when the authentication was cancelled. */
  get authenticated(): Promise<void> | undefined {
    return this.authenticating;
  }

  /** What plugins say of an address is told even where it isn't reached. */
  private completeStages({ role, stages }: AddressResult): readonly AddressStage[] {
    const own = role === 'authentication' && this.authentication ? [...stages, this.authentication] : stages;
    return [...own, ...(this.checks.stages[role] ?? [])];
  }
}
