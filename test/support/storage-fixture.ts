import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localSharedStorage } from '../../host/node/shared-storage/open-shared-storage.ts';
import type { SharedStorage } from '../../host/node/shared-storage/shared-storage.ts';
import { openStore, type StoreOptions } from '../../host/node/storage/open-store.ts';
import type { Store } from '../../host/node/storage/store.ts';

/** A data folder for one test, with a clock that the test sets. Dispose it afterwards. */
export class StorageFixture {
  readonly directory = mkdtempSync(join(tmpdir(), 'storage-'));
  readonly path = join(this.directory, 'store.sqlite');
  readonly backups = join(this.directory, 'backups');
  now = new Date('2026-03-19T08:30:00Z');
  private readonly opened: Store[] = [];

  open(options: Partial<StoreOptions> = {}): Store {
    const store = openStore({ path: this.path, backups: this.backups, now: () => this.now, onBackupError: rethrow, ...options });
    this.opened.push(store);
    return store;
  }

  /** The shared documents beside a store. Whoever opens them closes them before the store. */
  openShared(store: Store, name = 'shared'): SharedStorage {
    const paths = { sharedStore: join(this.directory, `${name}.sqlite`), sharedBackups: join(this.directory, `${name}-backups`) };
    return localSharedStorage({ paths, store, onError: (_message, error) => rethrow(error) });
  }

  /** Opens, works and closes, as one run of the host does. */
  async session(work: (store: Store) => Promise<void>): Promise<void> {
    const store = this.open();
    await work(store);
    store.dispose();
  }

  files(): string[] {
    return readdirSync(this.directory).sort();
  }

  backupFiles(): string[] {
    return readdirSync(this.backups).sort();
  }

  dispose(): void {
    for (const store of this.opened) store.dispose();
    rmSync(this.directory, { recursive: true });
  }
}

function rethrow(error: unknown): never {
  throw error;
}
