import { DisposableStore, ShellError } from 'boule-bleue';
import { grantAll } from '../../../core/plugins/plugin-scope.ts';
import { ScopedSharedStorageService } from '../../../host/node/services/scoped-shared-storage-service.ts';
import { firstHash } from '../../../host/node/shared-storage/digests.ts';
import { sharedMigrations } from '../../../host/node/shared-storage/migrations.ts';
import { SeenHeads } from '../../../host/node/shared-storage/seen-heads.ts';
import { SharedStorage } from '../../../host/node/shared-storage/shared-storage.ts';
import { SharedStore } from '../../../host/node/shared-storage/shared-store.ts';
import type { SharedStoreEngine } from '../../../host/node/shared-storage/shared-store-engine.ts';
import { manifestOf } from '../manifests.ts';
import { MemoryStorage } from '../memory-services/index.ts';
import type { BenchOptions, SharedStorageBench } from './contract-suite.ts';

export interface EngineParts extends BenchOptions {
  readonly location: SharedStoreEngine['location'];
  /** Makes the engine of one workstation. */
  readonly createEngine: (workstation: string) => SharedStoreEngine;
  /** Asks the database directly, as whoever keeps it may. */
  readonly ask: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly close: () => Promise<void>;
  readonly callTimeoutMs?: number;
}

/** A database as several workstations see it, and whoever keeps it. */
export class EngineBench implements SharedStorageBench {
  now = 0;
  private readonly workstations = new Map<string, SharedStorage>();
  private readonly memories = new Map<string, MemoryStorage>();
  private isClosed = false;

  constructor(private readonly parts: EngineParts) {}

  open(workstation: string, plugin = 'plugin'): ScopedSharedStorageService {
    const manifest = manifestOf(plugin);
    const scope = { manifest, grants: grantAll(manifest), store: new DisposableStore(), signal: new AbortController().signal };
    return new ScopedSharedStorageService(scope, this.storageOf(workstation));
  }

  /** Ends a workstation's host. The next `open` is a new one, which knows what the workstation kept. */
  async end(workstation: string): Promise<void> {
    await this.workstations.get(workstation)?.[Symbol.asyncDispose]();
    this.workstations.delete(workstation);
  }

  ask(sql: string): ReturnType<EngineParts['ask']> {
    return this.parts.ask(sql);
  }

  async spoil(plugin: string, collection: string, id: string): Promise<void> {
    const where = `plugin = '${plugin}' AND collection = '${collection}' AND id = '${id}'`;
    await this.ask(`UPDATE boule_bleue_document SET value = '"spoilt"' WHERE ${where}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await Promise.all([...this.workstations.keys()].map((workstation) => this.end(workstation)));
    await this.parts.close();
  }

  storageOf(workstation: string): SharedStorage {
    const known = this.workstations.get(workstation);
    if (known) return known;
    const { location, createEngine, callTimeoutMs, quotaBytes } = this.parts;
    const memory = this.memories.get(workstation) ?? new MemoryStorage();
    this.memories.set(workstation, memory);
    const seenHeads = new SeenHeads({ storage: memory, onError: rethrow });
    const now = () => this.now;
    const storage = new SharedStorage({
      ...{ location, workstation },
      ...(callTimeoutMs !== undefined && { callTimeoutMs }),
      late: () => new ShellError('shared-storage.unreachable'),
      open: async () => ({
        store: new SharedStore({ engine: createEngine(workstation), workstation, seenHeads, quotaBytes, now, onError: rethrow }),
        notices: [],
      }),
    });
    this.workstations.set(workstation, storage);
    return storage;
  }
}

/** Makes an open database a new and empty store: quicker than a new database. */
export async function emptyDatabase(ask: EngineParts['ask']): Promise<void> {
  const storeId = crypto.randomUUID();
  for (const table of ['store', 'document', 'usage', 'journal']) await ask(`DELETE FROM boule_bleue_${table}`);
  const columns = 'id, store_id, version, sequence, hash';
  await ask(`INSERT INTO boule_bleue_store (${columns}) VALUES (1, '${storeId}', ${sharedMigrations.length}, 0, '${firstHash(storeId)}')`);
}

/** An engine that outlives the tests that use it: connecting takes longer than most of them. */
export function withoutClose(engine: SharedStoreEngine): SharedStoreEngine {
  return Object.assign(Object.create(engine), { close: async () => {} });
}

function rethrow(error: unknown): never {
  throw error;
}
