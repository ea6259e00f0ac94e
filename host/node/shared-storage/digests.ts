import { hash } from 'node:crypto';
import type { DocumentRow, JournalRow } from './tables.ts';

/** Of a document's row. Tells damage and careless hands; whoever may write to the database could calculate it too. */
export function documentDigest({ plugin, collection, id, revision, value }: Omit<DocumentRow, 'digest'>): string {
  return hash('sha256', JSON.stringify([plugin, collection, id, revision, value]));
}

/** What the first entry of a store's journal stands behind. */
export function firstHash(storeId: string): string {
  return hash('sha256', JSON.stringify(['journal', storeId]));
}

/** Of a journal's row and, by the hash of the entry before, of all before it. */
export function journalHash(previous: string, row: Omit<JournalRow, 'hash'>): string {
  const { sequence, plugin, at_ms, workstation, action, actor, subject, details, search } = row;
  return hash('sha256', JSON.stringify([previous, sequence, plugin, at_ms, workstation, action, actor, subject, details, search]));
}
