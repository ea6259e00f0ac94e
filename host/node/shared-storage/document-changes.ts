import { ShellError } from '../../../core/errors.ts';
import type { SharedChange } from '../../../core/services/shared-storage-service.ts';
import { documentDigest } from './digests.ts';
import type { ChangedDocuments } from './shared-store-engine.ts';
import type { DocumentRow, UsageRow } from './tables.ts';

/** What stands of a document before a write, and after it. */
export interface StandingDocument {
  readonly revision: number;
  readonly sizeBytes: number;
}

interface Outcome {
  readonly collection: string;
  readonly id: string;
  readonly standing: StandingDocument | undefined;
  readonly row: DocumentRow | undefined;
}

/** About what a row takes beside its texts. */
const rowBytes = 64;

export function documentKey(collection: string, id: string): string {
  return JSON.stringify([collection, id]);
}

/** What a row takes: all of its texts but the value, whose length the database knows. */
export function rowSize(collection: string, id: string, valueBytes: number): number {
  return rowBytes + Buffer.byteLength(collection) + Buffer.byteLength(id) + valueBytes;
}

/** Works out what a write comes to, one change after the other, before anything is written. */
export class DocumentChanges {
  /** In the order of the changes. */
  readonly revisions: number[] = [];
  private readonly outcomes = new Map<string, Outcome>();
  private sizeBytes: number;
  private removedRevision: number;

  constructor(
    private readonly plugin: string,
    private readonly standing: ReadonlyMap<string, StandingDocument>,
    usage: Omit<UsageRow, 'plugin'>,
  ) {
    this.sizeBytes = usage.size_bytes;
    this.removedRevision = usage.removed_revision;
  }

  get usage(): UsageRow {
    return { plugin: this.plugin, size_bytes: this.sizeBytes, removed_revision: this.removedRevision };
  }

  get written(): readonly DocumentRow[] {
    return [...this.outcomes.values()].flatMap(({ row }) => row ?? []);
  }

  /** Ids by collection. */
  get removed(): ReadonlyMap<string, readonly string[]> {
    return byCollection([...this.outcomes.values()].filter(({ row }) => !row));
  }

  get changed(): ChangedDocuments {
    const collections = [...byCollection([...this.outcomes.values()])].map(([collection, ids]) => ({ collection, ids }));
    return { plugin: this.plugin, collections };
  }

  /** @throws ShellError `shared-storage.conflict`. */
  apply(change: SharedChange): void {
    const { collection, id, revision } = change;
    const key = documentKey(collection, id);
    const outcome = this.outcomes.get(key);
    const before = outcome ? outcome.standing : this.standing.get(key);
    if (revision !== undefined && revision !== (before?.revision ?? 0)) {
      throw new ShellError('shared-storage.conflict', { plugin: this.plugin, collection, id });
    }
    const row = this.createRow(change, before);
    const standing = row && { revision: row.revision, sizeBytes: rowSize(collection, id, Buffer.byteLength(row.value)) };
    if (!row && before) this.removedRevision = Math.max(this.removedRevision, before.revision);
    this.sizeBytes += (standing?.sizeBytes ?? 0) - (before?.sizeBytes ?? 0);
    this.outcomes.set(key, { collection, id, standing, row });
    this.revisions.push(row?.revision ?? 0);
  }

  private createRow({ collection, id, value }: SharedChange, before: StandingDocument | undefined): DocumentRow | undefined {
    if (value === undefined) return undefined;
    const revision = (before?.revision ?? this.removedRevision) + 1;
    const content = { plugin: this.plugin, collection, id, revision, value: JSON.stringify(value) };
    return { ...content, digest: documentDigest(content) };
  }
}

function byCollection(outcomes: readonly Outcome[]): Map<string, string[]> {
  const grouped = Map.groupBy(outcomes, ({ collection }) => collection);
  return new Map([...grouped].map(([collection, of]) => [collection, of.map(({ id }) => id)]));
}
