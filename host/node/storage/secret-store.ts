import type { StoreDatabase } from './store-database.ts';

/** A sealed value: unreadable without the master key that `keyId` names. */
export interface SealedSecret {
  readonly keyId: string;
  readonly sealed: Uint8Array;
}

/** Keeps sealed values, and never sees them open. */
export class SecretStore {
  constructor(private readonly database: StoreDatabase) {}

  async get(plugin: string, name: string): Promise<SealedSecret | undefined> {
    const row = this.database.get('SELECT key_id, sealed FROM secret WHERE plugin = ? AND name = ?', plugin, name);
    return row && { keyId: String(row.key_id), sealed: row.sealed as Uint8Array };
  }

  /** Keeps a value in the place of a former one. Durable once resolved. */
  async set(plugin: string, name: string, { keyId, sealed }: SealedSecret): Promise<void> {
    const sql = 'INSERT OR REPLACE INTO secret (plugin, name, key_id, sealed) VALUES (?, ?, ?, ?)';
    this.database.run(sql, plugin, name, keyId, sealed);
  }

  async delete(plugin: string, name: string): Promise<void> {
    this.database.run('DELETE FROM secret WHERE plugin = ? AND name = ?', plugin, name);
  }

  /** Names of a plugin's values, sorted. */
  async names(plugin: string): Promise<string[]> {
    const rows = this.database.all('SELECT name FROM secret WHERE plugin = ? ORDER BY name', plugin);
    return rows.map((row) => String(row.name));
  }

  /** Every master key that some value needs. */
  async keyIds(): Promise<string[]> {
    return this.database.all('SELECT DISTINCT key_id FROM secret ORDER BY key_id').map((row) => String(row.key_id));
  }
}
