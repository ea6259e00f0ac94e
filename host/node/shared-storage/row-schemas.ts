import * as v from 'valibot';
import type { DocumentRow, JournalRow, StoreRow, UsageRow } from './tables.ts';

/** PostgreSQL's 64-bit numbers arrive as text. */
const integer = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,16}$/), v.transform(Number))]),
  v.safeInteger(),
  v.minValue(0),
);
const text = v.string();
const optionalText = v.nullable(v.string());

export const storeRowSchema: v.GenericSchema<unknown, StoreRow> = v.object({
  id: integer,
  store_id: text,
  version: integer,
  sequence: integer,
  hash: text,
  moved_to: optionalText,
});

export const documentRowSchema: v.GenericSchema<unknown, DocumentRow> = v.object({
  plugin: text,
  collection: text,
  id: text,
  revision: integer,
  value: text,
  digest: text,
});

/** What a write has to know of a document that stands already. */
export const standingDocumentSchema = v.object({ id: text, revision: v.fallback(integer, 0), size: v.fallback(integer, 0) });

export const usageRowSchema: v.GenericSchema<unknown, Omit<UsageRow, 'plugin'>> = v.object({
  size_bytes: integer,
  removed_revision: integer,
});

export const sizeSchema = v.object({ size: v.nullable(integer) });

export const journalRowSchema: v.GenericSchema<unknown, JournalRow> = v.object({
  sequence: integer,
  plugin: text,
  at_ms: integer,
  workstation: text,
  action: text,
  actor: optionalText,
  subject: optionalText,
  details: optionalText,
  search: text,
  hash: text,
});

export const journalDetailsSchema = v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]));

/** An entry of the journal by its place in the chain. */
export interface JournalHead {
  readonly sequence: number;
  readonly hash: string;
}

export const journalHeadSchema: v.GenericSchema<unknown, JournalHead> = v.object({ sequence: integer, hash: text });
