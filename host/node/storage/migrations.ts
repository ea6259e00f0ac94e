/**
 * How the store came to its present form: each entry leads one version further, the first from
 * nothing to version 1. Entries that have been released are never edited; new ones are added below.
 *
 * Values that a person would miss bear a checksum (see integrity.ts); sealed values bear their own.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    checksum INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    checksum INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE document (
    plugin TEXT NOT NULL,
    collection TEXT NOT NULL,
    id TEXT NOT NULL,
    value TEXT NOT NULL,
    checksum INTEGER NOT NULL,
    PRIMARY KEY (plugin, collection, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE secret (
    plugin TEXT NOT NULL,
    name TEXT NOT NULL,
    key_id TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (plugin, name)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE session (
    hash TEXT PRIMARY KEY,
    created_ms INTEGER NOT NULL,
    last_used_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE layout (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    checksum INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  WITH fresh (id) AS MATERIALIZED (SELECT lower(hex(randomblob(16))))
  INSERT INTO meta (key, value, checksum) SELECT 'storeId', id, row_checksum('storeId', id) FROM fresh;
  `,
];
