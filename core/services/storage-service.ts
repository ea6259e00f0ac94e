import type { Serialisable } from '../message.ts';

/** One change of a {@link StorageService.write}. Without a value it removes the document. */
export interface StorageChange {
  readonly collection: string;
  readonly id: string;
  readonly value?: Serialisable;
}

/** Keeps the plugin's own documents, in collections, apart from those of others. Not for secrets. */
export abstract class StorageService {
  static readonly serviceId = 'storage';

  /** One document, or `undefined`. */
  abstract get<T extends Serialisable>(collection: string, id: string): Promise<T | undefined>;

  /** All documents of a collection, ordered by id. */
  abstract list<T extends Serialisable>(collection: string): Promise<readonly { readonly id: string; readonly value: T }[]>;

  /**
   * Applies all changes or none. Durable once resolved.
   * @throws ShellError `storage.quota` when all documents together would take more than 16 MB.
   */
  abstract write(changes: readonly StorageChange[]): Promise<void>;
}
