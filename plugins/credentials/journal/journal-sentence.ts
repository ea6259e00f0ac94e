import type { JournalEntry, Message } from 'boule-bleue';
import { actorDetail, journalActions, subjectDetail, testOutcomes } from './journal-note.ts';

const known: ReadonlySet<string> = new Set(journalActions);
const knownOutcomes: ReadonlySet<unknown> = new Set(testOutcomes);

/** An entry as a sentence: who did what to whom, and where. Its date stands beside it. */
export function journalSentence(entry: JournalEntry): Message {
  return { key: 'journal.sentence', args: { what: whatWasDone(entry), workstation: entry.workstation } };
}

/** What an action is called in the list by which entries are chosen. */
export function actionName(action: string): Message {
  return { key: known.has(action) ? `journal.name.${wordOf(action)}` : 'journal.name.other' };
}

/** Of a later version's action only its name is known. */
function whatWasDone({ action, actor, subject, details = {} }: JournalEntry): Message {
  const isOwn = details[actorDetail] !== undefined && details[actorDetail] === details[subjectDetail];
  const args = {
    source: { key: 'journal.no-subject' },
    ...sayable(details),
    outcome: { key: `journal.outcome.${knownOutcomes.has(details.outcome) ? details.outcome : 'unknown'}` },
    actor: actor ?? { key: 'journal.nobody' },
    subject: subject ?? { key: 'journal.no-subject' },
    isOwn: String(isOwn),
  };
  return known.has(action) ? { key: `journal.did.${wordOf(action)}`, args } : { key: 'journal.did.other', args: { ...args, action } };
}

function sayable(details: NonNullable<JournalEntry['details']>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, typeof value === 'boolean' ? String(value) : value]));
}

function wordOf(action: string): string {
  return action.slice(action.indexOf('.') + 1);
}
