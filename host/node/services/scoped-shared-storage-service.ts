import * as v from 'valibot';
import { ShellError } from '../../../core/errors.ts';
import type { Disposable } from '../../../core/lifecycle.ts';
import type { Serialisable } from '../../../core/message.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import {
  type JournalEntry,
  type JournalNote,
  type JournalQuery,
  type JournalVerdict,
  type SharedChange,
  type SharedDocument,
  type SharedStorageChange,
  SharedStorageService,
  type SharedStorageStatus,
} from '../../../core/services/shared-storage-service.ts';
import type { SharedStorage, SharedStorageNews } from '../shared-storage/shared-storage.ts';

/** What every engine can keep as a name: PostgreSQL takes neither NUL nor halves of characters. */
const name = (maximumLength: number) =>
  v.pipe(
    v.string(),
    v.maxLength(maximumLength),
    v.check((text) => text.isWellFormed() && !text.includes('\0')),
  );
const collectionSchema = v.pipe(name(256), v.minLength(1));
const idSchema = name(1_024);
/** The length of texts is for the journal to bound: it keeps their beginnings. */
const detailsSchema = v.optional(
  v.pipe(
    v.record(v.pipe(v.string(), v.maxLength(64)), v.union([v.string(), v.pipe(v.number(), v.finite()), v.boolean()])),
    v.maxEntries(32),
  ),
);

/** Documents of one plugin: its rows bear its id, and no method can name another's. */
export class ScopedSharedStorageService extends SharedStorageService {
  constructor(
    private readonly scope: PluginScope,
    private readonly storage: SharedStorage,
  ) {
    super();
  }

  private get plugin(): string {
    return this.scope.manifest.id;
  }

  override async get<T extends Serialisable>(collection: string, id: string): Promise<SharedDocument<T> | undefined> {
    this.requireNames(collection, id);
    return this.storage.call((store) => store.get<T>(this.plugin, collection, id));
  }

  override async list<T extends Serialisable>(
    collection: string,
  ): Promise<{ readonly documents: readonly SharedDocument<T>[]; readonly damaged: readonly string[] }> {
    this.requireNames(collection);
    return this.storage.call((store) => store.list<T>(this.plugin, collection));
  }

  override async write(changes: readonly SharedChange[], notes: readonly JournalNote[] = []): Promise<readonly number[]> {
    for (const { collection, id } of changes) this.requireNames(collection, id);
    for (const note of notes) this.requireFacts(note);
    if (changes.length === 0 && notes.length === 0) return [];
    // What the caller does with its objects afterwards must not change what is written.
    const [kept, noted] = structuredClone([changes, notes] as const);
    return this.storage.call((store) => store.write(this.plugin, kept, noted));
  }

  override async readJournal(query: JournalQuery = {}): Promise<readonly JournalEntry[]> {
    return this.storage.call((store) => store.readJournal(this.plugin, query));
  }

  override async verifyJournal({ signal }: { readonly signal?: AbortSignal } = {}): Promise<JournalVerdict> {
    const ending = AbortSignal.any([this.scope.signal, ...(signal ? [signal] : [])]);
    return this.storage.callAtLength((store) => store.verifyJournal(ending));
  }

  override async status(): Promise<SharedStorageStatus> {
    return this.storage.status();
  }

  override onDidChange(listener: (change: SharedStorageChange) => void): Disposable {
    const subscription = this.storage.onDidChange((news) => {
      for (const change of this.changesFor(news)) listener(change);
    });
    return this.scope.store.add(subscription);
  }

  private changesFor(news: SharedStorageNews): readonly SharedStorageChange[] {
    if (news.kind === 'status') return [{ kind: 'status' }];
    if (news.plugin !== undefined && news.plugin !== this.plugin) return [];
    if (news.kind === 'all') return [{ kind: 'all' }];
    return news.collections.map(({ collection, ids }) => ({ kind: 'documents', collection, ids }));
  }

  private requireNames(collection: string, id = ''): void {
    if (v.is(collectionSchema, collection) && v.is(idSchema, id)) return;
    throw new ShellError('shared-storage.name-invalid', { plugin: this.plugin });
  }

  private requireFacts({ action, details }: JournalNote): void {
    if (v.is(detailsSchema, details)) return;
    throw new ShellError('shared-storage.note-invalid', { plugin: this.plugin, action });
  }
}
