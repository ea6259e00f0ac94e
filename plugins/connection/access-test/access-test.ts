import type { Message, NetworkProbeService, NetworkRoute } from 'boule-bleue';
import type { AddressResult } from '../diagnosis/address-result.ts';
import { diagnose } from '../diagnosis/diagnosis.ts';
import type { AddressEvidence, AnsweredQuestion } from '../diagnosis/evidence.ts';
import { findSignInAddress } from '../diagnosis/portal.ts';
import { planQuestions, Questioner, type Ways } from '../diagnosis/questions.ts';
import { type ConnectionValues, type ServerRole, serverRoles } from '../values/connection-values.ts';
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
    const startMs = this.now();
    const elapsedMs = () => this.now() - startMs;
    const course: Course = {
      ...run,
      elapsedMs,
      deadline: AbortSignal.timeout(this.limits.totalMs),
      questioner: new Questioner(this.prober),
    };
    this.portal = undefined;
    const evidences = new Map<ServerRole, AddressEvidence>();
    const learn = (evidence: AddressEvidence) => {
      run.signal.throwIfAborted();
      evidences.set(evidence.role, evidence);
      run.onAnswer(this.diagnose(evidences, run.values));
    };
    await Promise.all(
      serverRoles.map(async (role) => {
        const evidence = await this.probe(role, course);
        learn(evidence);
        const questions = await this.ask(evidence, course);
        if (questions.length > 0) learn({ ...evidence, questions });
      }),
    );
    run.signal.throwIfAborted();
    const addresses = this.diagnose(evidences, run.values);
    return { ok: addresses.every(({ ok }) => ok), ms: elapsedMs(), addresses };
  }

  private diagnose(evidences: ReadonlyMap<ServerRole, AddressEvidence>, values: ConnectionValues): readonly AddressResult[] {
    const known = serverRoles.flatMap((role) => evidences.get(role) ?? []);
    const addresses = diagnose(known, values, this.now());
    const kept = addresses.findIndex(({ cause }) => cause === 'captive-portal');
    this.portal = kept < 0 ? undefined : findSignInAddress(known[kept]!, String(addresses[kept]!.sentence.args?.target ?? ''));
    return addresses;
  }

  private async probe(role: ServerRole, { values, route, signal, deadline, elapsedMs }: Course): Promise<AddressEvidence> {
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
      return outOfTime(probe, elapsedMs());
    });
  }

  private async ask(evidence: AddressEvidence, course: Course): Promise<readonly AnsweredQuestion[]> {
    const { values, route, otherWays = {}, signal, deadline, elapsedMs, questioner } = course;
    const timeoutMs = Math.min(this.limits.questionMs, this.limits.totalMs * (1 - reservedShare) - elapsedMs());
    if ('problem' in route || timeoutMs <= 0) return [];
    const questions = planQuestions(evidence, values.type, { ...otherWays, [values.type]: route });
    return questioner.ask(questions, { timeoutMs, signal: AbortSignal.any([signal, deadline]), elapsedMs });
  }
}

/** A test under way. */
interface Course extends AccessTestRun {
  /** Ends when the time of the whole is over. */
  readonly deadline: AbortSignal;
  readonly elapsedMs: () => number;
  readonly questioner: Questioner;
}
