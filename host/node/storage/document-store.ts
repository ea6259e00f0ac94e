import { ShellError } from '../../../core/errors.ts';
import type { Serialisable } from '../../../core/message.ts';
import { type StorageChange, StorageService } from '../../../core/services/storage-service.ts';
import type { StoreDatabase } from './store-database.ts';

const insertDocument = `
  INSERT OR REPLACE INTO document (plugin, collection, id, value, checksum)
  VALUES (?1, ?2, ?3, ?4, row_checksum(?1, ?2, ?3, ?4))`;

/** About what a row takes beside its texts. */
const rowBytes = 64;
const size = `SUM(${rowBytes} + OCTET_LENGTH(collection) + OCTET_LENGTH(id) + OCTET_LENGTH(value)) AS size`;
const sizeOfAll = `SELECT ${size} FROM document WHERE plugin = ?`;
const sizeOfOne = `${sizeOfAll} AND collection = ? AND id = ?`;
const megabyte = 1024 * 1024;

/** Answers the storage service for one plugin: its rows bear its id, and no method can name another's. */
export class DocumentStore extends StorageService {
  /** Of all documents together; unknown before the first write. */
  private sizeBytes: number | undefined;

  /** @param quotaBytes writes that would make all documents together larger are refused. Default: none are. */
  constructor(
    private readonly database: StoreDatabase,
    private readonly pluginId: string,
    private readonly quotaBytes?: number,
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

  /** @throws ShellError `storage.quota`, and nothing is changed then. What makes the whole smaller is never refused. */
  async write(changes: readonly StorageChange[]): Promise<void> {
    if (this.quotaBytes === undefined) return this.database.transaction(() => this.applyAll(changes));
    const sizeBytes = this.sizeBytes ?? this.measure(sizeOfAll);
    let growthBytes = 0;
    this.database.transaction(() => {
      for (const change of changes) growthBytes += this.applyMeasured(change);
      if (growthBytes > 0) this.requireRoom(sizeBytes + growthBytes);
    });
    this.sizeBytes = sizeBytes + growthBytes;
  }

  private applyAll(changes: readonly StorageChange[]): void {
    for (const change of changes) this.apply(change);
  }

  private requireRoom(sizeBytes: number): void {
    const { quotaBytes = sizeBytes, pluginId } = this;
    if (sizeBytes <= quotaBytes) return;
    throw new ShellError('storage.quota', { plugin: pluginId, maximumMegabytes: Math.round(quotaBytes / megabyte) });
  }

  private applyMeasured(change: StorageChange): number {
    const former = this.measure(sizeOfOne, change.collection, change.id);
    this.apply(change);
    return this.measure(sizeOfOne, change.collection, change.id) - former;
  }

  private measure(sql: string, ...of: string[]): number {
    return Number(this.database.get(sql, this.pluginId, ...of)?.size ?? 0);
  }

  private apply({ collection, id, value }: StorageChange): void {
    if (value === undefined) {
      this.database.run('DELETE FROM document WHERE plugin = ? AND collection = ? AND id = ?', this.pluginId, collection, id);
    } else {
      this.database.run(insertDocument, this.pluginId, collection, id, JSON.stringify(value));
    }
  }
}
