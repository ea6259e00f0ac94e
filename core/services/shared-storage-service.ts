import type { Disposable } from '../lifecycle.ts';
import type { Serialisable } from '../message.ts';

/** A document as it is kept. */
export interface SharedDocument<T extends Serialisable = Serialisable> {
  readonly id: string;
  readonly value: T;
  /** Grows with each change of the document, also where it was removed and made anew meanwhile. The first one is 1 or more. */
  readonly revision: number;
}

/** One change of a {@link SharedStorageService.write}. Without a value it removes the document. */
export interface SharedChange {
  readonly collection: string;
  readonly id: string;
  readonly value?: Serialisable;
  /** The revision that the change was made of: another one refuses the write. 0: there must be no such document. Left out: whatever there is. */
  readonly revision?: number;
}

/** What is noted of an action. Never a secret, nor a value that was typed. Of each text the first 1,000 characters are kept. */
export interface JournalNote {
  /** What was done, as `credentials.saved`. */
  readonly action: string;
  /** Who did it, in the words of that time. */
  readonly actor?: string;
  /** Whom or what it was done to, in the words of that time. */
  readonly subject?: string;
  /** Short facts: at most 32, whose names have at most 64 characters, and whose numbers are finite. */
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/** A note as the journal holds it. */
export interface JournalEntry extends JournalNote {
  /** Without a gap from 1, over all plugins and workstations. */
  readonly sequence: number;
  /** In ms since 1970, by the clock of the workstation. */
  readonly at: number;
  /** Name of the workstation. */
  readonly workstation: string;
}

/** Which entries of the journal are wanted; all conditions hold at once. */
export interface JournalQuery {
  /** Only entries older than that sequence. */
  readonly before?: number;
  /** At most so many, the newest first. Default 100, at most 1,000. */
  readonly limit?: number;
  readonly action?: string;
  /** In any case, anywhere in actor, subject, workstation or action. */
  readonly text?: string;
  /** In ms since 1970, both inclusive. */
  readonly from?: number;
  readonly to?: number;
}

/** What a look at the whole chain found. */
export type JournalVerdict =
  | { readonly ok: true; readonly entryCount: number }
  /**
   * `sequence` is the first entry that isn't what was written: `altered`, `missing`, or `cut-off` where the chain ends before the last entry
   * that this workstation has seen.
   */
  | { readonly ok: false; readonly entryCount: number; readonly problem: 'altered' | 'missing' | 'cut-off'; readonly sequence: number };

/** Where the shared documents are, and whether they can be had. */
export type SharedStorageStatus = {
  /** `workstation`: on this workstation alone. `network`: in the réseau's database. */
  readonly location: 'workstation' | 'network';
  /** Names the store for good, wherever it is moved. Unknown until it was reached once. */
  readonly storeId?: string;
  /** Name of this workstation, as the journal notes it. */
  readonly workstation: string;
  readonly isReachable: boolean;
  /**
   * Why it isn't, as a code of the shell's errors: `shared-storage.unreachable`, `.sign-in-refused`, `.password-missing`, `.not-permitted`,
   * `.database-missing`, `.not-secure`, `.newer`, `.foreign`, `.moved`, `.damaged`, `.read-only`, `.full`, `.too-many-connections`.
   */
  readonly problem?: string;
};

export type SharedStorageChange =
  /** Documents were written or removed, here or on another workstation. */
  | { readonly kind: 'documents'; readonly collection: string; readonly ids: readonly string[] }
  /** Anything may have changed: the store was out of reach for a while. */
  | { readonly kind: 'all' }
  | { readonly kind: 'status' };

/**
 * Keeps the plugin's documents that all workstations of the office share: in the réseau's database, or on this workstation where there is
 * none. Apart from those of other plugins. Not for secrets in the open. Needs the permission `sharedStorage`.
 *
 * Every method throws ShellError `shared-storage.unreachable` (and the other problems of {@link SharedStorageStatus}) within ten seconds where the
 * store can't be had. A `write` that throws it may have been carried out all the same: read again before repeating it.
 */
export abstract class SharedStorageService {
  static readonly serviceId = 'sharedStorage';
  static readonly permission = 'sharedStorage';

  /**
   * One document, or `undefined`.
   * @throws ShellError `shared-storage.document-damaged` when its row is no longer what was written.
   */
  abstract get<T extends Serialisable>(collection: string, id: string): Promise<SharedDocument<T> | undefined>;

  /** All documents of a collection, ordered by id, and the ids of those whose rows are no longer what was written. */
  abstract list<T extends Serialisable>(
    collection: string,
  ): Promise<{ readonly documents: readonly SharedDocument<T>[]; readonly damaged: readonly string[] }>;

  /**
   * Applies all changes and adds all notes to the journal, or does nothing. Durable once resolved.
   * @returns the documents' new revisions, in the order of the changes; 0 for a removed one.
   * @throws ShellError `shared-storage.conflict` with `collection` and `id` when a document is not of the revision that its change was made of;
   *   `storage.quota` when all documents together would take more than 64 MB; `shared-storage.name-invalid` when a collection or an id is empty
   *   (the former), holds NUL or half a character, or more than 256 and 1,024 characters; `shared-storage.note-invalid` when a note's details
   *   are more than they may be, or other than they are described.
   */
  abstract write(changes: readonly SharedChange[], notes?: readonly JournalNote[]): Promise<readonly number[]>;

  /** Entries of the plugin's own notes, the newest first. */
  abstract readJournal(query?: JournalQuery): Promise<readonly JournalEntry[]>;

  /** Checks the whole chain, other plugins' entries included, against itself and against what this workstation has seen of it. */
  abstract verifyJournal(options?: { readonly signal?: AbortSignal }): Promise<JournalVerdict>;

  /** Where the documents are. Never throws for a store that can't be had. */
  abstract status(): Promise<SharedStorageStatus>;

  /** Tells what changed, within a second where another workstation changed it. The plugin's own writes are told too. */
  abstract onDidChange(listener: (change: SharedStorageChange) => void): Disposable;
}
