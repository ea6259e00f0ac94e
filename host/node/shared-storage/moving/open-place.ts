import { existsSync } from 'node:fs';
import { sql } from 'kysely';
import { ShellError } from '../../../../core/errors.ts';
import type { LogService } from '../../../../core/services/log-service.ts';
import { DataFolderInUse, dataFolderPaths, openDataFolder } from '../../data-folder/data-folder.ts';
import { openSqliteEngine } from '../open-sqlite-engine.ts';
import type { DatabaseAddress } from '../postgres/database-address.ts';
import { openPostgresEngine } from '../postgres/open-postgres-engine.ts';
import type { PrepareDatabase } from '../postgres/postgres-connection.ts';
import { prepareDatabase } from '../postgres/prepare-database.ts';
import type { SharedStoreEngine } from '../shared-store-engine.ts';
import type { MovedStore } from './move-store.ts';

/** Where a store is: in a database, or on this workstation in a data folder. */
export type StorePlace = { readonly address: DatabaseAddress } | { readonly dataFolder: string };

export interface OpenPlaceOptions {
  /** Makes the store where there is none. */
  readonly creates: boolean;
  readonly log: LogService;
}

/** Whole tables pass, and nobody at a window waits. */
const bounds = { attemptMs: 10_000, callMs: 12_000, silenceMs: 60_000, restMs: 0 };

export function placeName(place: StorePlace): string {
  return 'address' in place ? String(place.address) : 'embedded';
}

/**
 * Opens a store for a command of its own, keeping hosts off a folder meanwhile.
 * @throws ShellError `shared-storage.empty`, `shared-storage.folder-in-use`, `shared-storage.in-use` where other workstations work with it, and
 *   what opening throws.
 */
export async function openPlace(place: StorePlace, options: OpenPlaceOptions): Promise<MovedStore & AsyncDisposable> {
  return 'address' in place ? openDatabase(place.address, options) : openFolder(place.dataFolder, options);
}

async function openDatabase(address: DatabaseAddress, { creates, log }: OpenPlaceOptions): Promise<MovedStore & AsyncDisposable> {
  const prepare = creates ? prepareDatabase() : prepareExisting(String(address));
  const engine = openPostgresEngine({ address, log, prepare, bounds, applicationName: 'boule-bleue storage' });
  return { engine, name: String(address), [Symbol.asyncDispose]: () => engine.close() };
}

/** Looking at a database, or taking from it, leaves no tables behind. */
function prepareExisting(name: string): PrepareDatabase {
  return async (session) => {
    const { rows } = await session.query("SELECT to_regclass('boule_bleue_store') IS NOT NULL AS is_there");
    if (rows[0]?.is_there !== true) throw new ShellError('shared-storage.empty', { store: name });
    await prepareDatabase()(session);
  };
}

async function openFolder(directory: string, { creates, log }: OpenPlaceOptions): Promise<MovedStore & AsyncDisposable> {
  const paths = dataFolderPaths(directory);
  if (!creates && !existsSync(paths.sharedStore)) throw new ShellError('shared-storage.empty', { store: paths.sharedStore });
  const stack = new AsyncDisposableStack();
  try {
    const folder = openDataFolder(directory);
    stack.defer(() => folder.dispose());
    const onBackupError = (error: unknown) => log.error('The shared documents could not be backed up', error);
    const { engine } = openSqliteEngine({ path: paths.sharedStore, backups: paths.sharedBackups, onBackupError });
    stack.defer(() => engine.close());
    return { engine, name: 'embedded', [Symbol.asyncDispose]: () => stack.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error instanceof DataFolderInUse ? new ShellError('shared-storage.folder-in-use', { directory }, { cause: error }) : error;
  }
}

/** @throws ShellError `shared-storage.in-use` where workstations are connected: they would go on with what they know of it. */
export async function requireUnused(engine: SharedStoreEngine, name: string): Promise<void> {
  if (engine.location === 'workstation') return;
  const working = sql<{ pid: number }>`
    SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'boule-bleue'`;
  const { rows } = await engine.read((database) => working.execute(database));
  if (rows.length > 0) throw new ShellError('shared-storage.in-use', { store: name, connections: rows.length });
}
