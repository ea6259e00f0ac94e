import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';

/**
 * Adds the SQL function `row_checksum(column, …)`. SQLite itself only notices damage to its own
 * structures: a changed letter in a value would go unseen. Every table with a column `checksum`
 * therefore keeps the checksum of its other columns, in their order.
 */
export function registerRowChecksum(database: DatabaseSync): void {
  database.function('row_checksum', { deterministic: true, varargs: true }, (...values) => crc32(values.join('\0')));
}

/** What is wrong with a store, or `undefined` where every structure and every checksum is as it was written. */
export function findDamage(database: DatabaseSync): string | undefined {
  const answers = database.prepare('PRAGMA quick_check(3)').all();
  const structure = answers.map((row) => String(row.quick_check)).join('; ');
  if (structure !== 'ok') return structure;
  for (const { table, columns } of checksummedTables(database)) {
    const differing = database.prepare(`SELECT 1 FROM "${table}" WHERE checksum <> row_checksum(${columns}) LIMIT 1`).get();
    if (differing !== undefined) return `A row of ${table} is not what was written`;
  }
  return undefined;
}

function checksummedTables(database: DatabaseSync): { table: string; columns: string }[] {
  const rows = database
    .prepare(
      `SELECT tables.name AS name, group_concat('"' || columns.name || '"') FILTER (WHERE columns.name <> 'checksum') AS columns
       FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
       WHERE tables.type = 'table'
       GROUP BY tables.name
       HAVING max(columns.name = 'checksum')`,
    )
    .all();
  return rows.map((row) => ({ table: String(row.name), columns: String(row.columns) }));
}
