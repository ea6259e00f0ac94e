import type { NetworkProbeService } from 'boule-bleue';
import { explainFailure, type FailedVerdict } from '../authentication/authentication-verdict.ts';
import { findAuthenticationFault } from '../diagnosis/answer-faults.ts';
import { diagnose } from '../diagnosis/diagnosis.ts';
import { type AddressEvidence, reportOf } from '../diagnosis/evidence.ts';
import { planQuestions, Questioner } from '../diagnosis/questions.ts';
import type { ConnectionStore } from '../values/connection-store.ts';
import type { ConnectionValues } from '../values/connection-values.ts';
import { routeOf } from '../values/read-values.ts';
import { type AddressProbe, probeAddress } from './probe-address.ts';

/** What came of asking the authentication server for nothing. */
export type Sight = { readonly isReached: true } | { readonly isReached: false; readonly verdict: FailedVerdict };

export interface LookServices {
  readonly prober: NetworkProbeService;
  readonly store: Pick<ConnectionStore, 'read' | 'readPassword'>;
  readonly now: () => number;
}

export interface LookLimits {
  readonly addressMs: number;
  /** For the question whether a portal answers in the server's place. */
  readonly questionMs: number;
}

const usualLimits: LookLimits = { addressMs: 8_000, questionMs: 2_000 };

/**
 * Asks the authentication server by empty GETs, over HTTPS and by the way in force, whether it is there, and where it isn't, why: in the words
 * that the access test finds for one address alone. No plugin is asked and no other way is tried.
 * @throws AbortError when cancelled.
 */
export async function lookAtServer(services: LookServices, signal: AbortSignal, limits = usualLimits): Promise<Sight> {
  const { prober, store, now } = services;
  const values = await store.read();
  const route = routeOf(values, await store.readPassword(values));
  // The authentication leaves by HTTPS whatever the mode.
  const probe: AddressProbe = {
    role: 'authentication',
    address: values.servers.authentication,
    mode: 'securise',
    route,
    timeoutMs: limits.addressMs,
    investigate: true,
    signal,
  };
  const evidence = await probeAddress(prober, probe);
  const questions = 'problem' in route ? [] : planQuestions(evidence, values.type, { [values.type]: route });
  const asking = { timeoutMs: limits.questionMs, signal, elapsedMs: () => evidence.ms };
  const answers = await new Questioner(prober).ask(questions, asking);
  signal.throwIfAborted();
  return judge({ ...evidence, questions: answers }, values, now());
}

function judge(evidence: AddressEvidence, values: ConnectionValues, nowMs: number): Sight {
  const { url } = evidence;
  const answer = reportOf(evidence)?.answer;
  // Who was sent too much has answered; but to send more is not what it asked for.
  if (answer?.status === 429)
    return { isReached: false, verdict: explainFailure(findAuthenticationFault(answer, url, nowMs), { values, url, nowMs }) };
  const { ok, sentence, next, cause } = diagnose([evidence], values, nowMs)[0]!;
  return ok ? { isReached: true } : { isReached: false, verdict: { state: 'failed', reason: sentence, next: next!, cause } };
}
