import type { Message, NetworkProbeService, NetworkRoute } from 'boule-bleue';
import { type ConnectionValues, type ServerRole, serverRoles } from './connection-values.ts';
import type { AddressResult } from './diagnosis/address-result.ts';
import { diagnose } from './diagnosis/diagnosis.ts';
import type { AddressEvidence } from './diagnosis/evidence.ts';
import { findSignInAddress } from './diagnosis/portal.ts';
import { planQuestions, Questioner, type Ways } from './diagnosis/questions.ts';
import { type AddressProbe, outOfTime, probeAddress } from './probe-address.ts';

export interface AccessTestResult {
  readonly ok: boolean;
  readonly ms: number;
  readonly addresses: readonly AddressResult[];
}

export interface AccessTestRun {
  readonly values: ConnectionValues;
  readonly route: NetworkRoute | { readonly problem: Message };
  /** Other ways that are known, to ask what isn't reached by this one. */
  readonly otherWays?: Ways;
  readonly signal: AbortSignal;
  /**
   * Told each time another address has answered, and when more is known of one, with those that have answered. What all show together
   * may still change a cause.
   */
  readonly onAnswer: (addresses: readonly AddressResult[]) => void;
}

export interface AccessTestLimits {
  /** For each address. */
  readonly addressMs: number;
  /** For each of the two times that the mode Étendu may ask an address. */
  readonly addressOfTwoMs: number;
  /** For each further question, within what is left of the whole. */
  readonly questionMs: number;
  readonly totalMs: number;
}

export const usualLimits: AccessTestLimits = { addressMs: 10_000, addressOfTwoMs: 6500, questionMs: 8000, totalMs: 20_000 };
/** Of the whole, kept so that what was asked can still be said. */
const reservedShare = 1 / 40;

/** « Tester l'accès aux serveurs »: asks the three addresses at once and says why those that fail do. Takes 20 s at most. */
export class AccessTest {
  private portal: string | undefined;

  constructor(
    private readonly prober: NetworkProbeService,
    private readonly now: () => number,
    private readonly limits = usualLimits,
  ) {}

  /** Where the network wants one to sign in, if the last test was kept from the servers by that. Not to be shown: it may tell who asked. */
  get portalAddress(): string | undefined {
    return this.portal;
  }

  /** @throws AbortError when cancelled. */
  async run(run: AccessTestRun): Promise<AccessTestResult> {
    const { values, signal, onAnswer } = run;
    const startMs = this.now();
    this.portal = undefined;
    const evidences = new Map<ServerRole, AddressEvidence>();
    const learn = (evidence: AddressEvidence) => {
      signal.throwIfAborted();
      evidences.set(evidence.role, evidence);
      return this.diagnose([...evidences.values()], values);
    };
    const deadline = AbortSignal.timeout(this.limits.totalMs);
    const questioner = new Questioner(this.prober);
    await Promise.all(
      serverRoles.map(async (role) => {
        const evidence = await this.probe(role, run, deadline, startMs);
        onAnswer(learn(evidence));
        const questions = await this.ask(questioner, evidence, run, deadline, startMs);
        signal.throwIfAborted();
        if (questions.length > 0) onAnswer(learn({ ...evidence, questions }));
      }),
    );
    const addresses = this.diagnose([...evidences.values()], values);
    return { ok: addresses.every(({ ok }) => ok), ms: this.now() - startMs, addresses };
  }

  private diagnose(evidences: readonly AddressEvidence[], values: ConnectionValues): readonly AddressResult[] {
    const known = serverRoles.flatMap((role) => evidences.find((evidence) => evidence.role === role) ?? []);
    const addresses = diagnose(known, values, this.now());
    const kept = addresses.findIndex(({ cause }) => cause === 'captive-portal');
    this.portal = kept < 0 ? undefined : findSignInAddress(known[kept]!, String(addresses[kept]!.sentence.args?.target ?? ''));
    return addresses;
  }

  private async probe(role: ServerRole, run: AccessTestRun, deadline: AbortSignal, startMs: number): Promise<AddressEvidence> {
    const { values, route, signal } = run;
    const probe: AddressProbe = {
      role,
      address: values.servers[role],
      mode: values.mode,
      route,
      timeoutMs: values.mode === 'etendu' ? this.limits.addressOfTwoMs : this.limits.addressMs,
      investigate: true,
      signal: AbortSignal.any([signal, deadline]),
    };
    return probeAddress(this.prober, probe).catch((error: unknown) => {
      if (signal.aborted || !deadline.aborted) throw error;
      return outOfTime(probe, this.now() - startMs);
    });
  }

  private async ask(questioner: Questioner, evidence: AddressEvidence, run: AccessTestRun, deadline: AbortSignal, startMs: number) {
    const { values, route, otherWays = {}, signal } = run;
    const elapsedMs = () => this.now() - startMs;
    const timeoutMs = Math.min(this.limits.questionMs, this.limits.totalMs * (1 - reservedShare) - elapsedMs());
    if ('problem' in route || timeoutMs <= 0) return [];
    const questions = planQuestions(evidence, values.type, { ...otherWays, [values.type]: route });
    return questioner.ask(questions, { timeoutMs, signal: AbortSignal.any([signal, deadline]), elapsedMs });
  }
}
