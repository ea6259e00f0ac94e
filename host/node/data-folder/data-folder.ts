import { accessSync, constants, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ShellError } from '../../../core/errors.ts';
import type { Disposable } from '../../../core/lifecycle.ts';
import type { Message } from '../../../core/message.ts';
import { takeFolderLock } from './folder-lock.ts';
import { guardFolder } from './guard-folder.ts';
import { type RunningHost, readHostFile, removeHostFile, writeHostFile } from './host-file.ts';
import { makeFolder } from './make-folder.ts';

/** Where in a data folder what is kept. */
export function dataFolderPaths(directory: string) {
  return {
    store: join(directory, 'store.sqlite'),
    backups: join(directory, 'backups'),
    sharedStore: join(directory, 'shared.sqlite'),
    sharedBackups: join(directory, 'shared-backups'),
    logs: join(directory, 'logs'),
    plugins: join(directory, 'plugins'),
    profiles: join(directory, 'profiles'),
    keyFile: join(directory, 'secrets.key'),
    hostFile: join(directory, 'host.json'),
    lock: join(directory, 'host.lock'),
  } as const;
}

export type DataFolderPaths = ReturnType<typeof dataFolderPaths>;

/** Another host runs on the folder. `host` tells how to reach it, once it has announced itself. */
export class DataFolderInUse extends ShellError {
  constructor(
    directory: string,
    readonly host: RunningHost | undefined,
  ) {
    super('data-folder.in-use', { directory });
  }
}

/** The folder where everything that lasts is kept, owned by this process until disposed. */
export class DataFolder implements Disposable {
  readonly paths: DataFolderPaths;
  private isDisposed = false;
  private isAnnounced = false;

  constructor(
    readonly directory: string,
    private readonly lock: Disposable,
    /** What the user should know of it. */
    readonly notices: readonly Message[] = [],
  ) {
    this.paths = dataFolderPaths(directory);
  }

  /**
   * Tells the command line and later starts how to reach this host.
   * @throws ShellError `data-folder.not-writable`.
   */
  announce(host: RunningHost): void {
    try {
      writeHostFile(this.paths.hostFile, host);
    } catch (cause) {
      throw new ShellError('data-folder.not-writable', { directory: this.directory }, { cause });
    }
    this.isAnnounced = true;
  }

  /** Withdraws the announcement and gives the folder free. Close what lives in it first. */
  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    try {
      if (this.isAnnounced) removeHostFile(this.paths.hostFile);
    } finally {
      this.lock.dispose();
    }
  }
}

/**
 * Creates the folder where needed, for its owner only (0700), and takes it for this process.
 * On Windows such modes don't exist: the profile's access list keeps other users out.
 *
 * @throws DataFolderInUse when another host runs on it.
 * @throws ShellError `data-folder.not-writable` when it can't be created or written; `data-folder.foreign`, `data-folder.exposed` when
 *   other users could change it.
 */
export function openDataFolder(directory: string): DataFolder {
  const absolute = resolve(directory);
  const paths = dataFolderPaths(absolute);
  let lock: Disposable | undefined;
  let wasOpen: boolean;
  try {
    makeFolder(absolute);
    wasOpen = guardFolder(absolute);
    requireWritable(absolute, paths.lock);
    lock = takeFolderLock(paths.lock);
  } catch (cause) {
    if (cause instanceof ShellError) throw cause;
    throw new ShellError('data-folder.not-writable', { directory: absolute }, { cause });
  }
  if (lock === undefined) throw new DataFolderInUse(absolute, readHostFile(paths.hostFile));
  const notices = wasOpen ? [{ key: 'notice.data-folder.closed', args: { directory: absolute } }] : [];
  return new DataFolder(absolute, lock, notices);
}

/** In a folder that can only be read SQLite would go on without locking anything. */
function requireWritable(directory: string, lockPath: string): void {
  accessSync(directory, constants.W_OK);
  if (existsSync(lockPath)) accessSync(lockPath, constants.W_OK);
}

/** The host that runs on a folder, as far as its announcement tells; see {@link readHostFile}. */
export function findRunningHost(directory: string): RunningHost | undefined {
  return readHostFile(dataFolderPaths(resolve(directory)).hostFile);
}
