import type { Transaction } from 'kysely';
import { ShellError } from '../../../../core/errors.ts';
import { inParts } from '../document-repository.ts';
import type { SharedStoreEngine } from '../shared-store-engine.ts';
import type { SharedTables, StoreRow } from '../tables.ts';
import { fingerprint, measure, readDocuments, readJournalRows, readStoreRow, readUsage, type StoreSize } from './store-rows.ts';

/** A store that is opened to be moved from or to. */
export interface MovedStore {
  readonly engine: SharedStoreEngine;
  /** As users name it; `embedded` for the one on the workstation. Shows no password. */
  readonly name: string;
}

export interface MoveOptions {
  readonly source: MovedStore;
  readonly target: MovedStore;
  /** Whether what the target holds may be lost. */
  readonly replaces: boolean;
  readonly signal: AbortSignal;
}

export interface MoveReport extends StoreSize {
  readonly storeId: string;
}

type Work = { readonly from: Transaction<SharedTables>; readonly to: Transaction<SharedTables>; readonly store: StoreRow };

/**
 * Moves all documents, the journal with its chain and the store's name. All of it arrives in one transaction, in which every row is read again
 * and compared; nobody writes to the source meanwhile, and afterwards it says where everything went. Where the end of that was kept from
 * coming, moving again finds the target whole and says so to the source.
 * @throws ShellError `shared-storage.moved`, `.not-empty`, `.empty`, `.not-copied`, and what the engines throw; the signal's reason. The target
 *   is as it was then.
 */
export async function moveStore(options: MoveOptions): Promise<MoveReport> {
  const { source, target } = options;
  return source.engine.transaction(async ({ database: from }) => {
    const store = await readStoreRow(from, source.engine.locksRows);
    const size = await measure(from);
    if (store.moved_to !== null) throw new ShellError('shared-storage.moved', { target: store.moved_to });
    if (isEmpty(size)) throw new ShellError('shared-storage.empty', { store: source.name });
    await target.engine.transaction(({ database: to }) => fill({ from, to, store }, options));
    await from.updateTable('boule_bleue_store').set({ moved_to: target.name }).where('id', '=', 1).execute();
    return { ...size, storeId: store.store_id };
  });
}

async function fill({ from, to, store }: Work, { target, replaces, signal }: MoveOptions): Promise<void> {
  const expected = await fingerprint(from, signal);
  const standing = await readStoreRow(to, target.engine.locksRows);
  const isThere = standing.store_id === store.store_id && standing.moved_to === null && isSame(expected, await fingerprint(to, signal));
  if (isThere) return;
  await makeRoom(to, standing, target.name, replaces);
  await copyRows({ from, to, store }, signal);
  if (!isSame(expected, await fingerprint(to, signal))) throw new ShellError('shared-storage.not-copied', { store: target.name });
}

async function makeRoom(to: Transaction<SharedTables>, standing: StoreRow, name: string, replaces: boolean): Promise<void> {
  const size = await measure(to);
  if (isEmpty(size) && standing.moved_to === null) return;
  if (!replaces) throw new ShellError('shared-storage.not-empty', { store: name, ...size });
  for (const table of ['boule_bleue_document', 'boule_bleue_journal', 'boule_bleue_usage'] as const) await to.deleteFrom(table).execute();
}

async function copyRows({ from, to, store }: Work, signal: AbortSignal): Promise<void> {
  for await (const rows of readDocuments(from)) {
    signal.throwIfAborted();
    await to.insertInto('boule_bleue_document').values(rows).execute();
  }
  for await (const rows of readJournalRows(from)) {
    signal.throwIfAborted();
    await to.insertInto('boule_bleue_journal').values(rows).execute();
  }
  for (const rows of inParts(await readUsage(from))) await to.insertInto('boule_bleue_usage').values(rows).execute();
  const { store_id, sequence, hash } = store;
  await to.updateTable('boule_bleue_store').set({ store_id, sequence, hash, moved_to: null }).where('id', '=', 1).execute();
}

function isEmpty({ documents, entries }: StoreSize): boolean {
  return documents + entries === 0;
}

function isSame(expected: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>): boolean {
  return expected.size === found.size && [...expected].every(([name, digest]) => found.get(name) === digest);
}
