import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { ShellError } from '../../../core/errors.ts';
import type { Message } from '../../../core/message.ts';
import { setAside } from '../data-folder/set-aside.ts';
import { inspectStore } from './inspect-store.ts';
import { createStore, migrateStore, storeVersion } from './migrate-store.ts';
import { migrations } from './migrations.ts';
import { toStorageError } from './storage-error.ts';
import { Store } from './store.ts';
import { StoreBackups } from './store-backups.ts';
import { StoreDatabase } from './store-database.ts';
import { StoreFile } from './store-file.ts';

export interface StoreFileOptions {
  readonly path: string;
  /** Folder of the backups. */
  readonly backups: string;
  /** Told when a backup in the background fails. */
  readonly onBackupError?: (error: unknown) => void;
  /** Default: the clock. */
  readonly now?: () => Date;
  readonly migrations: readonly string[];
}

/** `migrations`: the product's by default. */
export type StoreOptions = Omit<StoreFileOptions, 'migrations'> & Partial<Pick<StoreFileOptions, 'migrations'>>;

/** Files that SQLite keeps beside a database in WAL mode. */
const companions = ['-wal', '-shm'];

/** Opens the store of a data folder that this process holds: see {@link openStoreFile}. */
export function openStore(options: StoreOptions): Store {
  return new Store(openStoreFile({ ...options, migrations: options.migrations ?? migrations }));
}

/**
 * Opens a database file of a data folder that this process holds, making, migrating or restoring it where
 * needed. A damaged file is set aside under a dated name, never overwritten, and the newest sound
 * backup takes its place; `notices` then tell the user.
 *
 * @throws ShellError `storage.newer`, without touching anything, for a file of a newer program;
 *   `storage.full`, `storage.not-writable`, `storage.damaged`.
 */
export function openStoreFile(options: StoreFileOptions): StoreFile {
  const { path, migrations: steps, now = () => new Date(), onBackupError = () => {} } = options;
  const backups = new StoreBackups(options.backups);
  try {
    const notices = prepareFile(path, backups, steps, now());
    const database = new StoreDatabase(path);
    try {
      bringUpToDate(database, backups, steps, now());
    } catch (error) {
      database.close();
      throw error;
    }
    return new StoreFile({ database, backups, notices, version: steps.length, now, onBackupError });
  } catch (error) {
    throw toStorageError(error, path);
  }
}

/** Leaves a sound store at the path, and tells what had to be done for it. */
function prepareFile(path: string, backups: StoreBackups, steps: readonly string[], now: Date): Message[] {
  const state = inspectStore(path, steps.length);
  if (state.kind === 'sound') {
    if (state.version <= steps.length) return [];
    throw new ShellError('storage.newer', { path, version: state.version, knownVersion: steps.length });
  }
  const damaged = state.kind === 'damaged' ? basename(setAside(path, now, companions)) : undefined;
  // A log without its store would be replayed into the next one.
  for (const companion of companions) if (existsSync(path + companion)) setAside(path + companion, now);
  const day = backups.restore(path, steps.length);
  if (day === undefined) createStore(path, steps);
  return describeRepair(damaged, day);
}

function describeRepair(damaged: string | undefined, backupDay: string | undefined): Message[] {
  if (backupDay === undefined) return damaged === undefined ? [] : [{ key: 'notice.storage.damaged-empty', args: { file: damaged } }];
  // Noon, so that it is the same day in every French time zone, the overseas ones included.
  const day = Date.parse(`${backupDay}T12:00:00Z`);
  if (damaged === undefined) return [{ key: 'notice.storage.missing-restored', args: { day } }];
  return [{ key: 'notice.storage.damaged-restored', args: { day, file: damaged } }];
}

function bringUpToDate(database: StoreDatabase, backups: StoreBackups, steps: readonly string[], now: Date): void {
  const version = storeVersion(database);
  if (version === steps.length) return;
  backups.take(database, version, now);
  migrateStore(database, steps);
}
