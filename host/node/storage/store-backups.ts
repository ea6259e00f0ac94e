import { closeSync, copyFileSync, fsyncSync, mkdirSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../data-folder/write-file-atomically.ts';
import { inspectStore } from './inspect-store.ts';
import { toStorageError } from './storage-error.ts';
import type { StoreDatabase } from './store-database.ts';

interface Backup {
  readonly path: string;
  /** Tells older from newer, since a workstation's clock may be wrong for a while. */
  readonly number: number;
  /** Day it was taken, `YYYY-MM-DD` in UTC. */
  readonly day: string;
  readonly version: number;
}

const namePattern = /^store-(\d{6})-(\d{4}-\d{2}-\d{2})-v(\d+)\.sqlite$/;
const kept = 3;

/** Copies of the store in a folder of their own: the last of each day, of the three last days it was used. */
export class StoreBackups {
  constructor(private readonly directory: string) {}

  /**
   * Copies the open store, taking the place of a copy of the same day and version. A store that turns
   * out to be damaged is not copied, and no older copy goes.
   * @throws ShellError as {@link StoreDatabase}.
   */
  take(database: StoreDatabase, version: number, now: Date): void {
    const former = this.list();
    const day = now.toISOString().slice(0, 10);
    const number = (former.at(-1)?.number ?? 0) + 1;
    const path = join(this.directory, `store-${String(number).padStart(6, '0')}-${day}-v${version}.sqlite`);
    this.copy(database, path, version);
    const replaced = former.filter((backup) => backup.day === day && backup.version === version);
    const rest = former.filter((backup) => !replaced.includes(backup));
    for (const backup of [...replaced, ...rest.slice(0, Math.max(0, rest.length + 1 - kept))]) rmSync(backup.path, { force: true });
  }

  /** Whether the newest copy is of another day. */
  isDue(now: Date): boolean {
    return this.list().at(-1)?.day !== now.toISOString().slice(0, 10);
  }

  /**
   * Puts the newest sound copy in the store's place, keeping the copy.
   * @returns the day it was taken, or `undefined` where there is none.
   */
  restore(storePath: string, knownVersion: number): string | undefined {
    for (const backup of this.list().reverse()) {
      if (backup.version > knownVersion || inspectStore(backup.path, knownVersion).kind !== 'sound') continue;
      const newPath = `${storePath}.new`;
      copyFileSync(backup.path, newPath);
      flushFile(newPath);
      replaceFile(newPath, storePath);
      return backup.day;
    }
    return undefined;
  }

  /** Oldest first. */
  private list(): Backup[] {
    return listFolder(this.directory)
      .flatMap((name): Backup[] => {
        const [, number, day, version] = namePattern.exec(name) ?? [];
        if (number === undefined || day === undefined || version === undefined) return [];
        return [{ path: join(this.directory, name), number: Number(number), day, version: Number(version) }];
      })
      .sort((first, second) => first.number - second.number);
  }

  private copy(database: StoreDatabase, path: string, knownVersion: number): void {
    const newPath = join(this.directory, 'store.new');
    try {
      mkdirSync(this.directory, { recursive: true, mode: 0o700 });
      rmSync(newPath, { force: true });
      closeSync(openSync(newPath, 'wx', 0o600));
      database.check();
      database.run('VACUUM INTO ?', newPath);
      flushFile(newPath);
      const state = inspectStore(newPath, knownVersion);
      if (state.kind !== 'sound') throw new Error(`The backup is not sound: ${JSON.stringify(state)}`);
      replaceFile(newPath, path);
    } catch (error) {
      rmSync(newPath, { force: true });
      throw toStorageError(error, path);
    }
  }
}

function listFolder(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw toStorageError(error, directory);
  }
}

function flushFile(path: string): void {
  const descriptor = openSync(path, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
