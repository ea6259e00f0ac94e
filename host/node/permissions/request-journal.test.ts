import { beforeEach, expect, test, vi } from 'vitest';
import { MemoryStorage } from '../../../test/support/memory-services/index.ts';
import { RequestJournal, type RequestRecord, requestCollection } from './request-journal.ts';

let storage: MemoryStorage;
let journal: RequestJournal;
const onError = vi.fn();

beforeEach(() => {
  storage = new MemoryStorage();
  journal = new RequestJournal(storage, onError);
});

function request(path: string): RequestRecord {
  const answer = { status: 200, cause: null, ms: 3, sentBytes: 0, receivedBytes: 2 };
  return { time: 1, method: 'GET', origin: 'https://a.example', path, ...answer };
}

const pathsOf = async (from: RequestJournal, plugin: string) => (await from.list(plugin)).map(({ path }) => path);

test('lists a plugin’s requests, the latest first, and tells of each', async () => {
  const told = vi.fn();
  journal.onDidChange(told);
  for (const path of ['/1', '/2']) journal.record('a', request(path));
  journal.record('a.b', request('/other'));
  expect(await pathsOf(journal, 'a')).toEqual(['/2', '/1']);
  expect(told.mock.calls.flat()).toEqual(['a', 'a', 'a.b']);
});

test('keeps the last 500, over restarts too', async () => {
  for (let index = 0; index < 400; index++) journal.record('a', request(`/first/${index}`));
  await journal.close();
  journal.record('a', request('/late'));
  const next = new RequestJournal(storage, onError);
  for (let index = 0; index < 200; index++) next.record('a', request(`/then/${index}`));
  await next.flush();
  const paths = await pathsOf(new RequestJournal(storage, onError), 'a');
  expect([paths.length, paths[0], paths.at(-1)]).toEqual([500, '/then/199', '/first/100']);
});

test('cuts endless paths', async () => {
  journal.record('a', request(`/${'x'.repeat(100_000)}`));
  expect((await journal.list('a'))[0]?.path).toHaveLength(256);
});

/** As the removal of a plugin does. */
async function remove(plugin: string, from: RequestJournal): Promise<void> {
  await storage.write([{ collection: requestCollection, id: plugin }]);
  from.drop(plugin);
}

test('is empty once its plugin is removed, for that plugin alone', async () => {
  for (const plugin of ['a', 'a.b']) journal.record(plugin, request('/'));
  await journal.flush();
  journal.record('a', request('/'));
  await remove('a', journal);
  await journal.close();
  const next = new RequestJournal(storage, onError);
  expect([await journal.list('a'), await next.list('a'), await next.list('a.b')]).toMatchObject([[], [], [{}]]);
});

test('does not bring back what was removed while it was read', async () => {
  journal.record('a', request('/'));
  await journal.flush();
  const next = new RequestJournal(storage, onError);
  const reading = next.list('a');
  await remove('a', next);
  await reading;
  expect(await next.list('a')).toEqual([]);
});

test('says when it could not be kept, and goes on', async () => {
  vi.spyOn(storage, 'write').mockRejectedValueOnce(new Error('full'));
  journal.record('a', request('/'));
  await journal.flush();
  expect(onError).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: 'full' }));
  expect(await journal.list('a')).toHaveLength(1);
});
