import type { Message } from 'boule-bleue';
import type { NetworkProblem } from '../exchange/network-problem.ts';

/** One tick of the list « Vérifications ». */
export type VerificationEntry = {
  readonly id: VerificationId;
  readonly label: Message;
  readonly ok: boolean;
  readonly sentence: Message;
  /** Something to know beside the tick. */
  readonly warning?: Message;
  /** Who has to act, and what comes next. Both where something failed. */
  readonly actor?: Message;
  readonly next?: Message;
};

export type VerificationId = 'authentication' | 'registration' | 'deposit' | 'returns' | 'identity' | 'siret' | 'saved';

export type Actor = 'user' | 'network-administrator' | 'net-entreprises' | 'impact-emploi';

export const networkActors: Readonly<Record<NetworkProblem, Actor>> = {
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

export function tick(id: VerificationId, ok: boolean, sentence: Message): VerificationEntry {
  return { id, label: { key: `verification.${id}` }, ok, sentence };
}

/** @param words prefix of the strings that say what happened and what comes next; with an `until` among the values, until when to wait. */
export function failure(id: VerificationId, words: string, actor: Actor, args: NonNullable<Message['args']> = {}): VerificationEntry {
  return {
    ...tick(id, false, { key: `${words}.sentence`, args }),
    actor: { key: `actor.${actor}` },
    next: 'until' in args ? { key: 'wait.next', args: { until: args.until } } : { key: `${words}.next`, args },
  };
}

/** A redirection's query may hold anything; its host is all that a reader needs. */
export function hostOf(target: string): string {
  return URL.parse(target)?.host || '—';
}
