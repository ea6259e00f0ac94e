import type { Message } from 'boule-bleue';
import type { AuthenticationOutcome } from '../exchange/net-entreprises-exchange.ts';
import { type FieldProblems, identityFields } from '../identity/net-entreprises-identity.ts';
import { problemMessage } from '../identity/problem-messages.ts';

/** One tick of the list « Vérifications ». */
export type VerificationEntry = {
  readonly id: 'authentication' | 'registration' | 'siret' | 'saved';
  readonly label: Message;
  readonly ok: boolean;
  readonly sentence: Message;
  /** Something to know beside the tick. */
  readonly warning?: Message;
  /** Who has to act, and what comes next. Both where something failed. */
  readonly actor?: Message;
  readonly next?: Message;
};

export interface VerificationFacts {
  readonly outcome: AuthenticationOutcome;
  /** Refusals in a row of this identity, this one included. */
  readonly failureCount: number;
  readonly isSiretKeyRight: boolean;
}

type Actor = 'user' | 'network-administrator' | 'net-entreprises' | 'impact-emploi';

const actors: Readonly<Record<Exclude<AuthenticationOutcome['kind'], 'accepted' | 'network'>, Actor>> = {
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
  redirected: 'network-administrator',
  'server-error': 'net-entreprises',
  unexpected: 'impact-emploi',
  'unknown-refusal': 'impact-emploi',
  'plain-http': 'user',
};

const networkActors: Readonly<Record<(AuthenticationOutcome & { kind: 'network' })['problem'], Actor>> = {
  offline: 'user',
  address: 'user',
  name: 'user',
  unreachable: 'user',
  proxy: 'network-administrator',
  'proxy-sign-in': 'user',
  'proxy-forbidden': 'network-administrator',
  'captive-portal': 'user',
  'certificate-date': 'user',
  certificate: 'network-administrator',
  'not-secure': 'network-administrator',
  garbled: 'network-administrator',
};

/** From this many refusals on the user is warned; the portal locks an account at five. */
export const warningThreshold = 3;

/** The ticks of one attempt, the authentication's first. */
export function listVerifications(facts: VerificationFacts): readonly VerificationEntry[] {
  const { outcome } = facts;
  const entries: VerificationEntry[] = [authenticationEntry(facts)];
  if (outcome.kind === 'accepted') entries.push(tick('registration', true, { key: 'registration.accepted' }));
  if (outcome.kind === 'not-registered') entries.push(failure('registration', 'not-registered', actors['not-registered']));
  entries.push(siretEntry(facts.isSiretKeyRight));
  return entries;
}

/** The single tick of an attempt that wasn't made, because the portal would refuse the form of what was typed. */
export function listUnsentVerification(problems: FieldProblems): readonly VerificationEntry[] {
  const field = identityFields.find((candidate) => problems[candidate]);
  const problem = field && problems[field];
  if (!field || !problem) return [];
  const sentence = { key: 'outcome.unsent.sentence', args: { field: { key: `field.${field}` }, problem: problemMessage(problem) } };
  return [{ ...tick('authentication', false, sentence), actor: { key: 'actor.user' }, next: { key: 'outcome.unsent.next' } }];
}

/** Said of an identity that was tested and is the saved one, to the letter. */
export const savedEntry: VerificationEntry = tick('saved', true, { key: 'saved.same' });

function authenticationEntry({ outcome, failureCount }: VerificationFacts): VerificationEntry {
  if (outcome.kind === 'accepted') return tick('authentication', true, acceptedSentence(outcome.expiresAt));
  // The portal knows these credentials and gives no token all the same; what is missing has a tick of its own, with what comes next.
  if (outcome.kind === 'not-registered') return tick('authentication', false, { key: 'outcome.recognised' });
  const entry =
    outcome.kind === 'network'
      ? failure('authentication', `network.${outcome.problem}`, networkActors[outcome.problem], { cause: outcome.cause })
      : failure('authentication', outcome.kind, actors[outcome.kind], argumentsOf(outcome));
  if (outcome.kind !== 'refused' || failureCount < warningThreshold) return entry;
  return { ...entry, warning: { key: 'warning.lock', args: { count: failureCount } } };
}

function acceptedSentence(expiresAt: number | undefined): Message {
  return expiresAt === undefined ? { key: 'outcome.accepted' } : { key: 'outcome.accepted-until', args: { expiresAt } };
}

function argumentsOf(outcome: AuthenticationOutcome): Record<string, string | number> {
  if (outcome.kind === 'redirected') return { target: hostOf(outcome.target) };
  return 'status' in outcome ? { status: outcome.status } : {};
}

/** A redirection's query may hold anything; its host is all that a reader needs. */
function hostOf(target: string): string {
  return URL.parse(target)?.host || '—';
}

function siretEntry(isSiretKeyRight: boolean): VerificationEntry {
  const entry = tick('siret', true, { key: 'siret.length' });
  return isSiretKeyRight ? entry : { ...entry, warning: { key: 'warning.siret-key' } };
}

function tick(id: VerificationEntry['id'], ok: boolean, sentence: Message): VerificationEntry {
  return { id, label: { key: `verification.${id}` }, ok, sentence };
}

function failure(
  id: VerificationEntry['id'],
  outcome: string,
  actor: Actor,
  args: Record<string, string | number> = {},
): VerificationEntry {
  return {
    ...tick(id, false, { key: `outcome.${outcome}.sentence`, args }),
    actor: { key: `actor.${actor}` },
    next: { key: `outcome.${outcome}.next`, args },
  };
}
