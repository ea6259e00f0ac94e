import type { Message } from 'boule-bleue';
import type { AuthenticationOutcome } from '../exchange/net-entreprises-exchange.ts';
import { type FieldProblems, identityFields, type NetEntreprisesIdentity } from '../identity/net-entreprises-identity.ts';
import { problemMessage } from '../identity/problem-messages.ts';
import { isSiretKeyRight } from '../identity/siret.ts';
import { authenticationEntry, registrationEntry } from './authentication-entry.ts';
import { tick, type VerificationEntry, type VerificationId } from './entry-parts.ts';
import { identityEntry } from './identity-entry.ts';
import type { LastSuccess } from './last-success.ts';
import type { ServiceFindings } from './service-check.ts';
import { listServiceEntries } from './service-entries.ts';

export { warningThreshold } from './authentication-entry.ts';
export type { VerificationEntry } from './entry-parts.ts';

/** What a test would have looked at, had the authentication been accepted. It is no tick, neither green nor red. */
export type UntriedEntry = {
  readonly id: VerificationId;
  readonly label: Message;
  readonly reason: Message;
};

/** What one test found. */
export type VerificationResult = {
  /** The ticks, the authentication's first. */
  readonly entries: readonly VerificationEntry[];
  readonly untried: readonly UntriedEntry[];
};

export interface VerificationFacts {
  readonly identity: NetEntreprisesIdentity;
  readonly outcome: AuthenticationOutcome;
  /** Refusals in a row of this identity, this one included. */
  readonly failureCount: number;
  /** What the services behind the authentication said, where it was accepted. */
  readonly services?: ServiceFindings | undefined;
  readonly lastSuccess?: LastSuccess | undefined;
  /** When the portal answered, in ms since 1970. */
  readonly at: number;
}

/** In the order of the list. */
const portalIds = ['authentication', 'registration', 'deposit', 'returns'] as const;

export function listVerifications({ identity, outcome, failureCount, services, lastSuccess, at }: VerificationFacts): VerificationResult {
  const entries = [
    authenticationEntry(outcome, failureCount, at),
    registrationEntry(outcome),
    ...(services ? listServiceEntries(services, at) : []),
    identityEntry(identity, lastSuccess, outcome),
    siretEntry(identity.siret),
  ].filter((entry) => entry !== undefined);
  return { entries, untried: listUntried(entries) };
}

/** The single tick of an attempt that wasn't made, because the portal would refuse the form of what was typed. */
export function listUnsentVerification(problems: FieldProblems): VerificationResult {
  const field = identityFields.find((candidate) => problems[candidate]);
  const problem = field && problems[field];
  if (!field || !problem) return { entries: [], untried: [] };
  const sentence = { key: 'outcome.unsent.sentence', args: { field: { key: `field.${field}` }, problem: problemMessage(problem) } };
  const entry = { ...tick('authentication', false, sentence), actor: { key: 'actor.user' }, next: { key: 'outcome.unsent.next' } };
  return { entries: [entry], untried: listUntried([entry]) };
}

/** Said of an identity that was tested and is the saved one, to the letter. */
export const savedEntry: VerificationEntry = tick('saved', true, { key: 'saved.same' });

function listUntried(entries: readonly VerificationEntry[]): readonly UntriedEntry[] {
  return portalIds
    .filter((id) => !entries.some((entry) => entry.id === id))
    .map((id) => ({ id, label: { key: `verification.${id}` }, reason: { key: 'untried.authentication' } }));
}

function siretEntry(siret: string): VerificationEntry {
  const entry = tick('siret', true, { key: 'siret.length' });
  return isSiretKeyRight(siret) ? entry : { ...entry, warning: { key: 'warning.siret-key' } };
}
