import { existsSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { findDamage, registerRowChecksum } from './integrity.ts';
import { isDamage, toStorageError } from './storage-error.ts';

export type StoreState =
  | { readonly kind: 'missing' }
  | { readonly kind: 'damaged'; readonly problem: string }
  /** Sound, of a version that may be older or newer than this program's. */
  | { readonly kind: 'sound'; readonly version: number };

/**
 * Looks at a store file without changing it or the write-ahead log beside it.
 * The store is made as a whole and then renamed, so that one without content or schema was damaged.
 *
 * @param knownVersion stores above it are not examined further, since their form is not ours to judge.
 */
export function inspectStore(path: string, knownVersion: number): StoreState {
  if (!existsSync(path)) return { kind: 'missing' };
  if (statSync(path).size === 0) return { kind: 'damaged', problem: 'The file is empty' };
  const hadIndex = existsSync(`${path}-shm`);
  try {
    return examine(path, knownVersion);
  } catch (error) {
    if (isDamage(error)) return { kind: 'damaged', problem: (error as Error).message };
    throw toStorageError(error, path);
  } finally {
    // A read-only look leaves the index of the write-ahead log behind.
    if (!hadIndex) rmSync(`${path}-shm`, { force: true });
  }
}

function examine(path: string, knownVersion: number): StoreState {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
    if (version > knownVersion) return { kind: 'sound', version };
    if (version < 1) return { kind: 'damaged', problem: 'The file has no version' };
    registerRowChecksum(database);
    const problem = findDamage(database);
    return problem === undefined ? { kind: 'sound', version } : { kind: 'damaged', problem };
  } finally {
    database.close();
  }
}
