import type { JournalNote } from 'boule-bleue';
import { knownStateKinds } from '../accounts/account-status.ts';

/** All that is noted in the journal. Each has its sentence in the strings, under `journal.did.` and what follows the first dot. */
export const journalActions = [
  'credentials.account-added',
  'credentials.account-renamed',
  'credentials.account-removed',
  'credentials.role-changed',
  'credentials.account-confirmed',
  'credentials.signed-in',
  'credentials.signed-out',
  'credentials.sign-in-refused',
  'credentials.password-chosen',
  'credentials.password-changed',
  'credentials.password-reset',
  'credentials.office-founded',
  'credentials.office-protected',
  'credentials.accounts-imported',
  'credentials.recovery-key-shown',
  'credentials.recovery-key-verified',
  'credentials.recovery-key-used',
  'credentials.keys-rotated',
  'credentials.saved',
  'credentials.tested',
  'credentials.applied',
  'credentials.access-allowed',
  'credentials.access-refused',
  'credentials.access-revoked',
] as const;

/** What a test came to: how the account stands then, or `silent` where that isn't known. Each has its words under `journal.outcome.`. */
export const testOutcomes = [...knownStateKinds, 'silent'] as const;
export type TestOutcome = (typeof testOutcomes)[number];

export type JournalAction = (typeof journalActions)[number];

/** An account as it is called at the time of the note. */
export interface NotedAccount {
  readonly id: string;
  readonly name: string;
}

export interface NotedAction {
  /** Who did it. Left out: nobody was signed in. */
  readonly actor?: NotedAccount;
  /** To whose account. */
  readonly subject?: NotedAccount;
  /** Short facts, never a value that was typed; the sentence of the action says some of them. */
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/** Where a note's details name the accounts it is about: names change hands, ids don't, and users see the entries about themselves alone. */
export const actorDetail = 'actorId';
export const subjectDetail = 'subjectId';

export function noteOf(action: JournalAction, { actor, subject, details }: NotedAction = {}): JournalNote {
  const ids = { ...(actor && { [actorDetail]: actor.id }), ...(subject && { [subjectDetail]: subject.id }) };
  return {
    action,
    ...(actor && { actor: actor.name }),
    ...(subject && { subject: subject.name }),
    details: { ...details, ...ids },
  };
}
