import type { CompiledQuery, Kysely, Transaction } from 'kysely';
import type { ShellError } from '../../../core/errors.ts';
import type { Disposable } from '../../../core/lifecycle.ts';
import type { SharedStorageStatus } from '../../../core/services/shared-storage-service.ts';
import type { SharedTables } from './tables.ts';

/** Documents of a plugin that were written or removed. */
export interface ChangedDocuments {
  readonly plugin: string;
  readonly collections: readonly { readonly collection: string; readonly ids: readonly string[] }[];
}

/** `all`: anything may have changed, of one plugin or of every one. */
export type SharedStoreNews = ({ readonly kind: 'documents' } & ChangedDocuments) | { readonly kind: 'all'; readonly plugin?: string };

/** Whether the database can be had, and if not why, as a code of the shell's errors. */
export interface EngineStatus {
  readonly isReachable: boolean;
  readonly problem?: string;
  /** The same with its details, for a sentence. */
  readonly error?: ShellError;
}

export interface SharedTransaction {
  readonly database: Transaction<SharedTables>;
}

/** A transaction that nobody waits for longer than needed: its queries are sent together, and answered in their order. */
export interface SharedWrite {
  /** Writes queries; carries none out. */
  readonly build: Kysely<SharedTables>;
  /** Rows of each query. */
  ask(queries: readonly CompiledQuery[]): Promise<readonly (readonly unknown[])[]>;
  /** Queries that are sent together with the end of the transaction, and what all workstations are to hear of as soon as, and only if, it is carried out. */
  finish(queries: readonly CompiledQuery[], changed?: ChangedDocuments): void;
}

/**
 * A database that holds the shared tables in their newest form. The repository around it writes the same queries for every engine.
 * All methods but `status` throw ShellError `shared-storage.*` or `storage.*` where the database can't be had.
 */
export interface SharedStoreEngine {
  readonly location: SharedStorageStatus['location'];
  /** Whether rows are locked by `FOR UPDATE`. Where they aren't, transactions run one after the other. */
  readonly locksRows: boolean;
  status(): EngineStatus;
  onDidChangeStatus(listener: () => void): Disposable;
  /** Runs queries that change nothing. */
  read<T>(work: (database: Kysely<SharedTables>) => Promise<T>): Promise<T>;
  /** Does all of the work or none of it, durably. */
  transaction<T>(work: (transaction: SharedTransaction) => Promise<T>): Promise<T>;
  /** As {@link transaction}; the work may be run again after it failed by no fault of its own. */
  write<T>(work: (write: SharedWrite) => Promise<T>): Promise<T>;
  /** Every announcement that was carried out, here or on another workstation, once. */
  onNews(listener: (news: SharedStoreNews) => void): Disposable;
  close(): Promise<void>;
}
