/** What the database holds, the same in both engines. Rows read from it are parsed: whoever keeps the database may write anything. */
export interface SharedTables {
  boule_bleue_store: StoreRow;
  boule_bleue_document: DocumentRow;
  boule_bleue_usage: UsageRow;
  boule_bleue_journal: JournalRow;
}

/** The one row of the store: its name, its form, and the journal's end. Whoever writes holds it locked. */
export interface StoreRow {
  /** Always 1. */
  id: number;
  store_id: string;
  /** Number of migrations carried out. */
  version: number;
  /** Of the journal's last entry; 0 where there is none. */
  sequence: number;
  /** Of the journal's last entry; of the store's name where there is none. */
  hash: string;
  /** Where all of it was moved to, in words for whoever looks for it here. */
  moved_to: string | null;
}

export interface DocumentRow {
  plugin: string;
  collection: string;
  id: string;
  revision: number;
  /** JSON. */
  value: string;
  /** Of all other columns; see digests.ts. */
  digest: string;
}

/** What the documents of a plugin come to. */
export interface UsageRow {
  plugin: string;
  size_bytes: number;
  /** The highest revision of a document that was removed: one made anew goes on from there. */
  removed_revision: number;
}

export interface JournalRow {
  sequence: number;
  plugin: string;
  at_ms: number;
  workstation: string;
  action: string;
  actor: string | null;
  subject: string | null;
  /** JSON, its members in order. */
  details: string | null;
  /** The texts that a filter looks in, in small letters. */
  search: string;
  /** Of all columns above, behind the hash of the entry before. */
  hash: string;
}
