import type { JournalEntry, JournalQuery, SharedStorageService } from 'boule-bleue';
import type { SessionState } from '../office-state.ts';
import { actorDetail, subjectDetail } from './journal-note.ts';
import { journalSentence } from './journal-sentence.ts';
import type { JournalPage, JournalRequest } from './journal-state.ts';

export const pageLength = 100;
/** What the store hands out at once. */
const batchLength = 1_000;
/** An ordinary user's entries may lie far apart: so many batches are looked through before the page is shown, however few it holds. */
const maximumBatches = 20;

type Reader = Pick<SessionState, 'account' | 'role'>;

/** Reads the journal page by page, as far as the session may. */
export class JournalReader {
  constructor(private readonly storage: Pick<SharedStorageService, 'readJournal'>) {}

  /** @throws ShellError `shared-storage.unreachable` and its like. */
  async read(reader: Reader, { before, ...filter }: JournalRequest): Promise<JournalPage> {
    // One more than is shown tells whether there is a further page.
    const wanted = pageLength + 1;
    const limit = reader.role === 'administrator' ? wanted : batchLength;
    const found: JournalEntry[] = [];
    let next = before;
    for (let batch = 0; batch < maximumBatches && found.length < wanted; batch += 1) {
      const entries = await this.storage.readJournal(queryOf({ ...filter, before: next, limit }));
      found.push(...entries.filter((entry) => maySee(reader, entry)));
      next = entries.at(-1)?.sequence;
      if (entries.length < limit) return pageOf(found, undefined);
    }
    return pageOf(found, next);
  }
}

function pageOf(found: readonly JournalEntry[], next: number | undefined): JournalPage {
  const shown = found.slice(0, pageLength);
  const following = found.length > pageLength ? shown.at(-1)?.sequence : next;
  return {
    entries: shown.map((entry) => ({ sequence: entry.sequence, at: entry.at, sentence: journalSentence(entry) })),
    next: following ?? null,
  };
}

/** By id: a name may have been another's. */
function maySee({ role, account }: Reader, { details = {} }: JournalEntry): boolean {
  return role === 'administrator' || details[actorDetail] === account || details[subjectDetail] === account;
}

type Wanted = { readonly [Member in keyof JournalQuery]: JournalQuery[Member] | undefined };

function queryOf(wanted: Wanted): JournalQuery {
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined && value !== ''));
}
