import type { NetworkProbeService } from 'boule-bleue';
import { explainFailure, type FailedVerdict } from '../authentication/authentication-verdict.ts';
import { findAccessFault, findAuthenticationFault } from '../diagnosis/answer-faults.ts';
import type { Finding } from '../diagnosis/cause.ts';
import type { ConnectionValues } from '../values/connection-values.ts';

/** What came of asking the authentication server for nothing. */
export type Sight = { readonly isReached: true } | { readonly isReached: false; readonly verdict: FailedVerdict };

/**
 * Asks the authentication server by an empty GET, over HTTPS and by the way in force, whether it is there. Sends nothing else to nobody.
 * @throws AbortError when cancelled.
 */
export async function lookAtServer(
  prober: NetworkProbeService,
  values: ConnectionValues,
  nowMs: number,
  signal: AbortSignal,
): Promise<Sight> {
  const url = values.servers.authentication;
  const { cause, answer } = await prober.probe({ url, signal });
  if (cause !== null) return unreached({ cause }, values, nowMs);
  if (answer === undefined) return unreached({ cause: 'bad-answer' }, values, nowMs);
  // Who was sent too much has answered; but to send more is not what it asked for.
  const fault = answer.status === 429 ? findAuthenticationFault(answer, url, nowMs) : findAccessFault(answer, url, nowMs);
  return fault ? unreached(fault, values, nowMs) : { isReached: true };
}

function unreached(finding: Finding, values: ConnectionValues, nowMs: number): Sight {
  return { isReached: false, verdict: explainFailure(finding, { values, url: values.servers.authentication, nowMs }) };
}
