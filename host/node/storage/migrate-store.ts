import { closeSync, openSync, rmSync } from 'node:fs';
import { replaceFile } from '../data-folder/write-file-atomically.ts';
import { StoreDatabase } from './store-database.ts';

/** Makes an empty store of the newest version. It appears under its name only when it is complete. */
export function createStore(path: string, migrations: readonly string[]): void {
  const newPath = `${path}.new`;
  for (const ending of ['', '-wal', '-shm']) rmSync(newPath + ending, { force: true });
  // SQLite gives its further files the mode of this one.
  closeSync(openSync(newPath, 'wx', 0o600));
  const database = new StoreDatabase(newPath);
  try {
    migrateStore(database, migrations);
    // Closing would do this too, but say nothing where the disk is full: then half a store got the name.
    database.execute('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
  replaceFile(newPath, path);
}

/** Leads a store to the newest version, each step as a whole or not at all. */
export function migrateStore(database: StoreDatabase, migrations: readonly string[]): void {
  for (let version = storeVersion(database); version < migrations.length; version++) {
    database.transaction(() => {
      database.execute(migrations[version] ?? '');
      database.execute(`PRAGMA user_version = ${version + 1}`);
    });
  }
}

export function storeVersion(database: StoreDatabase): number {
  return Number(database.get('PRAGMA user_version')?.user_version);
}
