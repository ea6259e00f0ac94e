import type { StoreDatabase } from './store-database.ts';

/** What the host knows about itself and its store. */
export class MetaStore {
  constructor(private readonly database: StoreDatabase) {}

  /** Names this store for good: a restored backup keeps it, a new store gets another. */
  async storeId(): Promise<string> {
    return this.get('storeId') ?? '';
  }

  /** The port used last, so that an open window finds the host again after a restart. */
  async lastPort(): Promise<number | undefined> {
    const port = this.get('lastPort');
    return port === undefined ? undefined : Number(port);
  }

  async setLastPort(port: number): Promise<void> {
    this.set('lastPort', String(port));
  }

  private get(key: string): string | undefined {
    const row = this.database.get('SELECT value FROM meta WHERE key = ?', key);
    return row && String(row.value);
  }

  private set(key: string, value: string): void {
    this.database.run('INSERT OR REPLACE INTO meta (key, value, checksum) VALUES (?1, ?2, row_checksum(?1, ?2))', key, value);
  }
}
