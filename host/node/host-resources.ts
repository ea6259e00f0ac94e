import { shellId } from '../shell-manifest.ts';
import { type DataFolder, openDataFolder } from './data-folder/data-folder.ts';
import type { Demo } from './demo/demo.ts';
import { HostLog, type HostLogOptions } from './logging/host-log.ts';
import { localSharedStorage, networkSharedStorage } from './shared-storage/open-shared-storage.ts';
import type { DatabaseAddress } from './shared-storage/postgres/database-address.ts';
import type { SharedStorage } from './shared-storage/shared-storage.ts';
import { openStore } from './storage/open-store.ts';
import type { Store } from './storage/store.ts';

/** What a host holds open. */
export interface HostResources {
  readonly folder: DataFolder;
  readonly log: HostLog;
  readonly store: Store;
  /** Opened when a plugin first needs it. */
  readonly sharedStorage: SharedStorage;
  /** Ended by whoever started it. */
  readonly demo: Demo | undefined;
}

export interface OpenResourcesOptions {
  readonly dataFolder: string;
  readonly log: Omit<HostLogOptions, 'directory'>;
  readonly demo: Demo | undefined;
  /** The réseau's. */
  readonly database?: DatabaseAddress | undefined;
}

/** @throws DataFolderInUse when another process holds the folder; ShellError `data-folder.*`, `storage.*`: then nothing stays open. */
export async function openResources({ dataFolder, log: logOptions, demo, database }: OpenResourcesOptions): Promise<HostResources> {
  const folder = openDataFolder(dataFolder);
  const log = new HostLog({ ...logOptions, directory: folder.paths.logs });
  const hostLog = log.forPlugin(shellId);
  try {
    const onBackupError = (error: unknown) => hostLog.error('The store could not be backed up', error);
    const store = openStore({ path: folder.paths.store, backups: folder.paths.backups, onBackupError });
    const onError = (message: string, error: unknown) => hostLog.error(message, error);
    const sharedStorage = database
      ? networkSharedStorage({ address: database, store, log: hostLog, onError })
      : localSharedStorage({ paths: folder.paths, store, onError });
    return { folder, log, store, sharedStorage, demo };
  } catch (error) {
    hostLog.error('The host could not be opened', error);
    await log.close();
    folder.dispose();
    throw error;
  }
}

/** Closes all of them, the store before the folder that it lies in, whatever one of them throws. */
export async function closeResources({ folder, log, store, sharedStorage }: HostResources): Promise<void> {
  await using stack = new AsyncDisposableStack();
  stack.defer(() => folder.dispose());
  stack.defer(() => log.close());
  stack.defer(() => store.dispose());
  stack.use(sharedStorage);
}
