import type { Serialisable } from '../../../core/message.ts';
import { type StorageChange, StorageService } from '../../../core/services/storage-service.ts';
import type { StoreDatabase } from './store-database.ts';

const insertDocument = `
  INSERT OR REPLACE INTO document (plugin, collection, id, value, checksum)
  VALUES (?1, ?2, ?3, ?4, row_checksum(?1, ?2, ?3, ?4))`;

/** Answers the storage service for one plugin: its rows bear its id, and no method can name another's. */
export class DocumentStore extends StorageService {
  constructor(
    private readonly database: StoreDatabase,
    private readonly pluginId: string,
  ) {
    super();
  }

  async get<T extends Serialisable>(collection: string, id: string): Promise<T | undefined> {
    const sql = 'SELECT value FROM document WHERE plugin = ? AND collection = ? AND id = ?';
    const row = this.database.get(sql, this.pluginId, collection, id);
    return row && (JSON.parse(String(row.value)) as T);
  }

  async list<T extends Serialisable>(collection: string): Promise<readonly { readonly id: string; readonly value: T }[]> {
    const sql = 'SELECT id, value FROM document WHERE plugin = ? AND collection = ? ORDER BY id';
    const rows = this.database.all(sql, this.pluginId, collection);
    return rows.map((row) => ({ id: String(row.id), value: JSON.parse(String(row.value)) as T }));
  }

  async write(changes: readonly StorageChange[]): Promise<void> {
    this.database.transaction(() => {
      for (const change of changes) this.apply(change);
    });
  }

  private apply({ collection, id, value }: StorageChange): void {
    if (value === undefined) {
      this.database.run('DELETE FROM document WHERE plugin = ? AND collection = ? AND id = ?', this.pluginId, collection, id);
    } else {
      this.database.run(insertDocument, this.pluginId, collection, id, JSON.stringify(value));
    }
  }
}
