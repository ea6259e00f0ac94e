import type { Message, NetworkProbeService, NetworkRoute } from 'boule-bleue';
import { type ConnectionValues, serverRoles } from './connection-values.ts';
import type { AddressResult } from './diagnosis/address-result.ts';
import { diagnose } from './diagnosis/diagnosis.ts';
import type { AddressEvidence } from './diagnosis/evidence.ts';
import { outOfTime, probeAddress } from './probe-address.ts';

export interface AccessTestResult {
  readonly ok: boolean;
  readonly ms: number;
  readonly addresses: readonly AddressResult[];
}

export interface AccessTestRun {
  readonly values: ConnectionValues;
  readonly route: NetworkRoute | { readonly problem: Message };
  readonly signal: AbortSignal;
  /** Told each time another address has answered, with those that have. What all show together may still change a cause. */
  readonly onAnswer: (addresses: readonly AddressResult[]) => void;
}

export interface AccessTestLimits {
  /** For each address, and where a mode asks twice, each time. */
  readonly addressMs: number;
  readonly totalMs: number;
}

const usualLimits: AccessTestLimits = { addressMs: 10_000, totalMs: 20_000 };

/** « Tester l'accès aux serveurs »: asks the three addresses at once and says why those that fail do. Takes 20 s at most. */
export class AccessTest {
  constructor(
    private readonly prober: NetworkProbeService,
    private readonly now: () => number,
    private readonly limits = usualLimits,
  ) {}

  /** @throws AbortError when cancelled. */
  async run({ values, route, signal, onAnswer }: AccessTestRun): Promise<AccessTestResult> {
    const startMs = this.now();
    const evidences = new Map<string, AddressEvidence>();
    const diagnoseAll = () =>
      diagnose(
        serverRoles.flatMap((role) => evidences.get(role) ?? []),
        values,
        this.now(),
      );
    const deadline = AbortSignal.timeout(this.limits.totalMs);
    await Promise.all(
      serverRoles.map(async (role) => {
        const address = values.servers[role];
        const probe = {
          role,
          address,
          mode: values.mode,
          route,
          timeoutMs: this.limits.addressMs,
          signal: AbortSignal.any([signal, deadline]),
        };
        const evidence = await probeAddress(this.prober, probe).catch((error: unknown) => {
          if (signal.aborted || !deadline.aborted) throw error;
          return outOfTime(probe, this.now() - startMs);
        });
        signal.throwIfAborted();
        evidences.set(role, evidence);
        onAnswer(diagnoseAll());
      }),
    );
    const addresses = diagnoseAll();
    return { ok: addresses.every(({ ok }) => ok), ms: this.now() - startMs, addresses };
  }
}
