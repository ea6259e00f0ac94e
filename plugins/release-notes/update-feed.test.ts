import { createHash } from 'node:crypto';
import { ShellError } from 'boule-bleue';
import { describe, expect, test, vi } from 'vitest';
import { ImpactEmploiServer } from '../../test/servers/impact-emploi-server.ts';
import { MemorySettings } from '../../test/support/memory-services/index.ts';
import { ScriptedNetwork } from '../../test/support/memory-services/scripted-network.ts';
import { createRealNetwork } from '../../test/support/real-network.ts';
import { UpdateFeed } from './update-feed.ts';

const markdown = '# V.3.00.73 / 2 avril 2019\n\nHeures supplémentaires\n';
const entry = { version: '3.00.73', date: '2019-04-02', notes: 'notes/3.00.73.md', sha256: sha256(markdown) };

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function setUp(list: unknown, settings: Record<string, string> = {}) {
  const network = new ScriptedNetwork();
  network.answers.push({ body: typeof list === 'string' ? list : JSON.stringify(list) });
  const feed = new UpdateFeed(network, new MemorySettings(settings));
  const search = (isKnown: (version: string, sha: string) => boolean = () => false) => feed.search(isKnown, new AbortController().signal);
  return { network, search };
}

test('fetches the list and the notes below the update server’s address', async () => {
  const { network, search } = setUp([entry], { 'connection.servers.update': 'https://updates.example/iea/' });
  network.answers.push({ body: markdown });
  expect(await search()).toEqual({ notes: [{ version: '3.00.73', date: '2019-04-02', markdown, sha256: entry.sha256 }], damaged: [] });
  expect(network.requests.map(({ url }) => url)).toEqual([
    'https://updates.example/iea/versions.json',
    'https://updates.example/iea/notes/3.00.73.md',
  ]);
  expect(network.requests.every(({ maximumBytes, timeoutMs }) => maximumBytes && timeoutMs)).toBe(true);
});

test('takes the factory address where no other is set', async () => {
  const { network, search } = setUp([]);
  await search();
  expect(network.requests[0]?.url).toBe('https://impact-emploi.urssaf.fr/updates/versions.json');
});

test('fetches no note that is known in its present state', async () => {
  const { network, search } = setUp([entry]);
  expect(await search((version, sha) => version === '3.00.73' && sha === entry.sha256)).toEqual({ notes: [], damaged: [] });
  expect(network.requests).toHaveLength(1);
});

test('fetches the ten newest at most', async () => {
  const { network, search } = setUp(Array.from({ length: 15 }, (_, minor) => ({ ...entry, version: `3.${minor}` })));
  for (let note = 0; note < 10; note += 1) network.answers.push({ body: markdown });
  const { notes } = await search();
  expect(notes.map(({ version }) => version)).toEqual([14, 13, 12, 11, 10, 9, 8, 7, 6, 5].map((minor) => `3.${minor}`));
});

test('fetches from a real server what that publishes', async () => {
  const origins: string[] = [];
  const { network, authority } = await createRealNetwork(() => origins);
  const published = { version: '3.00.73', date: '2019-04-02', notes: markdown };
  await using server = await ImpactEmploiServer.start({ identity: await authority.issue(), versions: [published] });
  origins.push(server.url);
  const feed = new UpdateFeed(network, new MemorySettings({ 'connection.servers.update': server.updatesUrl }));
  expect(await feed.search(() => false, new AbortController().signal)).toMatchObject({
    notes: [{ version: '3.00.73', markdown }],
    damaged: [],
  });
  server.behaviour.updates = { kind: 'maintenance-page', status: 200 };
  await expect(feed.search(() => false, new AbortController().signal)).rejects.toMatchObject({ code: 'release-notes.list-unusable' });
  server.behaviour.updates = { kind: 'huge', bytes: 200_000_000 };
  await expect(feed.search(() => false, new AbortController().signal)).rejects.toMatchObject({ code: 'network.bad-answer' });
});

describe('a note', () => {
  test.each([
    ['of another checksum', { body: `${markdown} ` }],
    ['that is not there', { status: 404 }],
    ['that redirects', { status: 302, headers: { location: 'https://elsewhere.example' } }],
    ['that cannot be fetched', new ShellError('network.timeout')],
    ['that is too large', new ShellError('network.bad-answer')],
  ])('%s is damaged, and stops no other', async (_name, answer) => {
    const { network, search } = setUp([{ ...entry, version: '3.00.74' }, entry]);
    network.answers.push(answer, { body: markdown });
    expect(await search()).toMatchObject({ notes: [{ version: '3.00.73' }], damaged: ['3.00.74'] });
  });

  test.each([
    'https://elsewhere.example/note.md',
    '//elsewhere.example/note.md',
    '/private/note.md',
    '../note.md',
    'notes/../../note.md',
    'notes/%2e%2e/%2e%2e/note.md',
    '..\\note.md',
    'javascript:alert(1)',
    'file:///etc/passwd',
    './',
    'https://user:secret@impact-emploi.urssaf.fr:444/updates/note.md',
  ])('at %s, which is not below the address, is not fetched', async (notes) => {
    const { network, search } = setUp([{ ...entry, notes }]);
    expect(await search()).toEqual({ notes: [], damaged: ['3.00.73'] });
    expect(network.requests).toHaveLength(1);
  });
});

describe('a list', () => {
  test.each(['', '<html>', '{"versions":[]}', 'null', '[', '"text"'])('that reads %j is unusable', async (list) => {
    await expect(setUp(list).search()).rejects.toMatchObject({ code: 'release-notes.list-unusable' });
  });

  test.each([
    [{ ...entry, version: '../../x' }],
    [{ ...entry, date: '2019-02-30' }],
    [{ ...entry, sha256: 'abc' }],
    [{ ...entry, notes: 7 }],
    [null],
    [[]],
    [{}],
  ])('loses the entry %j and keeps the rest', async (wrong) => {
    const { network, search } = setUp([wrong, entry]);
    network.answers.push({ body: markdown });
    expect(await search()).toMatchObject({ notes: [{ version: '3.00.73' }], damaged: [] });
  });

  test.each([404, 302, 503])('answered with %i is unavailable', async (status) => {
    const network = new ScriptedNetwork();
    network.answers.push({ status });
    const search = new UpdateFeed(network, new MemorySettings()).search(() => false, new AbortController().signal);
    await expect(search).rejects.toMatchObject({ code: 'release-notes.list-unavailable', details: { status } });
  });
});

test.each(['http://impact-emploi.urssaf.fr/updates', 'file:///tmp', 'nothing'])('asks nothing of the address %s', async (address) => {
  const { network, search } = setUp([], { 'connection.servers.update': address });
  await expect(search()).rejects.toMatchObject({ code: 'release-notes.address-unusable' });
  expect(network.requests).toEqual([]);
});

test('ends when it is cancelled between two notes', async () => {
  const cancellation = new AbortController();
  const network = new ScriptedNetwork();
  network.answers.push({ body: JSON.stringify([{ ...entry, version: '3.00.74' }, entry]) }, () => {
    cancellation.abort();
    return { body: markdown };
  });
  const search = new UpdateFeed(network, new MemorySettings()).search(() => false, cancellation.signal);
  await expect(search).rejects.toMatchObject({ name: 'AbortError' });
  expect(network.requests).toHaveLength(2);
});

test('keeps what it has after half a minute, and leaves no timer behind', async () => {
  vi.useFakeTimers();
  try {
    const { network, search } = setUp([entry, { ...entry, version: '3.00.72' }]);
    network.answers.push({ body: markdown }, ({ signal }) => {
      const { promise, reject } = Promise.withResolvers<never>();
      signal?.addEventListener('abort', () => reject(signal.reason));
      return promise;
    });
    const found = search();
    await vi.waitFor(() => expect(network.requests).toHaveLength(3));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await found).toMatchObject({ notes: [{ version: '3.00.73' }], damaged: ['3.00.72'] });
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
