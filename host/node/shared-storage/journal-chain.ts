import * as v from 'valibot';
import type { JournalVerdict } from '../../../core/services/shared-storage-service.ts';
import { firstHash, journalHash } from './digests.ts';
import { type JournalHead, journalRowSchema } from './row-schemas.ts';
import type { JournalRow } from './tables.ts';

type Problem = Extract<JournalVerdict, { readonly ok: false }>['problem'];

export interface ChainOptions {
  readonly storeId: string;
  /** Entries that the chain must hold: the end as the store knows it, and what this workstation has seen. */
  readonly known: readonly JournalHead[];
  /** Rows above a sequence, in their order; none at the end. */
  readonly page: (after: number) => Promise<readonly unknown[]>;
  readonly signal?: AbortSignal | undefined;
}

export interface ChainFinding {
  readonly verdict: JournalVerdict;
  /** The last entry, where the chain holds. */
  readonly head: JournalHead;
}

/** Follows the chain from its first entry, a page at a time. @throws the signal's reason. */
export async function verifyChain({ storeId, known, page, signal }: ChainOptions): Promise<ChainFinding> {
  let head: JournalHead = { sequence: 0, hash: firstHash(storeId) };
  const fail = (problem: Problem): ChainFinding => ({
    verdict: { ok: false, entryCount: head.sequence, problem, sequence: head.sequence + 1 },
    head,
  });
  for (;;) {
    signal?.throwIfAborted();
    const rows = await page(head.sequence);
    if (rows.length === 0) break;
    for (const row of rows) {
      const found = follow(head, row, known);
      if (typeof found === 'string') return fail(found);
      head = found;
    }
  }
  if (known.some(({ sequence }) => sequence > head.sequence)) return fail('cut-off');
  return { verdict: { ok: true, entryCount: head.sequence }, head };
}

function follow(head: JournalHead, row: unknown, known: readonly JournalHead[]): JournalHead | Problem {
  const parsed = v.safeParse(journalRowSchema, row);
  if (!parsed.success) return 'altered';
  const { hash, ...content }: JournalRow = parsed.output;
  if (content.sequence !== head.sequence + 1) return 'missing';
  if (hash !== journalHash(head.hash, content)) return 'altered';
  const isOther = known.some((entry) => entry.sequence === content.sequence && entry.hash !== hash);
  return isOther ? 'altered' : { sequence: content.sequence, hash };
}
