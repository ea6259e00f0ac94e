import type { SharedStorageService } from 'boule-bleue';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { documentDigest, firstHash, journalHash } from '../../../host/node/shared-storage/digests.ts';
import type { EngineBench } from './engine-bench.ts';

/** What whoever keeps the database may do to it, told in SQL that both engines understand. */
export function describeMeddling(title: string, createBench: () => Promise<EngineBench>): void {
  describe(title, () => {
    let bench: EngineBench;
    let service: SharedStorageService;

    beforeEach(async () => {
      bench = await createBench();
      service = bench.open('poste-1');
      for (const id of ['a', 'b', 'c']) await service.write([{ collection: 'c', id, value: id }], [{ action: `plugin.${id}` }]);
    });
    afterEach(() => bench[Symbol.asyncDispose]());

    const restart = async () => {
      await bench.end('poste-1');
      service = bench.open('poste-1');
    };

    /** Makes the whole journal anew, as one who knows how may: every hash holds. */
    const rewrite = async (...actors: readonly string[]) => {
      const [{ store_id: storeId } = {}] = await bench.ask('SELECT store_id FROM boule_bleue_store');
      let head = firstHash(String(storeId));
      await bench.ask('DELETE FROM boule_bleue_journal');
      for (const [index, actor] of actors.entries()) {
        const row = {
          sequence: index + 1,
          plugin: 'plugin',
          at_ms: 0,
          workstation: 'w',
          action: 'a',
          actor,
          subject: null,
          details: null,
          search: '',
        };
        head = journalHash(head, row);
        await bench.ask(
          `INSERT INTO boule_bleue_journal VALUES (${index + 1}, 'plugin', 0, 'w', 'a', '${actor}', NULL, NULL, '', '${head}')`,
        );
      }
      await bench.ask(`UPDATE boule_bleue_store SET sequence = ${actors.length}, hash = '${head}'`);
    };

    describe('a document’s row', () => {
      test.each([
        ['another value', `value = '"b!"'`],
        ['half a value', `value = '"'`],
        ['another revision', 'revision = 7'],
        ['a revision that is none', 'revision = -1'],
        ['a digest that is none', `digest = ''`],
        ['no JSON, with the digest of it', `value = 'x', digest = '${documentDigest(rowOf('b', 'x'))}'`],
      ])('with %s is told, and the others can be read', async (_case, assignment) => {
        await bench.ask(`UPDATE boule_bleue_document SET ${assignment} WHERE id = 'b'`);
        const { documents, damaged } = await service.list('c');
        expect([documents.map(({ id }) => id), damaged]).toEqual([['a', 'c'], ['b']]);
        await expect(service.get('c', 'b')).rejects.toMatchObject({ code: 'shared-storage.document-damaged' });
        await service.write([{ collection: 'c', id: 'b', value: 'healed' }]);
        expect((await service.list('c')).damaged).toEqual([]);
      });

      test('that was moved to another’s place is told', async () => {
        await bench.ask(`DELETE FROM boule_bleue_document WHERE id = 'a'`);
        await bench.ask(`UPDATE boule_bleue_document SET id = 'a' WHERE id = 'b'`);
        expect(await service.list('c')).toMatchObject({ documents: [{ id: 'c' }], damaged: ['a'] });
      });
    });

    test('a plugin whose usage is not known is measured anew', async () => {
      await bench.ask('DELETE FROM boule_bleue_usage');
      await service.write([{ collection: 'c', id: 'd', value: 'd' }]);
      await bench.ask('UPDATE boule_bleue_usage SET size_bytes = -5');
      await service.write([{ collection: 'c', id: 'e', value: 'e' }]);
      expect((await bench.ask('SELECT size_bytes FROM boule_bleue_usage')).map((row) => Number(row.size_bytes))).toEqual([
        5 * (64 + 1 + 1 + 3),
      ]);
    });

    test('a store whose own row is gone says so', async () => {
      await bench.ask('DELETE FROM boule_bleue_store');
      await expect(service.write([{ collection: 'c', id: 'd', value: 'd' }])).rejects.toMatchObject({ code: 'shared-storage.damaged' });
      expect(await service.status()).toMatchObject({ isReachable: false, problem: 'shared-storage.damaged' });
      expect(await service.get('c', 'a')).toMatchObject({ value: 'a' });
    });

    describe('the journal', () => {
      test.each([
        ['an entry is changed', `UPDATE boule_bleue_journal SET actor = 'nobody' WHERE sequence = 2`, 'altered', 2],
        ['an entry is hidden from the filter', `UPDATE boule_bleue_journal SET search = '' WHERE sequence = 1`, 'altered', 1],
        ['an entry is given to another plugin', `UPDATE boule_bleue_journal SET plugin = 'other' WHERE sequence = 3`, 'altered', 3],
        ['a time is none', 'UPDATE boule_bleue_journal SET at_ms = -1 WHERE sequence = 3', 'altered', 3],
        ['an entry is taken out', 'DELETE FROM boule_bleue_journal WHERE sequence = 2', 'missing', 2],
        ['the first entry is taken out', 'DELETE FROM boule_bleue_journal WHERE sequence = 1', 'missing', 1],
        ['the last entry is taken out', 'DELETE FROM boule_bleue_journal WHERE sequence = 3', 'cut-off', 3],
        ['all entries are taken out', 'DELETE FROM boule_bleue_journal', 'cut-off', 1],
      ])('tells where %s', async (_case, sql, problem, sequence) => {
        await bench.ask(sql);
        expect(await service.verifyJournal()).toEqual({ ok: false, entryCount: sequence - 1, problem, sequence });
        await restart();
        expect(await service.verifyJournal()).toMatchObject({ ok: false, problem, sequence });
      });

      test('tells that it was written anew as a whole, by what this workstation has seen', async () => {
        await rewrite('x', 'y', 'z');
        expect(await service.verifyJournal()).toEqual({ ok: false, entryCount: 2, problem: 'altered', sequence: 3 });
        // Who saw nothing of the former one has nothing to hold against it.
        expect(await bench.open('poste-2').verifyJournal()).toEqual({ ok: true, entryCount: 3 });
      });

      test('tells so even after it has grown beyond what was seen, and the host began anew', async () => {
        await rewrite('x');
        expect(await service.verifyJournal()).toEqual({ ok: false, entryCount: 1, problem: 'cut-off', sequence: 2 });
        for (let index = 0; index < 4; index++) await service.write([], [{ action: 'plugin.more' }]);
        await restart();
        await service.write([], [{ action: 'plugin.more' }]);
        expect(await service.verifyJournal()).toMatchObject({ ok: false, problem: 'altered', sequence: 3 });
      });

      test('is followed over more than a page', async () => {
        await service.write(
          [],
          Array.from({ length: 2_400 }, (_, index) => ({ action: 'plugin.noted', details: { index } })),
        );
        expect(await service.verifyJournal()).toEqual({ ok: true, entryCount: 2_403 });
        await bench.ask(`UPDATE boule_bleue_journal SET details = '{}' WHERE sequence = 2100`);
        expect(await service.verifyJournal()).toEqual({ ok: false, entryCount: 2_099, problem: 'altered', sequence: 2_100 });
      });

      test('shows entries as far as they can be understood', async () => {
        await bench.ask(`UPDATE boule_bleue_journal SET details = '{"a":[1]}' WHERE sequence = 1`);
        await bench.ask(`UPDATE boule_bleue_journal SET details = '{' WHERE sequence = 2`);
        await bench.ask('UPDATE boule_bleue_journal SET at_ms = -1 WHERE sequence = 3');
        expect((await service.readJournal()).map(({ sequence, details }) => [sequence, details])).toEqual([
          [2, undefined],
          [1, undefined],
        ]);
      });
    });
  });
}

function rowOf(id: string, value: string) {
  return { plugin: 'plugin', collection: 'c', id, revision: 1, value };
}
