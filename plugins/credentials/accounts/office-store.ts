import {
  type Event,
  EventEmitter,
  type JournalNote,
  type LogService,
  type Serialisable,
  type SharedChange,
  type SharedStorageChange,
  type SharedStorageService,
  type SharedStorageStatus,
  ShellError,
} from 'boule-bleue';
import * as v from 'valibot';
import { SerialQueue } from '../serial-queue.ts';
import { breathe } from '../several/breathe.ts';
import { type Collection, type DocumentOf, documentSchemas } from './documents.ts';
import { type DamagedIds, type Documents, type OfficeSnapshot, type Stored, takeSnapshot } from './office-snapshot.ts';

/** What to write, worked out of a snapshot. */
export interface Plan<T> {
  readonly changes: readonly SharedChange[];
  readonly notes?: readonly JournalNote[];
  readonly result: T;
}

const collectionNames = Object.keys(documentSchemas) as readonly Collection[];

type DocumentList = Awaited<ReturnType<SharedStorageService['list']>>;

/** Where more documents of a collection changed, it is read as a whole: each one by itself is a way to the database. */
const readOneByOne = 100;
/** So many documents are looked at before others have their turn: a few milliseconds. */
const keptAtOnce = 500;

/** A plan is made anew so many times where others write what it is made of. */
const maximumAttempts = 8;

/** The office's documents, read once and then kept up with what changes, here and on other workstations. */
export class OfficeStore {
  private readonly queue = new SerialQueue();
  private readonly documents = byCollection(() => new Map<string, Stored<never>>()) as unknown as Documents;
  private readonly damaged = byCollection(() => new Set<string>()) as DamagedIds;
  private readonly outdated = byCollection(() => new Set<string>());
  private isOutdated = true;
  private snapshot: OfficeSnapshot | undefined;
  private readonly changed = new EventEmitter<void>();

  private readonly willPlan = new EventEmitter<OfficeSnapshot>();

  /** Of what a plan is about to be made. Who may do what is looked at there: between two attempts others may have changed that. */
  readonly onWillPlan: Event<OfficeSnapshot> = this.willPlan.event;

  private readonly conflicted = new EventEmitter<void>();

  /** Somebody was faster than the news of it: what a plan hangs on without writing it has to be read anew, by {@link distrust}. */
  readonly onDidConflict: Event<void> = this.conflicted.event;

  /** Something may have changed, here or elsewhere. */
  readonly onDidChange: Event<void> = this.changed.event;

  constructor(
    private readonly shared: SharedStorageService,
    private readonly log: LogService,
  ) {
    shared.onDidChange((change) => this.onSharedChange(change));
  }

  /** What was read last, without asking whether it still holds. Tells names while the store is out of reach. */
  get lastRead(): OfficeSnapshot | undefined {
    return this.snapshot;
  }

  status(): Promise<SharedStorageStatus> {
    return this.shared.status();
  }

  /** @param fresh ids to read anew though nothing told that they changed. @throws ShellError `shared-storage.*`. */
  read(fresh: Partial<Record<Collection, readonly string[]>> = {}): Promise<OfficeSnapshot> {
    return this.queue.run(() => {
      for (const [collection, ids] of Object.entries(fresh)) this.noteOutdated(collection, ids);
      return this.readNow();
    });
  }

  /**
   * Carries a plan out as one write. Where somebody else changed meanwhile what it was made of, it is made anew.
   * @throws what the plan throws; ShellError `shared-storage.*`.
   */
  change<T>(makePlan: (snapshot: OfficeSnapshot) => Plan<T> | Promise<Plan<T>>): Promise<T> {
    return this.queue.run(async () => {
      for (let attempt = 1; ; attempt += 1) {
        const snapshot = await this.readNow();
        this.willPlan.fire(snapshot);
        const { changes, notes = [], result } = await makePlan(snapshot);
        if (changes.length === 0 && notes.length === 0) return result;
        try {
          await this.write(changes, notes);
          return result;
        } catch (error) {
          if (!(error instanceof ShellError) || error.code !== 'shared-storage.conflict' || attempt === maximumAttempts) throw error;
          this.conflicted.fire();
        }
      }
    });
  }

  /** Has a document read anew before the next plan, though nothing told that it changed. */
  distrust(collection: Collection, id: string): void {
    this.outdated[collection].add(id);
  }

  private async write(changes: readonly SharedChange[], notes: readonly JournalNote[]): Promise<void> {
    try {
      await this.shared.write(changes, notes);
    } finally {
      // A write that fails may have been carried out all the same.
      for (const { collection, id } of changes) this.noteOutdated(collection, [id]);
      this.changed.fire();
    }
  }

  private async readNow(): Promise<OfficeSnapshot> {
    const status = await this.shared.status();
    const isChanged = this.isOutdated ? await this.readAll() : await this.readOutdated();
    if (isChanged || !this.snapshot) this.snapshot = takeSnapshot(status, this.documents, this.damaged);
    else this.snapshot = { ...this.snapshot, status };
    return this.snapshot;
  }

  private async readAll(): Promise<boolean> {
    this.isOutdated = false;
    for (const collection of collectionNames) this.outdated[collection].clear();
    try {
      const lists = await Promise.all(collectionNames.map((collection) => this.shared.list(collection)));
      for (const [index, collection] of collectionNames.entries()) {
        await this.keepAll(collection, lists[index] ?? { documents: [], damaged: [] });
      }
    } catch (error) {
      this.isOutdated = true;
      throw error;
    }
    return true;
  }

  private async readOutdated(): Promise<boolean> {
    let isChanged = false;
    for (const collection of collectionNames) {
      const ids = [...this.outdated[collection]];
      isChanged ||= ids.length > 0;
      if (ids.length > readOneByOne) await this.readCollectionAgain(collection);
      else for (const id of ids) await this.readAgain(collection, id);
    }
    return isChanged;
  }

  private async readCollectionAgain(collection: Collection): Promise<void> {
    const ids = [...this.outdated[collection]];
    this.outdated[collection].clear();
    try {
      await this.keepAll(collection, await this.shared.list(collection));
    } catch (error) {
      this.noteOutdated(collection, ids);
      throw error;
    }
  }

  private async readAgain(collection: Collection, id: string): Promise<void> {
    this.outdated[collection].delete(id);
    try {
      await this.readOne(collection, id);
    } catch (error) {
      this.outdated[collection].add(id);
      throw error;
    }
  }

  private async keepAll(collection: Collection, { documents, damaged }: DocumentList): Promise<void> {
    this.documents[collection].clear();
    this.damaged[collection].clear();
    for (const [index, { id, value, revision }] of documents.entries()) {
      if (index % keptAtOnce === keptAtOnce - 1) await breathe();
      this.keep(collection, id, value, revision);
    }
    for (const id of damaged) this.damaged[collection].add(id);
  }

  private async readOne(collection: Collection, id: string): Promise<void> {
    try {
      const document = await this.shared.get(collection, id);
      this.documents[collection].delete(id);
      this.damaged[collection].delete(id);
      if (document) this.keep(collection, id, document.value, document.revision);
    } catch (error) {
      if (!(error instanceof ShellError) || error.code !== 'shared-storage.document-damaged') throw error;
      this.documents[collection].delete(id);
      this.damaged[collection].add(id);
    }
  }

  private keep<C extends Collection>(collection: C, id: string, value: Serialisable, revision: number): void {
    const outcome = v.safeParse(documentSchemas[collection], value);
    if (outcome.success) {
      (this.documents[collection] as Map<string, Stored<DocumentOf<C>>>).set(id, { value: outcome.output as DocumentOf<C>, revision });
      return;
    }
    this.log.warn('A shared document is of an unknown shape and is left out.', { collection, id });
    this.damaged[collection].add(id);
  }

  private onSharedChange(change: SharedStorageChange): void {
    if (change.kind === 'documents') this.noteOutdated(change.collection, change.ids);
    if (change.kind === 'all') this.isOutdated = true;
    this.changed.fire();
  }

  private noteOutdated(collection: string, ids: readonly string[]): void {
    if (!Object.hasOwn(documentSchemas, collection)) return;
    for (const id of ids) this.outdated[collection as Collection].add(id);
  }
}

function byCollection<T>(create: () => T): Record<Collection, T> {
  return Object.fromEntries(collectionNames.map((collection) => [collection, create()])) as Record<Collection, T>;
}
