/**
 * How the shared tables came to their present form: each entry leads one version further, the first from nothing to version 1, in words
 * that SQLite and PostgreSQL both understand. Entries that have been released are never edited; new ones are added below.
 */
export const sharedMigrations: readonly string[] = [
  `
  CREATE TABLE boule_bleue_store (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    store_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    sequence BIGINT NOT NULL,
    hash TEXT NOT NULL,
    moved_to TEXT
  );

  CREATE TABLE boule_bleue_document (
    plugin TEXT NOT NULL,
    collection TEXT NOT NULL,
    id TEXT NOT NULL,
    revision BIGINT NOT NULL,
    value TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (plugin, collection, id)
  );

  CREATE TABLE boule_bleue_usage (
    plugin TEXT PRIMARY KEY,
    size_bytes BIGINT NOT NULL,
    removed_revision BIGINT NOT NULL
  );

  CREATE TABLE boule_bleue_journal (
    sequence BIGINT PRIMARY KEY,
    plugin TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    workstation TEXT NOT NULL,
    action TEXT NOT NULL,
    actor TEXT,
    subject TEXT,
    details TEXT,
    search TEXT NOT NULL,
    hash TEXT NOT NULL
  );

  CREATE INDEX boule_bleue_journal_of_plugin ON boule_bleue_journal (plugin, sequence);
  `,
];
