import { setImmediate } from 'node:timers/promises';
import * as v from 'valibot';
import { ShellError } from '../../../core/errors.ts';
import type { Serialisable } from '../../../core/message.ts';
import type { SharedDocument } from '../../../core/services/shared-storage-service.ts';
import { documentDigest } from './digests.ts';
import { documentRowSchema } from './row-schemas.ts';
import type { DocumentRow } from './tables.ts';

/** So many rows are read between two looks at what else the host has to do: a few ms. */
const rowsAtOnce = 500;

/** The document of a row, or `undefined` where the row is not what was written. */
export function parseDocument<T extends Serialisable>(row: unknown): SharedDocument<T> | undefined {
  const parsed = v.safeParse(documentRowSchema, row);
  if (!parsed.success || parsed.output.digest !== documentDigest(parsed.output)) return undefined;
  const { id, value, revision } = parsed.output;
  try {
    return { id, value: JSON.parse(value) as T, revision };
  } catch {
    // Not what was written, and whoever wrote it took care of the digest.
    return undefined;
  }
}

export async function parseDocuments<T extends Serialisable>(
  rows: readonly DocumentRow[],
): Promise<{ readonly documents: readonly SharedDocument<T>[]; readonly damaged: readonly string[] }> {
  const documents: SharedDocument<T>[] = [];
  const damaged: string[] = [];
  for (const [index, row] of rows.entries()) {
    if (index % rowsAtOnce === rowsAtOnce - 1) await setImmediate();
    const document = parseDocument<T>(row);
    if (document) documents.push(document);
    else damaged.push(String(row.id));
  }
  // Each database has an order of its own.
  return { documents: documents.sort((first, second) => compare(first.id, second.id)), damaged: damaged.sort(compare) };
}

/** @throws ShellError `shared-storage.document-damaged`. */
export function requireDocument<T extends Serialisable>(row: DocumentRow): SharedDocument<T> {
  const document = parseDocument<T>(row);
  if (document) return document;
  throw new ShellError('shared-storage.document-damaged', { plugin: row.plugin, collection: row.collection, id: row.id });
}

function compare(first: string, second: string): number {
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
