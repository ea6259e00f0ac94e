import { chmodSync, truncateSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Disposable } from '../../../core/lifecycle.ts';

const sqliteBusy = 5;
const sqliteNotADatabase = 26;

/**
 * Takes a lock that the operating system releases when the process dies, however it dies.
 *
 * Node has no file locks of its own; SQLite has, on every platform: an empty database with an open
 * exclusive transaction. It is not the store itself, because on POSIX systems closing any other
 * descriptor of a locked file, such as a reader's or a copy's, would silently give the lock away.
 * For the same reason nothing else may ever open this file.
 *
 * @returns `undefined` when another process, or another part of this one, holds it.
 * @throws the system's error when the file can't be created.
 */
export function takeFolderLock(path: string): Disposable | undefined {
  try {
    return lock(path);
  } catch (error) {
    const code = sqliteCode(error);
    if (code === sqliteBusy) return undefined;
    if (code !== sqliteNotADatabase) throw error;
    // Foreign content, which is only seen when nobody holds the lock. Nothing of ours is ever in there.
    truncateSync(path);
    return takeFolderLock(path);
  }
}

function lock(path: string): Disposable {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    // Who can read the file can hold the lock, and so keep its owner out.
    chmodSync(path, 0o600);
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    dispose: () => {
      if (database.isOpen) database.close();
    },
  };
}

/** The low byte of an extended code is its primary code. */
function sqliteCode(error: unknown): number | undefined {
  const extended = (error as { errcode?: number }).errcode;
  return extended && extended & 0xff;
}
