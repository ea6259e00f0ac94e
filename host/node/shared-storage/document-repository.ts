import { setImmediate } from 'node:timers/promises';
import { type CompiledQuery, type Kysely, sql } from 'kysely';
import * as v from 'valibot';
import type { SharedChange } from '../../../core/services/shared-storage-service.ts';
import { type DocumentChanges, documentKey, rowSize, type StandingDocument } from './document-changes.ts';
import { sizeSchema, standingDocumentSchema, usageRowSchema } from './row-schemas.ts';
import type { SharedWrite } from './shared-store-engine.ts';
import type { DocumentRow, SharedTables, UsageRow } from './tables.ts';

/** Rows of one statement: each takes some parameters, of which there may be 32,766 (SQLite) or 65,535. */
const rowsAtOnce = 1_000;

export async function selectDocument(
  database: Kysely<SharedTables>,
  plugin: string,
  collection: string,
  id: string,
): Promise<DocumentRow | undefined> {
  const documents = database.selectFrom('boule_bleue_document').selectAll();
  return documents.where('plugin', '=', plugin).where('collection', '=', collection).where('id', '=', id).executeTakeFirst();
}

export async function selectDocuments(database: Kysely<SharedTables>, plugin: string, collection: string): Promise<readonly DocumentRow[]> {
  const documents = database.selectFrom('boule_bleue_document').selectAll();
  return documents.where('plugin', '=', plugin).where('collection', '=', collection).execute();
}

/** What stands of the documents of a collection that are about to change. */
export interface StandingQuery {
  readonly collection: string;
  readonly query: CompiledQuery;
}

export function standingQueries(build: Kysely<SharedTables>, plugin: string, changes: readonly SharedChange[]): readonly StandingQuery[] {
  return [...Map.groupBy(changes, (change) => change.collection)].flatMap(([collection, of]) =>
    inParts([...new Set(of.map(({ id }) => id))]).map((ids) => {
      const rows = build.selectFrom('boule_bleue_document').select(['id', 'revision', sql<number>`octet_length(value)`.as('size')]);
      return { collection, query: rows.where('plugin', '=', plugin).where('collection', '=', collection).where('id', 'in', ids).compile() };
    }),
  );
}

/** By the keys of documents. Rows that are not what was written count as what they say, so that they can be replaced. */
export function parseStanding(
  queries: readonly StandingQuery[],
  answers: readonly (readonly unknown[])[],
): ReadonlyMap<string, StandingDocument> {
  const found = queries.flatMap(({ collection }, index) =>
    (answers[index] ?? []).map((row) => {
      const { id, revision, size } = v.parse(standingDocumentSchema, row);
      return [documentKey(collection, id), { revision, sizeBytes: rowSize(collection, id, size) }] as const;
    }),
  );
  return new Map(found);
}

/** What the plugin's documents come to, as it is noted. */
export function usageQuery(build: Kysely<SharedTables>, plugin: string): CompiledQuery {
  return build.selectFrom('boule_bleue_usage').selectAll().where('plugin', '=', plugin).compile();
}

/** Measured where it isn't noted. */
export async function readUsage({ build, ask }: SharedWrite, plugin: string, noted: readonly unknown[]): Promise<Omit<UsageRow, 'plugin'>> {
  const parsed = v.safeParse(usageRowSchema, noted[0]);
  if (parsed.success) return parsed.output;
  const size = sql<number>`SUM(64 + octet_length(collection) + octet_length(id) + octet_length(value))`;
  const [measured = []] = await ask([
    build
      .selectFrom('boule_bleue_document')
      .select([size.as('size')])
      .where('plugin', '=', plugin)
      .compile(),
  ]);
  return { size_bytes: v.parse(sizeSchema, measured[0]).size ?? 0, removed_revision: 0 };
}

/** In the order in which they are to be carried out. Others have their turn while many are put together. */
export async function changeQueries(
  build: Kysely<SharedTables>,
  plugin: string,
  changes: DocumentChanges,
): Promise<readonly CompiledQuery[]> {
  const written: CompiledQuery[] = [];
  for (const rows of inParts(changes.written)) {
    if (written.length > 0) await setImmediate();
    written.push(upsert(build, rows));
  }
  const removals = [...changes.removed].flatMap(([collection, removed]) =>
    inParts(removed).map((ids) => {
      const documents = build.deleteFrom('boule_bleue_document').where('plugin', '=', plugin);
      return documents.where('collection', '=', collection).where('id', 'in', ids).compile();
    }),
  );
  return [...written, ...removals, noteUsage(build, changes.usage)];
}

function upsert(build: Kysely<SharedTables>, rows: readonly DocumentRow[]): CompiledQuery {
  return build
    .insertInto('boule_bleue_document')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['plugin', 'collection', 'id']).doUpdateSet(({ ref }) => ({
        revision: ref('excluded.revision'),
        value: ref('excluded.value'),
        digest: ref('excluded.digest'),
      })),
    )
    .compile();
}

function noteUsage(build: Kysely<SharedTables>, usage: UsageRow): CompiledQuery {
  return build
    .insertInto('boule_bleue_usage')
    .values(usage)
    .onConflict((conflict) =>
      conflict.column('plugin').doUpdateSet(({ ref }) => ({
        size_bytes: ref('excluded.size_bytes'),
        removed_revision: ref('excluded.removed_revision'),
      })),
    )
    .compile();
}

/** In as many parts as the statements may have rows. */
export function inParts<T>(items: readonly T[]): readonly (readonly T[])[] {
  const parts: (readonly T[])[] = [];
  for (let start = 0; start < items.length; start += rowsAtOnce) parts.push(items.slice(start, start + rowsAtOnce));
  return parts;
}
