import { hash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import * as v from 'valibot';
import { ShellError } from '../../../../core/errors.ts';
import { documentRowSchema, journalRowSchema, storeRowSchema, usageRowSchema } from '../row-schemas.ts';
import type { DocumentRow, JournalRow, SharedTables, StoreRow, UsageRow } from '../tables.ts';

type Database = Kysely<SharedTables>;

const rowsAtOnce = 500;

/** How much a store holds. */
export interface StoreSize {
  readonly documents: number;
  readonly entries: number;
}

/** @throws ShellError `shared-storage.damaged`. */
export async function readStoreRow(database: Database, locks: boolean): Promise<StoreRow> {
  const select = database.selectFrom('boule_bleue_store').selectAll().where('id', '=', 1);
  const parsed = v.safeParse(storeRowSchema, await (locks ? select.forUpdate() : select).executeTakeFirst());
  if (!parsed.success) throw new ShellError('shared-storage.damaged');
  return parsed.output;
}

export async function measure(database: Database): Promise<StoreSize> {
  const countOf = async (table: 'boule_bleue_document' | 'boule_bleue_journal') => {
    const row = await database.selectFrom(table).select(database.fn.countAll().as('count')).executeTakeFirstOrThrow();
    return Number(row.count);
  };
  return { documents: await countOf('boule_bleue_document'), entries: await countOf('boule_bleue_journal') };
}

/** All documents as they stand, damaged ones too, a page at a time. */
export async function* readDocuments(database: Database): AsyncGenerator<readonly DocumentRow[]> {
  for (let last: DocumentRow | undefined; ; ) {
    let select = database.selectFrom('boule_bleue_document').selectAll();
    if (last) select = select.where(sql<boolean>`(plugin, collection, id) > (${last.plugin}, ${last.collection}, ${last.id})`);
    const rows = await select.orderBy('plugin').orderBy('collection').orderBy('id').limit(rowsAtOnce).execute();
    if (rows.length === 0) return;
    yield parseRows(documentRowSchema, rows);
    last = rows.at(-1);
  }
}

/** All entries of the journal in their order, a page at a time. */
export async function* readJournalRows(database: Database): AsyncGenerator<readonly JournalRow[]> {
  for (let after = 0; ; ) {
    const entries = database.selectFrom('boule_bleue_journal').selectAll().where('sequence', '>', after);
    const rows = parseRows(journalRowSchema, await entries.orderBy('sequence').limit(rowsAtOnce).execute());
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1)?.sequence ?? after;
  }
}

export async function readUsage(database: Database): Promise<readonly UsageRow[]> {
  const rows = await database.selectFrom('boule_bleue_usage').selectAll().orderBy('plugin').execute();
  return rows.map((row) => ({ plugin: row.plugin, ...v.parse(usageRowSchema, row) }));
}

/** Rows of another shape can't be copied as they are. */
function parseRows<T>(schema: v.GenericSchema<unknown, T>, rows: readonly unknown[]): readonly T[] {
  const parsed = v.safeParse(v.array(schema), rows);
  if (!parsed.success) throw new ShellError('shared-storage.damaged');
  return parsed.output;
}

/** A digest of each row, by what names it: two stores that have the same hold the same, whichever database keeps them. */
export async function fingerprint(database: Database, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const rows = new Map<string, string>();
  const note = (name: readonly (string | number)[], row: object) => rows.set(JSON.stringify(name), digestOf(row));
  for await (const page of readDocuments(database)) {
    signal.throwIfAborted();
    for (const row of page) note(['document', row.plugin, row.collection, row.id], row);
  }
  for await (const page of readJournalRows(database)) {
    signal.throwIfAborted();
    for (const row of page) note(['entry', row.sequence], row);
  }
  for (const row of await readUsage(database)) note(['usage', row.plugin], row);
  const { store_id, sequence, hash: head } = await readStoreRow(database, false);
  note(['store'], { store_id, sequence, head });
  return rows;
}

/** Whatever order a database gives the columns in. */
function digestOf(row: object): string {
  return hash('sha256', JSON.stringify(Object.entries(row).sort(([first], [second]) => (first < second ? -1 : 1))));
}
