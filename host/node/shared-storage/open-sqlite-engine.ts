import { randomUUID } from 'node:crypto';
import { ShellError } from '../../../core/errors.ts';
import { openStoreFile, type StoreFileOptions } from '../storage/open-store.ts';
import type { StoreFile } from '../storage/store-file.ts';
import { firstHash } from './digests.ts';
import { sharedMigrations } from './migrations.ts';
import { SqliteEngine } from './sqlite-engine.ts';

/** What had to be repaired is told by the file's notices. */
export interface OpenedSqliteEngine {
  readonly engine: SqliteEngine;
  readonly file: StoreFile;
}

/**
 * Opens the shared documents of a workstation without a réseau, as the store beside them: see `openStoreFile`. Rows that are not what was
 * written don't make the file damaged: the repository tells them, and the others stay.
 * @throws ShellError `shared-storage.newer`, `storage.full`, `storage.not-writable`, `storage.damaged`.
 */
export function openSqliteEngine(
  options: Omit<StoreFileOptions, 'migrations'> & { readonly migrations?: readonly string[] },
): OpenedSqliteEngine {
  const { migrations = sharedMigrations } = options;
  const file = openFile({ ...options, migrations });
  const storeId = randomUUID();
  const found = 'INSERT OR IGNORE INTO boule_bleue_store (id, store_id, version, sequence, hash) VALUES (1, ?, ?, 0, ?)';
  file.database.run(found, storeId, migrations.length, firstHash(storeId));
  file.database.run('UPDATE boule_bleue_store SET version = ?1 WHERE version <> ?1', migrations.length);
  return { engine: new SqliteEngine(file), file };
}

function openFile(options: StoreFileOptions): StoreFile {
  try {
    return openStoreFile(options);
  } catch (error) {
    if (!(error instanceof ShellError) || error.code !== 'storage.newer') throw error;
    const { version = 0, knownVersion = 0 } = error.details;
    throw new ShellError('shared-storage.newer', { version, knownVersion }, { cause: error });
  }
}
