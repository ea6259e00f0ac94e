import type { Serialisable } from '../../../core/message.ts';
import type { SettingValues } from '../../../core/services/settings-service.ts';
import type { StoreDatabase } from './store-database.ts';

const insertSetting = 'INSERT OR REPLACE INTO setting (key, value, checksum) VALUES (?1, ?2, row_checksum(?1, ?2))';

/** Keeps the settings that differ from their defaults. */
export class SettingsStore {
  constructor(private readonly database: StoreDatabase) {}

  /** Every saved setting by key. */
  async load(): Promise<SettingValues> {
    const rows = this.database.all('SELECT key, value FROM setting');
    return Object.fromEntries(rows.map((row) => [String(row.key), JSON.parse(String(row.value)) as Serialisable]));
  }

  /** Saves several settings, all or none; `undefined` forgets one. Durable once resolved. */
  async save(changes: Readonly<Record<string, Serialisable | undefined>>): Promise<void> {
    this.database.transaction(() => {
      for (const [key, value] of Object.entries(changes)) {
        if (value === undefined) this.database.run('DELETE FROM setting WHERE key = ?', key);
        else this.database.run(insertSetting, key, JSON.stringify(value));
      }
    });
  }
}
