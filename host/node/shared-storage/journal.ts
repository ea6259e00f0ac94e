import { type Kysely, sql } from 'kysely';
import * as v from 'valibot';
import type { JournalEntry, JournalNote, JournalQuery } from '../../../core/services/shared-storage-service.ts';
import { journalHash } from './digests.ts';
import { type JournalHead, journalDetailsSchema, journalRowSchema } from './row-schemas.ts';
import type { JournalRow, SharedTables } from './tables.ts';

const defaultLimit = 100;
const maximumLimit = 1_000;
const maximumTextLength = 1_000;

/** Who writes, and when. */
export interface NoteContext {
  readonly plugin: string;
  readonly workstation: string;
  /** In ms since 1970. */
  readonly at: number;
}

/** The rows of new entries, each chained to the one before. */
export function journalRows(head: JournalHead, notes: readonly JournalNote[], context: NoteContext): readonly JournalRow[] {
  let { sequence, hash } = head;
  return notes.map((note) => {
    sequence += 1;
    const content = rowContent(sequence, note, context);
    hash = journalHash(hash, content);
    return { ...content, hash };
  });
}

function rowContent(sequence: number, note: JournalNote, context: NoteContext): Omit<JournalRow, 'hash'> {
  const [workstation, action] = [storable(context.workstation), storable(note.action)];
  const [actor, subject] = [note.actor, note.subject].map((text) => (text === undefined ? null : storable(text)));
  const search = [action, actor, subject, workstation].join('\n').toLowerCase();
  const { plugin, at } = context;
  return {
    sequence,
    plugin,
    at_ms: at,
    workstation,
    action,
    actor: actor ?? null,
    subject: subject ?? null,
    details: detailsText(note),
    search,
  };
}

/** PostgreSQL keeps neither NUL nor halves of characters; and a name may have any length. */
function storable(text: string): string {
  return text.slice(0, maximumTextLength).toWellFormed().replaceAll('\0', '\u{fffd}');
}

function detailsText({ details }: JournalNote): string | null {
  if (details === undefined) return null;
  const members = Object.entries(details).map(([name, value]) => [name, typeof value === 'string' ? storable(value) : value] as const);
  return JSON.stringify(Object.fromEntries(members.sort(([first], [second]) => (first < second ? -1 : 1))));
}

/** Entries of a plugin, the newest first. Rows that can't be read are left out: {@link verifyChain} tells of them. */
export async function readEntries(database: Kysely<SharedTables>, plugin: string, query: JournalQuery): Promise<readonly JournalEntry[]> {
  const { before, limit = defaultLimit, action, text, from, to } = query;
  let select = database.selectFrom('boule_bleue_journal').selectAll().where('plugin', '=', plugin);
  if (before !== undefined) select = select.where('sequence', '<', integer(before));
  if (action !== undefined) select = select.where('action', '=', storable(action));
  if (from !== undefined) select = select.where('at_ms', '>=', integer(Math.ceil(from)));
  if (to !== undefined) select = select.where('at_ms', '<=', integer(Math.floor(to)));
  if (text) select = select.where(sql<boolean>`search LIKE ${likePattern(text)} ESCAPE '!'`);
  const maximum = Math.min(Math.max(1, integer(limit)), maximumLimit);
  const rows = await select.orderBy('sequence', 'desc').limit(maximum).execute();
  return rows.flatMap((row) => {
    const parsed = v.safeParse(journalRowSchema, row);
    return parsed.success ? [toEntry(parsed.output)] : [];
  });
}

/** One that both engines can compare with. */
function integer(value: number): number {
  return Math.min(Math.max(Math.floor(value) || 0, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}

function likePattern(text: string): string {
  return `%${storable(text).toLowerCase().replace(/[!%_]/g, '!$&')}%`;
}

function toEntry({ sequence, at_ms: at, workstation, action, actor, subject, details }: JournalRow): JournalEntry {
  return {
    ...{ sequence, at, workstation, action },
    ...(actor !== null && { actor }),
    ...(subject !== null && { subject }),
    ...parseDetails(details),
  };
}

function parseDetails(details: string | null): Pick<JournalNote, 'details'> {
  if (details === null) return {};
  try {
    const parsed = v.safeParse(journalDetailsSchema, JSON.parse(details));
    return parsed.success ? { details: parsed.output } : {};
  } catch {
    // Not what was written: the chain tells.
    return {};
  }
}
