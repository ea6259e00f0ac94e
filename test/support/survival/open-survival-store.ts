import type { LogService } from '../../../core/services/log-service.ts';
import { openSqliteEngine } from '../../../host/node/shared-storage/open-sqlite-engine.ts';
import { DatabaseAddress } from '../../../host/node/shared-storage/postgres/database-address.ts';
import { openPostgresEngine } from '../../../host/node/shared-storage/postgres/open-postgres-engine.ts';
import { SeenHeads } from '../../../host/node/shared-storage/seen-heads.ts';
import { SharedStore } from '../../../host/node/shared-storage/shared-store.ts';

export interface SurvivalStore {
  readonly store: SharedStore;
  /** Why a file had to be repaired; empty for a database. */
  readonly repairs: readonly unknown[];
}

const silent: LogService = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Opens a store as the host does, without the rest of it. @param place the address of a database, or the path of a file. */
export function openSurvivalStore(place: string): SurvivalStore {
  const { engine, repairs } = place.startsWith('postgres://') ? openDatabase(place) : openFile(place);
  const onError = () => {};
  const seenHeads = new SeenHeads({ storage: nowhere, onError });
  return { store: new SharedStore({ engine, workstation: 'survivor', seenHeads, quotaBytes: Number.MAX_SAFE_INTEGER, onError }), repairs };
}

/** Attempts follow each other faster than a workstation's: the test kills faster than offices lose power. */
function openDatabase(url: string) {
  const bounds = { restMs: 20, lookEveryMs: 500 };
  return { engine: openPostgresEngine({ address: DatabaseAddress.parse(url), log: silent, bounds }), repairs: [] };
}

function openFile(path: string) {
  const { engine, file } = openSqliteEngine({ path, backups: `${path}-backups` });
  return { engine, repairs: file.notices };
}

const nowhere = {
  get: async () => undefined,
  list: async () => [],
  set: async () => {},
  write: async () => {},
  delete: async () => {},
} as never;
