import { beforeEach, describe, expect, test } from 'vitest';
import { createTranslator } from '../../../core/l10n/translator.ts';
import { failedAddress, type SampleChanges, sampleFinished } from '../../../test/support/access-test-samples.ts';
import { MemoryLog, MemoryStorage } from '../../../test/support/memory-services/index.ts';
import strings from '../locales/fr.json';
import { TestHistory } from './test-history.ts';
import { findChangesSinceSuccess } from './what-changed.ts';

const collection = 'connection-tests';
const failing = (cause: Parameters<typeof failedAddress>[0] = 'timeout'): SampleChanges => ({ each: () => failedAddress(cause) });
/** Tests that differ from one to the next, so that none is a repeat. */
const unlike = (number: number): SampleChanges => ({
  at: number,
  values: { mode: number % 2 === 0 ? 'normal' : 'securise' },
  ...failing(),
});

let storage: MemoryStorage;
let log: MemoryLog;
beforeEach(() => {
  storage = new MemoryStorage();
  log = new MemoryLog();
});

async function open(): Promise<TestHistory> {
  let ids = 0;
  const createId = () => String(++ids).padStart(8, '0');
  const history = new TestHistory({ storage, log, readProductVersion: async () => '3.00.72', createId });
  await history.load();
  return history;
}

const keep = (history: TestHistory, changes: SampleChanges) => history.add(sampleFinished(changes));

describe('what is kept', () => {
  test('is there again after a restart, newest first', async () => {
    const history = await open();
    await keep(history, { at: 1000 });
    await keep(history, { at: 2000, ...failing() });
    const again = await open();
    expect(again.all).toEqual(history.all);
    expect(again.all.map(({ at, ok }) => [at, ok])).toEqual([
      [2000, false],
      [1000, true],
    ]);
    expect(log.lines).toEqual([]);
  });

  test('is the last 50 tests', async () => {
    const history = await open();
    for (let number = 1; number <= 60; number += 1) await keep(history, unlike(number));
    expect(history.all.map(({ at }) => at)).toEqual(Array.from({ length: 50 }, (_, index) => 60 - index));
    expect(await storage.list(collection)).toHaveLength(50);
  });

  test('is the newest success too, however many failures came after it', async () => {
    const history = await open();
    await keep(history, { at: 1 });
    await keep(history, { at: 2, values: { mode: 'normal' } });
    for (let number = 3; number <= 80; number += 1) await keep(history, unlike(number));
    expect(history.all).toHaveLength(50);
    expect(history.all.at(-1)).toMatchObject({ at: 2, ok: true });
    expect((await open()).all).toEqual(history.all);
  });

  test('is one entry for tests in a row that came to the same', async () => {
    const history = await open();
    await keep(history, { at: 1 });
    for (let number = 2; number <= 500; number += 1) await keep(history, { at: number, trigger: 'watch', ...failing() });
    expect(history.all.map(({ at, lastAt, count }) => [at, lastAt, count])).toEqual([
      [2, 500, 499],
      [1, 1, 1],
    ]);
    expect((await open()).all).toEqual(history.all);
  });

  test.each<[string, SampleChanges]>([
    ['failed for another cause', { trigger: 'watch', ...failing('refused') }],
    ['was asked for by the user', failing()],
    ['succeeded', { trigger: 'watch' }],
    ['went another way', { trigger: 'watch', ...failing(), values: { mode: 'normal' } }],
  ])('is an entry of its own for a test that %s', async (_name, changes) => {
    const history = await open();
    await keep(history, { at: 1, trigger: 'watch', ...failing() });
    await keep(history, { at: 2, ...changes });
    expect(history.all.map(({ count }) => count)).toEqual([1, 1]);
  });

  test('stays small, whatever the servers say', async () => {
    const history = await open();
    const long = 'x'.repeat(4000);
    const names = Array.from({ length: 10_000 }, (_, index) => `${'a'.repeat(240)}${index}.example`);
    const certificate = { subject: long, issuer: long, validFrom: long, validTo: long, names, fingerprint: long };
    const stage = { name: 'http', ok: true, startMs: 0, ms: 0, detail: long };
    await keep(history, {
      each: () => ({
        stages: Array.from({ length: 1000 }, () => stage),
        notes: Array.from({ length: 1000 }, () => ({ key: 'a', args: { long } })),
      }),
      facts: () => ({ encryption: { chain: Array.from({ length: 1000 }, () => certificate) } }),
    });
    const [document] = await storage.list(collection);
    expect(JSON.stringify(document).length).toBeLessThan(150_000);
    expect((await open()).all).toEqual(history.all);
  });
});

test('of a plugin’s stage only whose it is and how it went is kept', async () => {
  const history = await open();
  const stage = { ok: true, startMs: 0, ms: 1, detail: 'connected' };
  const ofPlugin = { ...stage, label: { key: 'l' }, sentence: { key: 's' } };
  const stages = [
    { ...stage, name: 'authentication' },
    { ...ofPlugin, name: 'credentials.madame-dupont' },
    { ...ofPlugin, name: 'http' },
    { ...ofPlugin, name: 'été' },
  ];
  await keep(history, { each: () => ({ stages }) });
  expect(history.all[0]!.addresses[0]!.stages.map(({ name, detail }) => [name, detail])).toEqual([
    ['authentication', 'connected'],
    ['credentials', ''],
    ['http', ''],
  ]);
});

describe('an entry that is not of the expected form', () => {
  test.each([
    ['of another version', { version: 2 }],
    ['with a member more', (entry: object) => ({ ...entry, surprise: 1 })],
    ['with a wrong type', (entry: object) => ({ ...entry, ms: 'many' })],
    ['with a name that is not its own', (entry: object) => ({ ...entry, id: 'other' })],
    ['that is no object', 'text'],
  ])('%s is left out and counted, and the others stay', async (_name, tampering) => {
    const history = await open();
    await keep(history, { at: 1 });
    const [document] = await storage.list(collection);
    const value = typeof tampering === 'function' ? tampering(document!.value as object) : tampering;
    await storage.write([{ collection, id: '000000000000002-x', value: value as never }]);
    const again = await open();
    expect(again.all).toHaveLength(1);
    expect(again.unreadableCount).toBe(1);
    expect(log.lines).toMatchObject([{ level: 'warn', fields: { count: 1 } }]);
  });
});

test('a store that fails is logged, and the tests go on', async () => {
  const history = await open();
  storage.write = () => Promise.reject(new Error('disk full'));
  await keep(history, { at: 1 });
  expect(history.all).toHaveLength(1);
  expect(log.lines).toMatchObject([{ level: 'error' }]);
});

describe('since the last success', () => {
  const t = createTranslator(strings, 'fr');

  test('the most telling change is said in one line', async () => {
    const history = await open();
    const at = Date.UTC(2026, 2, 3, 13, 2);
    await keep(history, { at });
    const route = { proxy: { host: 'proxy', port: 3128, isEncrypted: false }, source: 'system' as const, detail: '' };
    await keep(history, {
      at: at + 1,
      each: (role) => ({ ...failedAddress(), facts: { ...sampleFinished().result.addresses[0]!.facts, route, status: 200 }, role }),
    });
    const changes = findChangesSinceSuccess(history, history.all[0]!);
    expect(changes).toMatchObject({ at, changes: [{ kind: 'proxy' }] });
    expect(t(changes!.sentence)).toMatch(
      /^Depuis le dernier test réussi \(3 mars 2026 \d\d:02\) : le proxy a changé \(aucun → proxy:3128\)\.$/,
    );
  });

  test('it is said that nothing changed', async () => {
    const history = await open();
    await keep(history, { at: 1 });
    await keep(history, { at: 2, ...failing() });
    expect(t(findChangesSinceSuccess(history, history.all[0]!)!.sentence)).toContain('ne voit aucun changement');
  });

  test('nothing is said of a test that succeeded, and of one before which none did', async () => {
    const history = await open();
    await keep(history, { at: 1, ...failing() });
    expect(findChangesSinceSuccess(history, history.all[0]!)).toBeNull();
    await keep(history, { at: 2 });
    expect(findChangesSinceSuccess(history, history.all[0]!)).toBeNull();
  });
});
