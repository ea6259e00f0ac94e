import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Shell } from '../../../core/shell.ts';
import { MemoryStorage } from '../../../test/support/memory-services/index.ts';
import { PluginBisect } from './plugin-bisect.ts';
import { PluginFileCache } from './plugin-file-cache.ts';
import { PluginLibrary } from './plugin-library.ts';

let folder: string;
let storage: MemoryStorage;

const bundled = ['connection', 'notes'];
const installed = ['a', 'b', 'c', 'd', 'e', 'switched-off'];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plugin-bisect-'));
  storage = new MemoryStorage();
  for (const name of bundled) await write(join('bundled', name));
  for (const name of installed) await write(join('installed', name));
});

afterEach(() => rm(folder, { recursive: true }));

async function write(path: string): Promise<void> {
  const name = path.replace(/.*[\\/]/, '');
  await mkdir(join(folder, path), { recursive: true });
  const manifest = { name, version: '1.0.0', displayName: name, engines: { 'boule-bleue': '*' } };
  await writeFile(join(folder, path, 'package.json'), JSON.stringify(manifest));
}

/** Starts a host on the same folder and the same store. */
async function startHost({ isSafeMode = false } = {}) {
  const shell = new Shell({
    createRuntime: () => ({ start: async () => ({ activate: async () => {}, deactivate: async () => {} }) }),
    settings: { load: () => ({}), save: async () => {} },
    onFailure: () => {},
  });
  const pluginLibrary = new PluginLibrary({
    manager: shell.plugins,
    cache: new PluginFileCache(join(folder, 'plugin-files.json'), 'test'),
    storage,
    bundledFolder: join(folder, 'bundled'),
    developmentFolders: [],
    isSafeMode,
    installed: () => installed.map((id) => ({ id, location: join(folder, 'installed', id) })),
    onProblem: () => {},
  });
  await pluginLibrary.load();
  const bisect = new PluginBisect({ pluginLibrary, storage });
  await bisect.load();
  const on = () => shell.plugins.list().map(({ id }) => id);
  return { bisect, pluginLibrary, on };
}

type TestHost = Awaited<ReturnType<typeof startHost>>;

/** Answers one question as somebody would whose fault these plugins cause together. */
const answer = ({ bisect, on }: TestHost, culprits: readonly string[]) =>
  bisect.answer(culprits.every((plugin) => on().includes(plugin)) ? 'there' : 'gone');

const everything = [...bundled, ...installed];

test('two that do it together are found, over a restart after each answer, and all is as it was', async () => {
  const first = await startHost();
  await first.pluginLibrary.disable('switched-off');
  const before = first.on().sort();
  await first.bisect.start();
  expect(first.on()).toEqual(bundled);
  let host = first;
  for (let round = 0; host.bisect.state?.phase === 'asking'; round += 1) {
    expect(round).toBeLessThan(20);
    const { disabled } = host.bisect.state;
    expect([...host.on(), ...disabled].sort()).toEqual(everything.filter((id) => id !== 'switched-off').sort());
    await answer(host, ['b', 'd']);
    host = await startHost();
  }
  expect(host.bisect.state).toMatchObject({ phase: 'done', disabled: [], undecided: [] });
  expect([...(host.bisect.state?.found ?? [])].sort()).toEqual(['b', 'd']);
  expect(host.on().sort()).toEqual(before);
  await host.bisect.stop();
  expect(host.bisect.state).toBeNull();
  const last = await startHost();
  expect(last.bisect.state).toBeNull();
  expect(last.on().sort()).toEqual(before);
});

describe('a search', () => {
  test('that is given up leaves all as it was, at once and for the next host', async () => {
    const host = await startHost();
    await host.bisect.start();
    await answer(host, ['c']);
    await host.bisect.stop();
    expect(host.on().sort()).toEqual([...everything].sort());
    expect((await startHost()).on().sort()).toEqual([...everything].sort());
  });

  test('doesn’t mind what the user switches meanwhile', async () => {
    const host = await startHost();
    await host.bisect.start();
    await host.pluginLibrary.disable('a');
    await host.pluginLibrary.enable('a');
    await host.pluginLibrary.disable('e');
    expect(host.on()).toEqual(bundled);
    await host.bisect.stop();
    expect(host.on().sort()).toEqual(everything.filter((id) => id !== 'e').sort());
  });

  test('that begins in safe mode leaves it, and finds all the same', async () => {
    const host = await startHost({ isSafeMode: true });
    await host.bisect.start();
    expect(host.on()).toEqual(bundled);
    while (host.bisect.state?.phase === 'asking') await answer(host, ['c']);
    expect(host.bisect.state?.found).toEqual(['c']);
    expect(host.on().sort()).toEqual([...everything].sort());
  });

  test('tells when there is something new to show', async () => {
    const host = await startHost();
    let count = 0;
    host.bisect.onDidChange(() => {
      count += 1;
    });
    await host.bisect.answer('gone');
    expect(count).toBe(0);
    await host.bisect.start();
    await host.bisect.answer('there');
    expect(host.bisect.state).toMatchObject({ phase: 'done', found: [] });
    await host.bisect.answer('gone');
    expect(count).toBe(2);
  });

  test('that was kept damaged is forgotten', async () => {
    await storage.write([{ collection: 'plugin-bisect', id: 'current', value: { suspects: 'a', answers: [3] } }]);
    const host = await startHost();
    expect(host.bisect.state).toBeNull();
    expect(host.on().sort()).toEqual([...everything].sort());
  });
});
