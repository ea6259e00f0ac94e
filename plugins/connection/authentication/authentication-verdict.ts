import type { Message, Secret } from 'boule-bleue';
import type { Cause, Finding } from '../diagnosis/cause.ts';
import { describeCause, nameProxy } from '../diagnosis/cause-sentence.ts';
import { findRemedy, isCause } from '../diagnosis/remedy.ts';
import type { ConnectionValues } from '../values/connection-values.ts';

/** What an attempt to authenticate came to. The token isn't among it: nothing uses it yet, and what isn't kept can't leak. */
export type Verdict =
  | { readonly state: 'connected'; readonly expiresAtMs: number; readonly assistanceKey: Secret }
  | FailedVerdict
  | { readonly state: 'refused' | 'unknown-licence'; readonly reason: Message; readonly next: Message; readonly cause: null };

export interface FailedVerdict {
  readonly state: 'failed';
  readonly reason: Message;
  readonly next: Message;
  /** `null` when the reason is none of the network's. */
  readonly cause: Cause | null;
}

export interface AuthenticationAttempt {
  readonly values: ConnectionValues;
  /** Where the request went. */
  readonly url: string;
  readonly nowMs: number;
}

/** The verdict for a failure on the way, in the words of the access test. */
export function explainFailure(finding: Finding, { values }: AuthenticationAttempt): FailedVerdict {
  const { type, servers } = values;
  const url = servers.authentication;
  const named = { host: URL.parse(url)?.hostname ?? url, proxy: nameProxy(values) };
  const { next } = findRemedy({ finding, role: 'authentication', url, type, isAnotherReached: false, values: named });
  return { state: 'failed', reason: describeCause(finding, named), next, cause: finding.cause };
}

/** The verdict for a request without an answer. Whatever isn't the network's is the product's own fault, and the desk's to look at. */
export function explainError(error: unknown, attempt: AuthenticationAttempt): FailedVerdict {
  const code = error instanceof Error ? String((error as { code?: unknown }).code) : '';
  const word = code.startsWith('network.') ? code.slice('network.'.length) : '';
  if (isCause(word)) return explainFailure({ cause: word }, attempt);
  return { state: 'failed', reason: { key: 'authentication.unexpected' }, next: { key: 'next.contact-assistance' }, cause: null };
}
