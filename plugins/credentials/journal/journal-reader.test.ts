import type { JournalEntry, JournalQuery } from 'boule-bleue';
import { describe, expect, test } from 'vitest';
import { noteOf } from './journal-note.ts';
import { JournalReader, pageLength } from './journal-reader.ts';

const dupont = { id: 'd', name: 'Dupont' };
const martin = { id: 'm', name: 'Martin' };
const administrator = { account: 'a', role: 'administrator' } as const;
const user = { account: 'm', role: 'user' } as const;

/** A journal of `count` entries about Dupont, of which every so many is about Martin. */
function journalOf(count: number, { martinEvery = 2 } = {}) {
  const queries: JournalQuery[] = [];
  const entries = Array.from({ length: count }, (_, index): JournalEntry => {
    const subject = (index + 1) % martinEvery === 0 ? martin : dupont;
    return { sequence: index + 1, at: index, workstation: 'PC-1', ...noteOf('credentials.saved', { actor: dupont, subject }) };
  }).reverse();
  const readJournal = async (query: JournalQuery = {}) => {
    queries.push(query);
    return entries.filter(({ sequence }) => sequence < (query.before ?? Number.POSITIVE_INFINITY)).slice(0, query.limit ?? 100);
  };
  return { reader: new JournalReader({ readJournal }), queries };
}

describe('an administrator', () => {
  test('reads all, the newest first, a hundred at a time', async () => {
    const { reader } = journalOf(250);
    const sequences: number[] = [];
    let before: number | undefined;
    const lengths = [];
    do {
      const page = await reader.read(administrator, before === undefined ? {} : { before });
      sequences.push(...page.entries.map(({ sequence }) => sequence));
      lengths.push(page.entries.length);
      before = page.next ?? undefined;
    } while (before !== undefined);
    expect(sequences).toEqual(Array.from({ length: 250 }, (_, index) => 250 - index));
    expect(lengths).toEqual([100, 100, 50]);
  });

  test('is told of no further page where a page ends with the journal', async () => {
    const { reader } = journalOf(pageLength);
    expect((await reader.read(administrator, {})).next).toBeNull();
  });

  test('hands the conditions on, and no empty ones', async () => {
    const { reader, queries } = journalOf(1);
    await reader.read(administrator, { text: '', action: 'credentials.saved', from: 5 });
    expect(queries).toEqual([{ action: 'credentials.saved', from: 5, limit: 101 }]);
  });
});

describe('an ordinary user', () => {
  test('reads what is about themselves alone, by id and not by name', async () => {
    const { reader } = journalOf(10);
    const { entries, next } = await reader.read(user, {});
    expect(entries.map(({ sequence }) => sequence)).toEqual([10, 8, 6, 4, 2]);
    expect(next).toBeNull();
    expect((await reader.read({ account: 'Martin', role: 'user' }, {})).entries).toEqual([]);
  });

  test('goes on where a long look stopped, and misses nothing', async () => {
    const { reader, queries } = journalOf(45_000, { martinEvery: 15_000 });
    const first = await reader.read(user, {});
    expect(first.entries.map(({ sequence }) => sequence)).toEqual([45_000, 30_000]);
    expect(queries).toHaveLength(20);
    expect(first.next).toBe(25_001);
    const second = await reader.read(user, { before: first.next as number });
    expect(second.entries.map(({ sequence }) => sequence)).toEqual([15_000]);
  });

  test('misses nothing between two pages either', async () => {
    const { reader } = journalOf(900);
    const sequences: number[] = [];
    let before: number | null = 901;
    while (before !== null) {
      const page: Awaited<ReturnType<typeof reader.read>> = await reader.read(user, { before });
      sequences.push(...page.entries.map(({ sequence }) => sequence));
      before = page.next;
    }
    expect(sequences).toEqual(Array.from({ length: 450 }, (_, index) => 900 - 2 * index));
  });
});
