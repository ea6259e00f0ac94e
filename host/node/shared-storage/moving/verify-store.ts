import type { Kysely } from 'kysely';
import type { JournalVerdict } from '../../../../core/services/shared-storage-service.ts';
import { parseDocument } from '../document-rows.ts';
import { verifyChain } from '../journal-chain.ts';
import type { SharedStoreEngine } from '../shared-store-engine.ts';
import type { SharedTables } from '../tables.ts';
import { measure, readStoreRow, type StoreSize } from './store-rows.ts';

export interface StoreDescription extends StoreSize {
  readonly storeId: string;
  readonly version: number;
  /** Where all of it was moved to. */
  readonly movedTo: string | null;
}

export interface StoreVerdict extends StoreSize {
  /** What names them, as `plugin/collection/id`. */
  readonly damaged: readonly string[];
  readonly journal: JournalVerdict;
}

const rowsAtOnce = 500;

export function describeStore(engine: SharedStoreEngine): Promise<StoreDescription> {
  return engine.read(async (database) => {
    const { store_id: storeId, version, moved_to: movedTo } = await readStoreRow(database, false);
    return { storeId, version, movedTo, ...(await measure(database)) };
  });
}

/** Looks at every row, whether it is what was written. */
export function verifyStore(engine: SharedStoreEngine, signal: AbortSignal): Promise<StoreVerdict> {
  return engine.read(async (database) => {
    const { store_id: storeId, sequence, hash } = await readStoreRow(database, false);
    const page = (after: number) => selectEntries(database, after);
    const { verdict: journal } = await verifyChain({ storeId, known: [{ sequence, hash }], page, signal });
    return { ...(await measure(database)), damaged: await findDamaged(database, signal), journal };
  });
}

function selectEntries(database: Kysely<SharedTables>, after: number): Promise<readonly unknown[]> {
  const entries = database.selectFrom('boule_bleue_journal').selectAll().where('sequence', '>', after);
  return entries.orderBy('sequence').limit(rowsAtOnce).execute();
}

/** By plugin and collection, since rows that don't parse can't be paged by what they say. */
async function findDamaged(database: Kysely<SharedTables>, signal: AbortSignal): Promise<readonly string[]> {
  const damaged: string[] = [];
  const groups = await database.selectFrom('boule_bleue_document').select(['plugin', 'collection']).distinct().execute();
  for (const { plugin, collection } of groups) {
    signal.throwIfAborted();
    const documents = database.selectFrom('boule_bleue_document').selectAll();
    const rows = await documents.where('plugin', '=', plugin).where('collection', '=', collection).execute();
    for (const row of rows) if (!parseDocument(row)) damaged.push(`${plugin}/${collection}/${row.id}`);
  }
  return damaged.sort();
}
