import type { JournalVerdict } from 'boule-bleue';
import type { JournalFinding } from './journal-state.ts';

/** A look at the whole chain in words: what happened, who acts, what next. */
export function findingOf(verdict: JournalVerdict): JournalFinding {
  const { ok, entryCount } = verdict;
  if (ok) return { ok, entryCount, sentence: { key: 'journal.verified', args: { count: entryCount } } };
  const { problem, sequence } = verdict;
  const args = { count: entryCount, sequence };
  return {
    ok,
    entryCount,
    problem,
    sequence,
    sentence: { key: `journal.broken.${problem}`, args },
    actor: 'user',
    next: { key: 'journal.broken.next' },
  };
}
