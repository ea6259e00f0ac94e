import { type Kysely, sql, type Transaction } from 'kysely';
import * as v from 'valibot';
import type { SharedChange } from '../../../core/services/shared-storage-service.ts';
import { type DocumentChanges, documentKey, rowSize, type StandingDocument } from './document-changes.ts';
import { sizeSchema, standingDocumentSchema, usageRowSchema } from './row-schemas.ts';
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

/** What stands of the documents that are about to change. Rows that are not what was written count as what they say, so that they can be replaced. */
export async function selectStanding(
  transaction: Transaction<SharedTables>,
  plugin: string,
  changes: readonly SharedChange[],
): Promise<ReadonlyMap<string, StandingDocument>> {
  const standing = new Map<string, StandingDocument>();
  for (const [collection, of] of Map.groupBy(changes, (change) => change.collection)) {
    for (const ids of inParts([...new Set(of.map(({ id }) => id))])) {
      const rows = await transaction
        .selectFrom('boule_bleue_document')
        .select(['id', 'revision', sql<number>`octet_length(value)`.as('size')])
        .where((condition) => condition.and({ plugin, collection }))
        .where('id', 'in', ids)
        .execute();
      for (const row of rows) {
        const { id, revision, size } = v.parse(standingDocumentSchema, row);
        standing.set(documentKey(collection, id), { revision, sizeBytes: rowSize(collection, id, size) });
      }
    }
  }
  return standing;
}

/** What the plugin's documents come to, measured where it isn't noted. */
export async function selectUsage(transaction: Transaction<SharedTables>, plugin: string): Promise<Omit<UsageRow, 'plugin'>> {
  const row = await transaction.selectFrom('boule_bleue_usage').selectAll().where('plugin', '=', plugin).executeTakeFirst();
  const parsed = v.safeParse(usageRowSchema, row);
  if (parsed.success) return parsed.output;
  const size = sql<number>`SUM(64 + octet_length(collection) + octet_length(id) + octet_length(value))`;
  const measured = await transaction
    .selectFrom('boule_bleue_document')
    .select([size.as('size')])
    .where('plugin', '=', plugin)
    .executeTakeFirst();
  return { size_bytes: v.parse(sizeSchema, measured).size ?? 0, removed_revision: 0 };
}

export async function applyChanges(transaction: Transaction<SharedTables>, plugin: string, changes: DocumentChanges): Promise<void> {
  for (const rows of inParts(changes.written)) await upsert(transaction, rows);
  for (const [collection, removed] of changes.removed) {
    for (const ids of inParts(removed)) {
      const documents = transaction.deleteFrom('boule_bleue_document');
      await documents.where('plugin', '=', plugin).where('collection', '=', collection).where('id', 'in', ids).execute();
    }
  }
  await transaction
    .insertInto('boule_bleue_usage')
    .values(changes.usage)
    .onConflict((conflict) =>
      conflict.column('plugin').doUpdateSet(({ ref }) => ({
        size_bytes: ref('excluded.size_bytes'),
        removed_revision: ref('excluded.removed_revision'),
      })),
    )
    .execute();
}

async function upsert(transaction: Transaction<SharedTables>, rows: readonly DocumentRow[]): Promise<void> {
  await transaction
    .insertInto('boule_bleue_document')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['plugin', 'collection', 'id']).doUpdateSet(({ ref }) => ({
        revision: ref('excluded.revision'),
        value: ref('excluded.value'),
        digest: ref('excluded.digest'),
      })),
    )
    .execute();
}

/** In as many parts as the statements may have rows. */
export function inParts<T>(items: readonly T[]): readonly (readonly T[])[] {
  const parts: (readonly T[])[] = [];
  for (let start = 0; start < items.length; start += rowsAtOnce) parts.push(items.slice(start, start + rowsAtOnce));
  return parts;
}
