import { hash } from 'node:crypto';
import {
  type Disposable,
  EventEmitter,
  type JournalEntry,
  type JournalNote,
  type JournalQuery,
  type JournalVerdict,
  type Serialisable,
  type SharedChange,
  type SharedDocument,
  type SharedStorageChange,
  SharedStorageService,
  type SharedStorageStatus,
  ShellError,
} from 'boule-bleue';

interface KeptDocument {
  readonly collection: string;
  readonly id: string;
  /** JSON. */
  text: string;
  revision: number;
  isDamaged: boolean;
}

interface KeptEntry extends JournalEntry {
  readonly plugin: string;
  readonly hash: string;
}

type News = SharedStorageChange & { readonly plugin?: string };

/** What all workstations of a test share. It can be put out of reach, and its rows can be spoilt. */
export class MemorySharedStore {
  readonly storeId = crypto.randomUUID();
  /** By plugin. */
  readonly documents = new Map<string, Map<string, KeptDocument>>();
  readonly journal: KeptEntry[] = [];
  readonly news = new EventEmitter<News>();
  readonly removedRevisions = new Map<string, number>();
  private currentProblem: string | undefined;

  constructor(
    readonly location: SharedStorageStatus['location'] = 'workstation',
    readonly quotaBytes = 64 * 1024 * 1024,
  ) {}

  get problem(): string | undefined {
    return this.currentProblem;
  }

  /** Puts the store out of reach, or back within it: `undefined`. */
  set problem(problem: string | undefined) {
    this.currentProblem = problem;
    this.news.fire({ kind: 'status' });
    if (problem === undefined) this.news.fire({ kind: 'all' });
  }

  of(plugin: string): Map<string, KeptDocument> {
    const documents = this.documents.get(plugin) ?? new Map<string, KeptDocument>();
    this.documents.set(plugin, documents);
    return documents;
  }

  /** Makes a row something that was never written. */
  damage(plugin: string, collection: string, id: string): void {
    const kept = this.of(plugin).get(keyOf(collection, id));
    if (kept) kept.isDamaged = true;
  }
}

const maximumName = { collection: 256, id: 1_024, detail: 64 };
const maximumDetails = 32;

/** Shared documents as one plugin on one workstation sees them. Several on one store are several workstations. */
export class MemorySharedStorage extends SharedStorageService {
  private seen: KeptEntry | undefined;

  constructor(
    readonly store = new MemorySharedStore(),
    private readonly workstation = 'poste-1',
    private readonly plugin = 'plugin',
    private readonly now: () => number = Date.now,
  ) {
    super();
  }

  override async get<T extends Serialisable>(collection: string, id: string): Promise<SharedDocument<T> | undefined> {
    this.requireNames(collection, id);
    this.requireReach();
    const kept = this.documents.get(keyOf(collection, id));
    if (kept?.isDamaged) throw new ShellError('shared-storage.document-damaged', { plugin: this.plugin, collection, id });
    return kept && toDocument<T>(kept);
  }

  override async list<T extends Serialisable>(
    collection: string,
  ): Promise<{ readonly documents: readonly SharedDocument<T>[]; readonly damaged: readonly string[] }> {
    this.requireNames(collection);
    this.requireReach();
    const kept = [...this.documents.values()]
      .filter((document) => document.collection === collection)
      .sort((first, second) => (first.id < second.id ? -1 : 1));
    const documents = kept.filter(({ isDamaged }) => !isDamaged).map((document) => toDocument<T>(document));
    return { documents, damaged: kept.filter(({ isDamaged }) => isDamaged).map(({ id }) => id) };
  }

  override async write(changes: readonly SharedChange[], notes: readonly JournalNote[] = []): Promise<readonly number[]> {
    for (const { collection, id } of changes) this.requireNames(collection, id);
    for (const note of notes) this.requireFacts(note);
    const texts = changes.map(({ value }) => (value === undefined ? undefined : JSON.stringify(value)));
    const noted = notes.map(beginnings);
    await Promise.resolve();
    this.requireReach();
    const after = new Map([...this.documents].map(([key, kept]) => [key, { ...kept }]));
    let removed = this.store.removedRevisions.get(this.plugin) ?? 0;
    const revisions = changes.map(({ collection, id, revision }, index) => {
      const kept = after.get(keyOf(collection, id));
      if (revision !== undefined && revision !== (kept?.revision ?? 0)) {
        throw new ShellError('shared-storage.conflict', { plugin: this.plugin, collection, id });
      }
      const text = texts[index];
      if (text === undefined) {
        removed = Math.max(removed, kept?.revision ?? 0);
        after.delete(keyOf(collection, id));
        return 0;
      }
      const next = (kept?.revision ?? removed) + 1;
      after.set(keyOf(collection, id), { collection, id, text, revision: next, isDamaged: false });
      return next;
    });
    this.requireRoom(after);
    this.store.documents.set(this.plugin, after);
    this.store.removedRevisions.set(this.plugin, removed);
    for (const note of noted) this.append(note);
    for (const [collection, of] of Map.groupBy(changes, (change) => change.collection)) {
      this.store.news.fire({ kind: 'documents', collection, ids: [...new Set(of.map(({ id }) => id))], plugin: this.plugin });
    }
    return revisions;
  }

  override async readJournal({ limit = 100, ...query }: JournalQuery = {}): Promise<readonly JournalEntry[]> {
    this.requireReach();
    const own = this.store.journal.filter((entry) => entry.plugin === this.plugin && matches(entry, query));
    const newest = own.reverse().slice(0, Math.min(Math.max(1, limit), 1_000));
    return newest.map(({ plugin: _plugin, hash: _hash, ...entry }) => structuredClone(entry));
  }

  override async verifyJournal({ signal }: { readonly signal?: AbortSignal } = {}): Promise<JournalVerdict> {
    signal?.throwIfAborted();
    this.requireReach();
    const { journal } = this.store;
    for (const [index, entry] of journal.entries()) {
      const found = { ok: false, entryCount: index, sequence: index + 1 } as const;
      if (entry.sequence !== index + 1) return { ...found, problem: 'missing' };
      const isOther = entry.sequence === this.seen?.sequence && entry.hash !== this.seen.hash;
      if (isOther || entry.hash !== hashOf(journal[index - 1]?.hash, entry)) return { ...found, problem: 'altered' };
    }
    const entryCount = journal.length;
    if (this.seen && this.seen.sequence > entryCount) return { ok: false, entryCount, problem: 'cut-off', sequence: entryCount + 1 };
    return { ok: true, entryCount };
  }

  override async status(): Promise<SharedStorageStatus> {
    const { location, problem, storeId } = this.store;
    const status = { location, storeId, workstation: this.workstation, isReachable: problem === undefined };
    return problem === undefined ? status : { ...status, problem };
  }

  override onDidChange(listener: (change: SharedStorageChange) => void): Disposable {
    return this.store.news.event(({ plugin, ...change }) => {
      if (plugin === undefined || plugin === this.plugin) listener(change as SharedStorageChange);
    });
  }

  private get documents(): Map<string, KeptDocument> {
    return this.store.of(this.plugin);
  }

  private append(note: JournalNote): void {
    const { journal } = this.store;
    const content = { sequence: journal.length + 1, at: this.now(), workstation: this.workstation, ...note, plugin: this.plugin, hash: '' };
    this.seen = { ...content, hash: hashOf(journal.at(-1)?.hash, content) };
    journal.push(this.seen);
  }

  private requireReach(): void {
    const { problem } = this.store;
    if (problem !== undefined) throw new ShellError(problem as `${string}.${string}`);
  }

  private requireNames(collection: string, id = ''): void {
    const isNamed = collection !== '' && collection.length <= maximumName.collection && id.length <= maximumName.id;
    const isStorable = (collection + id).isWellFormed() && !(collection + id).includes('\0');
    if (!isNamed || !isStorable) throw new ShellError('shared-storage.name-invalid', { plugin: this.plugin });
  }

  private requireFacts({ action, details = {} }: JournalNote): void {
    const facts = Object.entries(details);
    const isShort = facts.length <= maximumDetails && facts.every(([name]) => name.length <= maximumName.detail);
    const isPlain = facts.every(([, value]) => ['string', 'boolean'].includes(typeof value) || Number.isFinite(value));
    if (!isShort || !isPlain) throw new ShellError('shared-storage.note-invalid', { plugin: this.plugin, action });
  }

  private requireRoom(after: ReadonlyMap<string, KeptDocument>): void {
    const size = sizeOf(after);
    if (size <= this.store.quotaBytes || size <= sizeOf(this.documents)) return;
    throw new ShellError('storage.quota', { plugin: this.plugin, maximumMegabytes: Math.round(this.store.quotaBytes / 1024 / 1024) });
  }
}

function sizeOf(documents: ReadonlyMap<string, KeptDocument>): number {
  const sizes = [...documents.values()].map(({ collection, id, text }) => 64 + Buffer.byteLength(collection + id + text));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** A copy of a note, with what is kept of its texts. */
function beginnings(note: JournalNote): JournalNote {
  return JSON.parse(JSON.stringify(note), (_name, value) => (typeof value === 'string' ? value.slice(0, 1_000) : value));
}

function keyOf(collection: string, id: string): string {
  return JSON.stringify([collection, id]);
}

function toDocument<T extends Serialisable>({ id, text, revision }: KeptDocument): SharedDocument<T> {
  return { id, value: JSON.parse(text) as T, revision };
}

function hashOf(previous = '', { hash: _hash, ...content }: KeptEntry): string {
  return hash('sha256', JSON.stringify([previous, content]));
}

function matches(entry: KeptEntry, { before, action, text = '', from, to }: JournalQuery): boolean {
  const texts = [entry.actor, entry.subject, entry.workstation, entry.action].join('\n').toLowerCase();
  const isOfTime = entry.at >= (from ?? entry.at) && entry.at <= (to ?? entry.at);
  return (
    isOfTime &&
    entry.sequence < (before ?? Number.POSITIVE_INFINITY) &&
    (!action || entry.action === action) &&
    texts.includes(text.toLowerCase())
  );
}
