import type { JournalNote, Serialisable, SharedChange, SharedStorageChange, SharedStorageService } from 'boule-bleue';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

export interface BenchOptions {
  readonly quotaBytes?: number;
}

/** A store for one test, as several workstations and plugins see it. */
export interface SharedStorageBench extends AsyncDisposable {
  /** Of the store's clock, in ms since 1970. */
  now: number;
  /** The service of a plugin (default `plugin`) on a workstation. */
  open(workstation: string, plugin?: string): SharedStorageService;
  /** Makes a document's row something that was never written. */
  spoil(plugin: string, collection: string, id: string): Promise<void>;
}

const names = [
  '',
  ' ',
  'É',
  'e\u0301',
  '漢字',
  '👩‍💻',
  "o'brien",
  '"; DROP TABLE boule_bleue_document; --',
  '%_\\!',
  '../x',
  '__proto__',
  'a\nb',
  'a'.repeat(1_024),
];
const values: readonly Serialisable[] = [
  null,
  false,
  0,
  -0.5,
  1e300,
  '',
  'a\0b\ud800c',
  [],
  {},
  [[], { '': { '\0': [null, 'Ünïcødé 👩‍💻'] } }],
  'x'.repeat(200_000),
];

/** What every engine of the shared storage does, and the one in memory that stands in for them. */
export function describeSharedStorage(title: string, createBench: (options?: BenchOptions) => Promise<SharedStorageBench>): void {
  describe(title, () => {
    let bench: SharedStorageBench;
    let first: SharedStorageService;
    let second: SharedStorageService;

    beforeEach(async () => {
      bench = await createBench();
      first = bench.open('poste-1');
      second = bench.open('poste-2');
    });
    afterEach(() => bench[Symbol.asyncDispose]());

    const put = (id: string, value: Serialisable, revision?: number): SharedChange => ({
      ...{ collection: 'c', id, value },
      ...(revision !== undefined && { revision }),
    });
    const remove = (id: string, revision?: number): SharedChange => ({ collection: 'c', id, ...(revision !== undefined && { revision }) });
    const note = (action: string, rest: Partial<JournalNote> = {}): JournalNote => ({ action, ...rest });
    const conflict = (id: string) => ({ code: 'shared-storage.conflict', details: { plugin: 'plugin', collection: 'c', id } });

    describe('documents', () => {
      test('are the same for all workstations, in the order of their ids', async () => {
        expect(await first.write([put('b', { n: 1 }), put('a', 2), { collection: 'other', id: 'a', value: 3 }])).toEqual([1, 1, 1]);
        expect(await second.list('c')).toEqual({
          documents: [
            { id: 'a', value: 2, revision: 1 },
            { id: 'b', value: { n: 1 }, revision: 1 },
          ],
          damaged: [],
        });
        expect(await second.get('c', 'b')).toEqual({ id: 'b', value: { n: 1 }, revision: 1 });
        expect(await second.get('c', 'z')).toBeUndefined();
        expect(await second.list('z')).toEqual({ documents: [], damaged: [] });
      });

      test('of several plugins are apart', async () => {
        const other = bench.open('poste-1', 'other');
        await first.write([put('a', 'mine')]);
        await other.write([put('a', 'theirs'), put('b', 'theirs')]);
        await other.write([remove('a')]);
        expect((await first.list('c')).documents).toEqual([{ id: 'a', value: 'mine', revision: 1 }]);
        expect((await other.list('c')).documents).toEqual([{ id: 'b', value: 'theirs', revision: 1 }]);
      });

      test('come back byte for byte, whatever they and their names hold', async () => {
        await first.write([...values.map((value, index) => put(`value ${index}`, value)), ...names.map((name) => put(name, name))]);
        for (const [index, value] of values.entries()) expect((await second.get('c', `value ${index}`))?.value).toEqual(value);
        for (const name of names) expect((await second.get('c', name))?.value).toBe(name);
        await second.write(names.map((id) => remove(id, 1)));
        for (const name of names) expect(await first.get('c', name)).toBeUndefined();
      });

      test('are what they were when the write was asked for', async () => {
        const value = { n: 1 };
        const written = first.write([put('a', value)]);
        value.n = 2;
        await written;
        expect((await first.get('c', 'a'))?.value).toEqual({ n: 1 });
      });

      test('by the thousand fit into one write', async () => {
        const all = Array.from({ length: 2_500 }, (_, index) => put(`id-${String(index).padStart(4, '0')}`, index, 0));
        await first.write(all);
        expect((await second.list('c')).documents.map(({ value }) => value)).toEqual(all.map(({ value }) => value));
        await second.write(all.map(({ id }) => remove(id, 1)));
        expect((await first.list('c')).documents).toEqual([]);
      });

      test.each(['a\0b', 'a\ud800', 'a'.repeat(1_025)])('can’t be called what no database keeps: %j', async (id) => {
        const refusal = { code: 'shared-storage.name-invalid' };
        await expect(first.write([put('fine', 1), put(id, 1)])).rejects.toMatchObject(refusal);
        await expect(first.get('c', id)).rejects.toMatchObject(refusal);
        await expect(first.list(id)).rejects.toMatchObject(refusal);
        await expect(first.list('')).rejects.toMatchObject(refusal);
        expect((await first.list('c')).documents).toEqual([]);
      });
    });

    describe('revisions', () => {
      test('grow with each change', async () => {
        expect(await first.write([put('a', 1, 0)])).toEqual([1]);
        expect(await second.write([put('a', 2, 1), put('b', 1)])).toEqual([2, 1]);
        expect(await first.write([put('a', 3), remove('b', 1)])).toEqual([3, 0]);
      });

      test.each([
        ['of a document that there is already', [put('a', 'x', 0)]],
        ['of one that changed since', [put('a', 'x', 1)]],
        ['of one that never was so', [put('a', 'x', 3)]],
        ['of one that is gone', [put('gone', 'x', 1)]],
        ['that removes one that changed since', [remove('a', 1)]],
        ['of which only the last one fails', [put('b', 'x'), put('gone', 'x', 0), put('a', 'x', 1)]],
      ])('refuse a write %s, and nothing of it is done', async (_case, changes) => {
        await first.write([put('a', 1), put('gone', 1)]);
        await second.write([put('a', 2, 1), remove('gone')]);
        await expect(first.write(changes, [note('plugin.tried')])).rejects.toMatchObject(conflict(changes.at(-1)?.id ?? ''));
        expect((await second.list('c')).documents).toEqual([{ id: 'a', value: 2, revision: 2 }]);
        expect(await second.readJournal()).toEqual([]);
      });

      test('go on where a document is removed and made anew', async () => {
        await first.write([put('a', 1)]);
        await first.write([put('a', 2)]);
        await second.write([remove('a')]);
        const [revision = 0] = await second.write([put('a', 'new', 0)]);
        expect(revision).toBeGreaterThan(2);
        await expect(first.write([put('a', 3, 2)])).rejects.toMatchObject(conflict('a'));
        await expect(first.write([put('a', 3, 1)])).rejects.toMatchObject(conflict('a'));
      });

      test('hold within a write too', async () => {
        expect(await first.write([put('a', 1, 0), put('a', 2, 1), remove('a', 2), put('a', 3, 0)])).toEqual([1, 2, 0, 3]);
        expect(await first.get('c', 'a')).toEqual({ id: 'a', value: 3, revision: 3 });
      });
    });

    describe('writers at once', () => {
      test('lose no update, and the journal never forks', async () => {
        const workstations = [first, second, bench.open('poste-3'), bench.open('poste-4')];
        await first.write([put('count', 0)]);
        const increments = 12;
        await Promise.all(
          workstations.map(async (workstation, index) => {
            for (let done = 0; done < increments; ) {
              const { value = 0, revision = 0 } = (await workstation.get<number>('c', 'count')) ?? {};
              const change = put('count', value + 1, revision);
              try {
                await workstation.write(
                  [change, put(`${index}-${done}`, true, 0)],
                  [note('plugin.counted', { details: { to: value + 1 } })],
                );
                done += 1;
              } catch (error) {
                expect(error).toMatchObject(conflict('count'));
              }
            }
          }),
        );
        const total = workstations.length * increments;
        expect(await second.get('c', 'count')).toEqual({ id: 'count', value: total, revision: total + 1 });
        expect((await second.list('c')).documents).toHaveLength(total + 1);
        const entries = await second.readJournal({ limit: 1_000 });
        expect(entries.map(({ sequence, details }) => [sequence, details?.to])).toEqual(
          Array.from({ length: total }, (_, index) => [total - index, total - index]),
        );
        expect(await first.verifyJournal()).toEqual({ ok: true, entryCount: total });
      });

      test('who make the same document: one of them does', async () => {
        const workstations = Array.from({ length: 5 }, (_, index) => bench.open(`poste-${index}`));
        const outcomes = await Promise.allSettled(workstations.map((workstation, index) => workstation.write([put('a', index, 0)])));
        expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(conflict('a'));
        const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
        expect(await first.get('c', 'a')).toEqual({ id: 'a', value: winner, revision: 1 });
      });
    });

    describe('the quota', () => {
      beforeEach(async () => {
        await bench[Symbol.asyncDispose]();
        bench = await createBench({ quotaBytes: 20_000 });
        first = bench.open('poste-1');
        second = bench.open('poste-2');
      });

      test('refuses a write that would exceed it, and nothing of it is done', async () => {
        await first.write([put('a', 'x'.repeat(15_000))]);
        const refusal = { code: 'storage.quota' };
        await expect(second.write([put('small', 1), put('b', 'x'.repeat(5_000))], [note('plugin.tried')])).rejects.toMatchObject(refusal);
        expect((await first.list('c')).documents.map(({ id }) => id)).toEqual(['a']);
        expect(await first.readJournal()).toEqual([]);
        await bench.open('poste-1', 'other').write([put('b', 'x'.repeat(15_000))]);
      });

      test('has room again for what is made smaller or removed', async () => {
        await first.write([put('a', 'x'.repeat(15_000))]);
        await second.write([put('a', 'x'), put('b', 'x'.repeat(15_000))]);
        await first.write([remove('b'), put('c', 'x'.repeat(19_000))]);
        await expect(first.write([put('d', 'x'.repeat(2_000))])).rejects.toMatchObject({ code: 'storage.quota' });
      });
    });

    describe('a row that is not what was written', () => {
      beforeEach(async () => {
        await first.write([put('a', 1), put('b', 2), put('c', 3)]);
        await bench.spoil('plugin', 'c', 'b');
      });

      test('is told, and the others stay', async () => {
        expect(await second.list('c')).toEqual({
          documents: [
            { id: 'a', value: 1, revision: 1 },
            { id: 'c', value: 3, revision: 1 },
          ],
          damaged: ['b'],
        });
        const damaged = { code: 'shared-storage.document-damaged', details: { plugin: 'plugin', collection: 'c', id: 'b' } };
        await expect(second.get('c', 'b')).rejects.toMatchObject(damaged);
        expect(await second.get('c', 'a')).toMatchObject({ value: 1 });
      });

      test('can be replaced or removed', async () => {
        await first.write([put('b', 'healed')]);
        expect(await second.get('c', 'b')).toMatchObject({ value: 'healed' });
        await bench.spoil('plugin', 'c', 'b');
        await first.write([remove('b')]);
        expect(await second.list('c')).toMatchObject({ damaged: [] });
      });
    });

    describe('the journal', () => {
      test('tells what was done, where and when, the newest first', async () => {
        bench.now = 1_000;
        const details = { count: 2, isFirst: true, what: 'é' };
        await first.write([put('a', 1)], [note('plugin.made', { actor: 'Dupont', subject: 'Martin', details }), note('plugin.bare')]);
        bench.now = 2_000;
        await second.write([], [note('plugin.looked')]);
        expect(await first.readJournal()).toEqual([
          { sequence: 3, at: 2_000, workstation: 'poste-2', action: 'plugin.looked' },
          { sequence: 2, at: 1_000, workstation: 'poste-1', action: 'plugin.bare' },
          { sequence: 1, at: 1_000, workstation: 'poste-1', action: 'plugin.made', actor: 'Dupont', subject: 'Martin', details },
        ]);
      });

      test.each([
        ['more than 32', Object.fromEntries(Array.from({ length: 33 }, (_, index) => [`fact ${index}`, index]))],
        ['named at length', { ['x'.repeat(65)]: 1 }],
        ['no numbers', { count: Number.NaN }],
        ['things in things', { nested: { deep: true } as unknown as string }],
      ])('takes no details that are %s, and nothing of the write is done', async (_case, details) => {
        const refusal = { code: 'shared-storage.note-invalid' };
        await expect(first.write([put('a', 1)], [note('plugin.fine'), note('plugin.tried', { details })])).rejects.toMatchObject(refusal);
        expect(await second.get('c', 'a')).toBeUndefined();
        expect(await second.readJournal()).toEqual([]);
      });

      test('takes 32 details, and keeps the beginning of a long one', async () => {
        const facts = Array.from({ length: 32 }, (_, index) => [`${index}`.padStart(64, 'x'), 'é'.repeat(1_001)]);
        await first.write([], [note('plugin.long', { details: Object.fromEntries(facts) })]);
        const [entry] = await second.readJournal();
        expect(Object.values(entry?.details ?? {}).map((text) => String(text).length)).toEqual(facts.map(() => 1_000));
      });

      test('has one chain for all plugins, of which each reads its own', async () => {
        const other = bench.open('poste-1', 'other');
        await first.write([], [note('plugin.1')]);
        await other.write([], [note('other.1')]);
        await first.write([], [note('plugin.2')]);
        expect((await first.readJournal()).map(({ sequence }) => sequence)).toEqual([3, 1]);
        expect((await other.readJournal()).map(({ sequence }) => sequence)).toEqual([2]);
        expect(await other.verifyJournal()).toEqual({ ok: true, entryCount: 3 });
      });

      test.each([
        [{ before: 3 }, [2, 1]],
        [{ limit: 2 }, [4, 3]],
        [{ limit: 0 }, [4]],
        [{ action: 'plugin.saved' }, [3, 1]],
        [{ text: 'élodie' }, [1]],
        [{ text: '100%' }, [3]],
        [{ text: 'POSTE-2' }, [4, 2]],
        [{ text: 'removed' }, [2]],
        [{ text: 'nobody' }, []],
        [{ from: 2, to: 3 }, [3, 2]],
        [{ from: 2, to: 3, action: 'plugin.saved', text: 'poste-1' }, [3]],
        [{ to: Number.MAX_VALUE, from: -Number.MAX_VALUE, before: Number.MAX_VALUE }, [4, 3, 2, 1]],
      ])('is read by %j', async (query, sequences) => {
        const notes = [
          note('plugin.saved', { actor: 'ÉLODIE' }),
          note('plugin.removed', { subject: '1000' }),
          note('plugin.saved', { subject: '100%' }),
          note('plugin.tested', { actor: 'a\0\ud800', subject: 'x'.repeat(5_000) }),
        ];
        for (const [index, one] of notes.entries()) {
          bench.now = index + 1;
          await (index % 2 ? second : first).write([], [one]);
        }
        expect((await first.readJournal(query)).map(({ sequence }) => sequence)).toEqual(sequences);
      });

      test('is whole as long as nobody meddles with it', async () => {
        expect(await first.verifyJournal()).toEqual({ ok: true, entryCount: 0 });
        const actors = [...names, 'a\0b\ud800', 'x'.repeat(5_000)];
        await first.write(
          [],
          actors.map((actor) => note('plugin.noted', { actor, subject: actor, details: { actor, z: 1, a: 2 } })),
        );
        expect(await second.verifyJournal()).toEqual({ ok: true, entryCount: actors.length });
        const ended = AbortSignal.abort(new Error('enough'));
        await expect(second.verifyJournal({ signal: ended })).rejects.toThrow('enough');
      });
    });

    describe('changes', () => {
      test('are told on every workstation, to that plugin alone, once and when they are done', async () => {
        const heard = [first, second, bench.open('poste-2', 'other')].map(listen);
        await expect(first.write([put('never', 1, 7)])).rejects.toMatchObject(conflict('never'));
        await first.write([put('a', 1), { collection: 'd', id: 'b', value: 1 }, put('z', 1)], [note('plugin.noted')]);
        await second.write([remove('a')]);
        const expected = [
          { kind: 'documents', collection: 'c', ids: ['a', 'z'] },
          { kind: 'documents', collection: 'd', ids: ['b'] },
          { kind: 'documents', collection: 'c', ids: ['a'] },
        ];
        for (const changes of heard.slice(0, 2)) await vi.waitFor(() => expect(documentsOf(changes)).toEqual(expected), 5_000);
        expect(documentsOf(heard[2] ?? [])).toEqual([]);
      });

      test('are told no more once nobody listens', async () => {
        const changes: SharedStorageChange[] = [];
        first.onDidChange((change) => changes.push(change)).dispose();
        const others = listen(first);
        await first.write([put('a', 1)]);
        await vi.waitFor(() => expect(documentsOf(others)).toHaveLength(1), 5_000);
        expect(documentsOf(changes)).toEqual([]);
      });
    });

    test('its place is told, by a name that is the same for all', async () => {
      const [mine, theirs] = await Promise.all([first.status(), second.status()]);
      expect(mine).toEqual({ location: mine.location, storeId: theirs.storeId, workstation: 'poste-1', isReachable: true });
      expect(mine.storeId).toMatch(/^[\da-f-]{36}$/);
    });
  });
}

function listen(service: SharedStorageService): readonly SharedStorageChange[] {
  const changes: SharedStorageChange[] = [];
  service.onDidChange((change) => changes.push(change));
  return changes;
}

/** The store may be reached for the first time meanwhile, which is told too. */
function documentsOf(changes: readonly SharedStorageChange[]): readonly SharedStorageChange[] {
  return changes.filter(({ kind }) => kind === 'documents');
}
