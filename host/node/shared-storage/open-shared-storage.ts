import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { ShellError } from '../../../core/errors.ts';
import type { LogService } from '../../../core/services/log-service.ts';
import { shellId } from '../../shell-manifest.ts';
import type { Store } from '../storage/store.ts';
import type { DatabaseAddress } from './postgres/database-address.ts';
import { SeenHeads } from './seen-heads.ts';
import { SharedStorage } from './shared-storage.ts';

export interface SharedStorageSources {
  /** File of the shared documents where there is no réseau, and the folder of its backups. */
  readonly paths: { readonly sharedStore: string; readonly sharedBackups: string };
  readonly store: Store;
  readonly onError: (message: string, error: unknown) => void;
}

export interface NetworkSources extends Pick<SharedStorageSources, 'store' | 'onError'> {
  readonly address: DatabaseAddress;
  readonly log: LogService;
}

/** The shared documents of a workstation without a réseau. */
export function localSharedStorage({ paths, store, onError }: SharedStorageSources): SharedStorage {
  const workstation = hostname();
  const seenHeads = createSeenHeads({ store, onError });
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

/** The shared documents of a réseau. Nothing waits for its database but what needs it. */
export function networkSharedStorage({ address, store, log, onError }: NetworkSources): SharedStorage {
  const workstation = hostname();
  const seenHeads = createSeenHeads({ store, onError });
  const { host: server, database, user } = address;
  return new SharedStorage({
    ...{ location: 'network', workstation, seenHeads },
    late: () => new ShellError('shared-storage.unreachable', { server, database, user }),
    open: async (onReconnect) => {
      const { openPostgresEngine } = await import('./postgres/open-postgres-engine.ts');
      const { SharedStore } = await import('./shared-store.ts');
      return { store: new SharedStore({ engine: openPostgresEngine({ address, log, onReconnect }), workstation, seenHeads }), notices: [] };
    },
  });
}

function createSeenHeads({ store, onError }: Pick<SharedStorageSources, 'store' | 'onError'>): SeenHeads {
  return new SeenHeads({
    storage: store.documents(shellId),
    onError: (error) => onError('How far the journal was seen could not be kept', error),
  });
}
