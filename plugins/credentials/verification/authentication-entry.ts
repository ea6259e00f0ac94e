import type { Message } from 'boule-bleue';
import type { AuthenticationOutcome } from '../exchange/net-entreprises-exchange.ts';
import { type Actor, failure, hostOf, networkActors, tick, type VerificationEntry } from './entry-parts.ts';

export type FailedOutcome = Exclude<AuthenticationOutcome, { kind: 'accepted' }>;

const actors: Readonly<Record<Exclude<FailedOutcome['kind'], 'network'>, Actor>> = {
  refused: 'user',
  expired: 'user',
  'not-registered': 'user',
  blocked: 'user',
  'judged-dangerous': 'net-entreprises',
  malformed: 'user',
  'too-many': 'user',
  unavailable: 'net-entreprises',
  'web-page': 'network-administrator',
  'no-token': 'net-entreprises',
  'wrong-type': 'net-entreprises',
  redirected: 'network-administrator',
  'server-error': 'net-entreprises',
  unexpected: 'impact-emploi',
  'unknown-refusal': 'impact-emploi',
  'plain-http': 'user',
  waiting: 'user',
};

/** From this many refusals on the user is warned; the portal locks an account at five. */
export const warningThreshold = 3;

/** @param failureCount refusals in a row of this identity, this one included. @param at when the portal answered, in ms since 1970. */
export function authenticationEntry(outcome: AuthenticationOutcome, failureCount: number, at: number): VerificationEntry {
  if (outcome.kind === 'accepted') return tick('authentication', true, acceptedSentence(outcome.expiresAt));
  // The portal knows these credentials and gives no token all the same; what is missing has a tick of its own, with what comes next.
  if (outcome.kind === 'not-registered') return tick('authentication', false, { key: 'outcome.recognised' });
  const entry = authenticationFailure(outcome, at);
  if (outcome.kind !== 'refused' || failureCount < warningThreshold) return entry;
  return { ...entry, warning: { key: 'warning.lock', args: { count: failureCount } } };
}

/** Not only for the first tick: a service that wants another token may have the portal asked again. */
export function authenticationFailure(outcome: FailedOutcome, at: number): VerificationEntry {
  if (outcome.kind === 'network') {
    return failure('authentication', `outcome.network.${outcome.problem}`, networkActors[outcome.problem], { cause: outcome.cause });
  }
  return failure('authentication', `outcome.${outcome.kind}`, actors[outcome.kind], argumentsOf(outcome, at));
}

/** That a declarant is registered, or what to do about it; nothing where the portal said neither. */
export function registrationEntry({ kind }: AuthenticationOutcome): VerificationEntry | undefined {
  if (kind === 'accepted') return tick('registration', true, { key: 'registration.accepted' });
  return kind === 'not-registered' ? failure('registration', 'outcome.not-registered', actors['not-registered']) : undefined;
}

function acceptedSentence(expiresAt: number | undefined): Message {
  return expiresAt === undefined ? { key: 'outcome.accepted' } : { key: 'outcome.accepted-until', args: { expiresAt } };
}

function argumentsOf(outcome: FailedOutcome, at: number): Record<string, string | number> {
  if (outcome.kind === 'redirected') return { target: hostOf(outcome.target) };
  if (outcome.kind === 'waiting') return { until: outcome.until };
  if (outcome.kind === 'wrong-type') return { type: outcome.type };
  if ('retryAfterMs' in outcome && outcome.retryAfterMs) return { until: at + outcome.retryAfterMs };
  return 'status' in outcome ? { status: outcome.status } : {};
}
