import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { ShellError } from '../../../core/errors.ts';
import { shellId } from '../../shell-manifest.ts';
import type { Store } from '../storage/store.ts';
import { SeenHeads } from './seen-heads.ts';
import { SharedStorage } from './shared-storage.ts';

export interface SharedStorageSources {
  /** File of the shared documents where there is no réseau, and the folder of its backups. */
  readonly paths: { readonly sharedStore: string; readonly sharedBackups: string };
  readonly store: Store;
  readonly onError: (message: string, error: unknown) => void;
}

/** The shared documents of a workstation without a réseau. */
export function localSharedStorage({ paths, store, onError }: SharedStorageSources): SharedStorage {
  const workstation = hostname();
  const seenHeads = new SeenHeads({
    storage: store.documents(shellId),
    onError: (error) => onError('How far the journal was seen could not be kept', error),
  });
  return new SharedStorage({
    ...{ location: 'workstation', workstation, seenHeads },
    late: () => new ShellError('storage.not-writable', { path: paths.sharedStore }),
    isEmpty: () => !existsSync(paths.sharedStore),
    open: async () => {
      // Takes longer to load than the host has until its window is called.
      const { openSqliteEngine } = await import('./open-sqlite-engine.ts');
      const { SharedStore } = await import('./shared-store.ts');
      const onBackupError = (error: unknown) => onError('The shared documents could not be backed up', error);
      const { engine, file } = openSqliteEngine({ path: paths.sharedStore, backups: paths.sharedBackups, onBackupError });
      return { store: new SharedStore({ engine, workstation, seenHeads }), notices: file.notices };
    },
  });
}
