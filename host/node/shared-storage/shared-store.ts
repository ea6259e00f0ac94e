import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import * as v from 'valibot';
import { ShellError } from '../../../core/errors.ts';
import type { Serialisable } from '../../../core/message.ts';
import type {
  JournalEntry,
  JournalNote,
  JournalQuery,
  JournalVerdict,
  SharedChange,
  SharedDocument,
} from '../../../core/services/shared-storage-service.ts';
import { SerialQueue } from '../serial-queue.ts';
import { DocumentChanges } from './document-changes.ts';
import {
  changeQueries,
  inParts,
  parseStanding,
  readUsage,
  selectDocument,
  selectDocuments,
  standingQueries,
  usageQuery,
} from './document-repository.ts';
import { parseDocuments, requireDocument } from './document-rows.ts';
import { journalRows, readEntries } from './journal.ts';
import { verifyChain } from './journal-chain.ts';
import { type JournalHead, journalHeadSchema, storeRowSchema } from './row-schemas.ts';
import type { SeenHeads } from './seen-heads.ts';
import type { SharedStoreEngine, SharedWrite } from './shared-store-engine.ts';
import type { SharedTables, StoreRow } from './tables.ts';

export interface SharedStoreOptions {
  readonly engine: SharedStoreEngine;
  /** Name of this workstation, for the journal. */
  readonly workstation: string;
  readonly seenHeads: SeenHeads;
  /** Told when it could not be noted how far the journal was seen. */
  readonly onError: (error: unknown) => void;
  /** What the documents of one plugin may take together. Default 64 MB. */
  readonly quotaBytes?: number | undefined;
  /** Default: the clock, in ms since 1970. */
  readonly now?: () => number;
}

const megabyte = 1024 * 1024;
const defaultQuotaBytes = 64 * megabyte;
const journalPage = 1_000;
/** So many changes are worked out before others have their turn: a few milliseconds. */
const changesAtOnce = 500;

/** The documents and the journal of a shared database, whichever engine keeps it. */
export class SharedStore {
  readonly engine: SharedStoreEngine;
  private knownStoreId: string | undefined;
  /** What was written is acknowledged without waiting for the look at what was seen before. */
  private readonly noting = new SerialQueue();

  constructor(private readonly options: SharedStoreOptions) {
    this.engine = options.engine;
  }

  /** As far as it was reached; see {@link storeId}. */
  get lastStoreId(): string | undefined {
    return this.knownStoreId;
  }

  async storeId(): Promise<string> {
    return (await this.engine.read((database) => this.selectStore(database))).store_id;
  }

  async get<T extends Serialisable>(plugin: string, collection: string, id: string): Promise<SharedDocument<T> | undefined> {
    const row = await this.engine.read((database) => selectDocument(database, plugin, collection, id));
    return row && requireDocument<T>(row);
  }

  async list<T extends Serialisable>(plugin: string, collection: string): ReturnType<typeof parseDocuments<T>> {
    return parseDocuments<T>(await this.engine.read((database) => selectDocuments(database, plugin, collection)));
  }

  /** @throws ShellError `shared-storage.conflict`, `storage.quota`, and nothing is changed then. */
  async write(plugin: string, changes: readonly SharedChange[], notes: readonly JournalNote[] = []): Promise<readonly number[]> {
    const { revisions, store, head } = await this.engine.write((write) => this.carryOut(write, plugin, changes, notes));
    if (head) void this.noting.run(() => this.noteHead(store, head)).catch((error) => this.tellUnlessExpected(error));
    return revisions;
  }

  readJournal(plugin: string, query: JournalQuery = {}): Promise<readonly JournalEntry[]> {
    return this.engine.read((database) => readEntries(database, plugin, query));
  }

  async verifyJournal(signal?: AbortSignal): Promise<JournalVerdict> {
    const store = await this.engine.read((database) => this.selectStore(database));
    const seen = await this.noting.run(() => this.options.seenHeads.get(store.store_id));
    const { verdict, head } = await verifyChain({
      storeId: store.store_id,
      known: [{ sequence: store.sequence, hash: store.hash }, ...(seen ? [seen] : [])],
      page: (after) => this.engine.read((database) => selectJournalPage(database, after)),
      signal,
    });
    if (verdict.ok && head.sequence > 0) this.options.seenHeads.note(store.store_id, head);
    return verdict;
  }

  /** Removes a plugin's documents. What was noted stays: the journal has no gaps. */
  async forgetPlugin(plugin: string): Promise<void> {
    await this.engine.transaction(async ({ database }) => {
      await this.selectStore(database, this.engine.locksRows);
      await database.deleteFrom('boule_bleue_document').where('plugin', '=', plugin).execute();
      await database.deleteFrom('boule_bleue_usage').where('plugin', '=', plugin).execute();
    });
  }

  async close(): Promise<void> {
    await this.noting.run(async () => {});
    await this.engine.close();
    await this.options.seenHeads.flush();
  }

  private async carryOut(write: SharedWrite, plugin: string, wanted: readonly SharedChange[], notes: readonly JournalNote[]) {
    const { build } = write;
    const standing = standingQueries(build, plugin, wanted);
    // The store's row is locked first and by everyone: no two writers can get at each other's rows, nor at the journal's end.
    const first = [storeQuery(build, this.engine.locksRows).compile(), usageQuery(build, plugin)];
    const [stores = [], usages = [], ...rows] = await write.ask([...first, ...standing.map(({ query }) => query)]);
    const store = this.parseStore(stores[0]);
    const usage = await readUsage(write, plugin, usages);
    const changes = new DocumentChanges(plugin, parseStanding(standing, rows), usage);
    for (const [index, change] of wanted.entries()) {
      if (index % changesAtOnce === changesAtOnce - 1) await setImmediate();
      changes.apply(change);
    }
    this.requireRoom(plugin, usage.size_bytes, changes.usage.size_bytes);
    if (wanted.length > 0) write.finish(await changeQueries(build, plugin, changes), changes.changed);
    return { revisions: changes.revisions, store, head: this.append(write, store, plugin, notes) };
  }

  /** What makes the whole smaller is never refused. */
  private requireRoom(plugin: string, formerBytes: number, sizeBytes: number): void {
    const { quotaBytes = defaultQuotaBytes } = this.options;
    if (sizeBytes <= quotaBytes || sizeBytes <= formerBytes) return;
    throw new ShellError('storage.quota', { plugin, maximumMegabytes: Math.round(quotaBytes / megabyte) });
  }

  /** @returns the journal's new end, where there are notes. */
  private append({ build, finish }: SharedWrite, store: StoreRow, plugin: string, notes: readonly JournalNote[]): JournalHead | undefined {
    const { workstation, now = Date.now } = this.options;
    const rows = journalRows(store, notes, { plugin, workstation, at: now() });
    const last = rows.at(-1);
    if (!last) return undefined;
    const { sequence, hash } = last;
    const entries = inParts(rows).map((part) => build.insertInto('boule_bleue_journal').values(part).compile());
    finish([...entries, build.updateTable('boule_bleue_store').set({ sequence, hash }).where('id', '=', 1).compile()]);
    return { sequence, hash };
  }

  /** Only a chain that holds what was seen before may take its place: a rewritten one leaves the evidence where it is. */
  private async noteHead(before: StoreRow, head: JournalHead): Promise<void> {
    const { seenHeads } = this.options;
    const seen = await seenHeads.get(before.store_id);
    const isKnown = !seen || seen.sequence === 0 || (seen.sequence === before.sequence && seen.hash === before.hash);
    if (isKnown || (await this.holds(seen))) seenHeads.note(before.store_id, head);
  }

  /** A database that is out of reach again is told to whoever asks; the next write, or look at the chain, notes its end. */
  private tellUnlessExpected(error: unknown): void {
    if (!(error instanceof ShellError)) this.options.onError(error);
  }

  private async holds({ sequence, hash }: JournalHead): Promise<boolean> {
    const entries = (database: Kysely<SharedTables>) => database.selectFrom('boule_bleue_journal').select(['sequence', 'hash']);
    const row = await this.engine.read((database) => entries(database).where('sequence', '=', sequence).executeTakeFirst());
    const parsed = v.safeParse(journalHeadSchema, row);
    return parsed.success && parsed.output.hash === hash;
  }

  private async selectStore(database: Kysely<SharedTables>, locks = false): Promise<StoreRow> {
    return this.parseStore(await storeQuery(database, locks).executeTakeFirst());
  }

  private parseStore(row: unknown): StoreRow {
    const parsed = v.safeParse(storeRowSchema, row);
    if (!parsed.success) throw new ShellError('shared-storage.damaged');
    const { moved_to: target } = parsed.output;
    // What would be written here is lost to those who follow it there.
    if (target !== null) throw new ShellError('shared-storage.moved', { target });
    this.knownStoreId = parsed.output.store_id;
    return parsed.output;
  }
}

function storeQuery(database: Kysely<SharedTables>, locks: boolean) {
  const select = database.selectFrom('boule_bleue_store').selectAll().where('id', '=', 1);
  return locks ? select.forUpdate() : select;
}

function selectJournalPage(database: Kysely<SharedTables>, after: number): Promise<readonly unknown[]> {
  const entries = database.selectFrom('boule_bleue_journal').selectAll().where('sequence', '>', after);
  return entries.orderBy('sequence').limit(journalPage).execute();
}
