import * as v from 'valibot';
import type { WorkbenchLayout } from '../../../core/protocol/window-protocol.ts';
import { layoutSchema } from '../../../core/protocol/window-schemas.ts';
import type { StoreDatabase } from './store-database.ts';

const onlyLayout = 'workbench';

/** Keeps the window's arrangement. */
export class LayoutStore {
  constructor(private readonly database: StoreDatabase) {}

  /** The arrangement last saved, or `null` where there is none that this version understands. */
  async load(): Promise<WorkbenchLayout | null> {
    const row = this.database.get('SELECT value FROM layout WHERE name = ?', onlyLayout);
    if (row === undefined) return null;
    const parsed = v.safeParse(layoutSchema, JSON.parse(String(row.value)));
    return parsed.success ? parsed.output : null;
  }

  async save(layout: WorkbenchLayout): Promise<void> {
    const sql = 'INSERT OR REPLACE INTO layout (name, value, checksum) VALUES (?1, ?2, row_checksum(?1, ?2))';
    this.database.run(sql, onlyLayout, JSON.stringify(layout));
  }
}
