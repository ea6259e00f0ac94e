import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { ShellError } from '../../../core/errors.ts';
import type { LogService } from '../../../core/services/log-service.ts';
import { shellId } from '../../shell-manifest.ts';
import type { Store } from '../storage/store.ts';
import type { DatabaseAddress } from './postgres/database-address.ts';
import { SharedStorage } from './shared-storage.ts';
import type { SharedStore } from './shared-store.ts';
import type { SharedStoreEngine } from './shared-store-engine.ts';

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
  return new SharedStorage({
    ...{ location: 'workstation', workstation: hostname() },
    late: () => new ShellError('storage.not-writable', { path: paths.sharedStore }),
    isEmpty: () => !existsSync(paths.sharedStore),
    open: async () => {
      // Takes longer to load than the host has until its window is called.
      const { openSqliteEngine } = await import('./open-sqlite-engine.ts');
      const onBackupError = (error: unknown) => onError('The shared documents could not be backed up', error);
      const { engine, file } = openSqliteEngine({ path: paths.sharedStore, backups: paths.sharedBackups, onBackupError });
      return { store: await createStore(engine, { store, onError }), notices: file.notices };
    },
  });
}

/** The shared documents of a réseau. Nothing waits for its database but what needs it. */
export function networkSharedStorage({ address, store, log, onError }: NetworkSources): SharedStorage {
  const { host: server, database, user } = address;
  return new SharedStorage({
    ...{ location: 'network', workstation: hostname() },
    late: () => new ShellError('shared-storage.unreachable', { server, database, user }),
    open: async (onReconnect) => {
      const { openPostgresEngine } = await import('./postgres/open-postgres-engine.ts');
      return { store: await createStore(openPostgresEngine({ address, log, onReconnect }), { store, onError }), notices: [] };
    },
  });
}

async function createStore(
  engine: SharedStoreEngine,
  { store, onError }: Pick<SharedStorageSources, 'store' | 'onError'>,
): Promise<SharedStore> {
  const { SharedStore } = await import('./shared-store.ts');
  const { SeenHeads } = await import('./seen-heads.ts');
  const onSeenError = (error: unknown) => onError('How far the journal was seen could not be kept', error);
  const seenHeads = new SeenHeads({ storage: store.documents(shellId), onError: onSeenError });
  return new SharedStore({ engine, workstation: hostname(), seenHeads, onError: onSeenError });
}
