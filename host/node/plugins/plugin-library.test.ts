import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Shell } from '../../../core/shell.ts';
import { MemoryStorage } from '../../../test/support/memory-services/index.ts';
import { PluginFileCache } from './plugin-file-cache.ts';
import { PluginLibrary } from './plugin-library.ts';

let folder: string;
let storage: MemoryStorage;
let started: string[];
let problems: string[];

async function write(path: string, manifest: Readonly<Record<string, unknown>> | string): Promise<string> {
  const location = join(folder, path);
  await mkdir(location, { recursive: true });
  const name = path.replace(/.*\//, '');
  const whole =
    typeof manifest === 'string'
      ? manifest
      : JSON.stringify({ name, version: '1.0.0', displayName: name, engines: { 'boule-bleue': '*' }, ...manifest });
  await writeFile(join(location, 'package.json'), whole);
  return location;
}

const commands = (id: string) => ({ main: './plugin.js', contributes: { commands: [{ command: id, title: id }] } });

interface OpenOptions {
  readonly installed?: readonly string[];
  readonly isSafeMode?: boolean;
}

async function open(developmentFolders: readonly string[] = [], { installed = [], isSafeMode = false }: OpenOptions = {}) {
  const shell = new Shell({
    createRuntime: () => ({
      start: async ({ manifest }) => {
        started.push(`${manifest.id} ${manifest.version}`);
        return { activate: async () => {}, deactivate: async () => {} };
      },
    }),
    settings: { load: () => ({}), save: async () => {} },
    onFailure: () => {},
  });
  const library = new PluginLibrary({
    manager: shell.plugins,
    cache: new PluginFileCache(join(folder, 'plugin-files.json'), 'test'),
    storage,
    bundledFolder: join(folder, 'bundled'),
    developmentFolders,
    isSafeMode,
    installed: () => installed.map((path) => ({ id: path.replace(/.*\//, ''), location: join(folder, path) })),
    onProblem: (name, { error, warnings }) => problems.push(`${name} ${error?.code ?? warnings?.length}`),
  });
  await library.load();
  return { shell, pluginLibrary: library };
}

const states = (library: PluginLibrary) => Object.fromEntries(library.list().map(({ id, state }) => [id, state]));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plugin-library-'));
  storage = new MemoryStorage();
  started = [];
  problems = [];
});

afterEach(() => rm(folder, { recursive: true }));

describe('plugins are found', () => {
  test('below the folder of the bundled ones, and none is started', async () => {
    await write('bundled/one', {});
    await write('bundled/two', {});
    await mkdir(join(folder, 'bundled/no-plugin'));
    const { pluginLibrary: library } = await open();
    expect(states(library)).toEqual({ one: 'inactive', two: 'inactive' });
    expect(started).toEqual([]);
  });

  test('or not, where there is no such folder', async () => {
    expect((await open()).pluginLibrary.list()).toEqual([]);
  });

  test('and the broken ones remembered with all their faults, while the others load', async () => {
    await write('bundled/broken', { version: 'one', displayName: 3 });
    await write('bundled/mangled', '{ "name": "mangled",');
    await write('bundled/sound', {});
    const { pluginLibrary: library } = await open([join(folder, 'nowhere')]);
    expect(states(library)).toEqual({ broken: 'broken', mangled: 'broken', sound: 'inactive', nowhere: 'broken' });
    const faults = library
      .list()
      .find(({ id }) => id === 'broken')
      ?.faults.map(({ path }) => path);
    expect(faults).toEqual(expect.arrayContaining(['/version', '/displayName']));
    expect(problems).toEqual(['broken manifest.invalid', 'mangled manifest.invalid', 'nowhere manifest.invalid']);
  });

  test('and the second of two that contribute the same left out whole', async () => {
    await write('bundled/first', commands('first.act'));
    const second = await write('second/first', commands('first.other'));
    const { pluginLibrary: library, shell } = await open([second]);
    expect(library.list().map(({ state }) => state)).toEqual(['inactive', 'broken']);
    expect(library.list()[1]?.error).toMatchObject({ code: 'plugin.duplicate' });
    expect(shell.commands.get('first.other')).toBeUndefined();
  });
});

describe('a plugin is switched off', () => {
  test('at once, and for later starts, and on again', async () => {
    await write('bundled/one', { ...commands('one.act'), activationEvents: ['onStartup'] });
    const { pluginLibrary: library, shell } = await open();
    await library.disable('one');
    expect(shell.commands.get('one.act')).toBeUndefined();
    expect(library.find('one')).toBeUndefined();
    const later = await open();
    expect(states(later.pluginLibrary)).toEqual({ one: 'disabled' });
    await later.pluginLibrary.enable('one');
    expect(later.shell.commands.get('one.act')).toBeDefined();
    await later.shell.plugins.activate('one');
    expect(started).toEqual(['one 1.0.0']);
    expect(states((await open()).pluginLibrary)).toEqual({ one: 'inactive' });
  });

  test('only where there is one', async () => {
    const { pluginLibrary: library } = await open();
    await expect(library.disable('nobody')).rejects.toMatchObject({ code: 'plugin.unknown' });
    await expect(library.enable('nobody')).rejects.toMatchObject({ code: 'plugin.unknown' });
  });
});

describe('a plugin is read anew', () => {
  test('and is active again when it was, under another revision', async () => {
    const location = await write('hello', commands('hello.act'));
    const { pluginLibrary: library, shell } = await open([location]);
    await shell.plugins.activate('hello');
    const former = library.find('hello')?.revision;
    await write('hello', { ...commands('hello.other'), version: '2.0.0' });
    await library.reload(location);
    expect(shell.commands.list().map(({ contribution }) => contribution.command)).toEqual(['hello.other']);
    await shell.plugins.activate('hello');
    expect(started).toEqual(['hello 1.0.0', 'hello 2.0.0']);
    expect(library.find('hello')?.revision).not.toBe(former);
  });

  test('when it was broken, or has another name', async () => {
    const location = await write('hello', { version: 'one' });
    const { pluginLibrary: library, shell } = await open([location]);
    await write('hello', commands('hello.act'));
    await library.reload(location);
    expect(states(library)).toEqual({ hello: 'inactive' });
    await write('hello', { name: 'renamed' });
    await library.reload(location);
    expect(states(library)).toEqual({ renamed: 'inactive' });
    expect(shell.commands.list()).toEqual([]);
  });

  test('but goes on as it was while its manifest has faults, which are told', async () => {
    const location = await write('hello', commands('hello.act'));
    const { pluginLibrary: library, shell } = await open([location]);
    await shell.plugins.activate('hello');
    await write('hello', commands('act'));
    await library.reload(location);
    expect(states(library)).toEqual({ hello: 'active' });
    expect(shell.commands.list().map(({ contribution }) => contribution.command)).toEqual(['hello.act']);
    expect(library.list()[0]).toMatchObject({
      faults: [{ path: '/contributes/commands/0/command' }],
      rejection: { code: 'manifest.invalid' },
    });
    await write('hello', commands('hello.other'));
    await library.reload(location);
    expect(shell.commands.list().map(({ contribution }) => contribution.command)).toEqual(['hello.other']);
    expect(library.list()[0]?.rejection).toBeUndefined();
  });

  test('and stays off when it was', async () => {
    const location = await write('hello', commands('hello.act'));
    const { pluginLibrary: library } = await open([location]);
    await library.disable('hello');
    await library.reload(location);
    expect(states(library)).toEqual({ hello: 'disabled' });
  });
});

describe('an installed plugin', () => {
  test('is found, and takes another folder’s place while the host runs, active when it was', async () => {
    await write('1/hello', commands('hello.act'));
    const newer = await write('2/hello', { ...commands('hello.other'), version: '2.0.0' });
    const { pluginLibrary: library, shell } = await open([], { installed: ['1/hello'] });
    expect(library.list()).toMatchObject([{ id: 'hello', origin: 'installed', version: '1.0.0' }]);
    await shell.plugins.activate('hello');
    await library.setInstalled('hello', newer);
    await shell.plugins.activate('hello');
    expect(started).toEqual(['hello 1.0.0', 'hello 2.0.0']);
    expect(library.list()).toMatchObject([{ id: 'hello', version: '2.0.0', location: newer }]);
    expect(shell.commands.get('hello.act')).toBeUndefined();
  });

  test('comes and goes while the host runs', async () => {
    const location = await write('1/hello', commands('hello.act'));
    const { pluginLibrary: library, shell } = await open();
    await library.setInstalled('hello', location);
    expect(shell.commands.get('hello.act')).toBeDefined();
    await library.setInstalled('hello', undefined);
    expect(library.list()).toEqual([]);
    expect(shell.commands.list()).toEqual([]);
  });

  test('is off when it is switched off while its new version is loaded', async () => {
    await write('1/hello', commands('hello.act'));
    const newer = await write('2/hello', { ...commands('hello.act'), version: '2.0.0' });
    const { pluginLibrary: library, shell } = await open([], { installed: ['1/hello'] });
    const { promise: written, resolve: finishWriting } = Promise.withResolvers<void>();
    const keep = storage.write.bind(storage);
    storage.write = async (changes) => {
      await written;
      await keep(changes);
    };
    const changes = Promise.all([library.disable('hello'), library.setInstalled('hello', newer)]);
    // Long enough for the other to overtake, if it could.
    for (let turn = 0; turn < 100; turn += 1) await setImmediate();
    finishWriting();
    await changes;
    expect(library.list()).toMatchObject([{ version: '2.0.0', state: 'disabled' }]);
    expect(shell.commands.get('hello.act')).toBeUndefined();
  });

  test('that was removed while it was off is on when it comes again', async () => {
    const location = await write('1/hello', commands('hello.act'));
    const { pluginLibrary: library } = await open([], { installed: ['1/hello'] });
    await library.disable('hello');
    await library.setInstalled('hello', undefined);
    await library.setInstalled('hello', location);
    expect(states(library)).toEqual({ hello: 'inactive' });
    expect(states((await open([], { installed: ['1/hello'] })).pluginLibrary)).toEqual({ hello: 'inactive' });
  });

  test('stays off in its new version when it was, and one of its name that is bundled goes on', async () => {
    await write('bundled/first', commands('first.act'));
    await write('1/hello', commands('hello.act'));
    const newer = await write('2/hello', commands('hello.act'));
    const { pluginLibrary: library, shell } = await open([], { installed: ['1/hello'] });
    await library.disable('hello');
    await library.setInstalled('hello', newer);
    expect(states(library)).toEqual({ first: 'inactive', hello: 'disabled' });
    const impostor = await write('1/first', commands('first.other'));
    await library.setInstalled('first', impostor);
    await library.setInstalled('first', undefined);
    expect(shell.commands.get('first.act')).toBeDefined();
  });

  test('that can’t be read any more keeps its name, and can be replaced', async () => {
    await write('1/scope.hello', { name: '@scope/hello', engines: { 'boule-bleue': '^9.0.0' } });
    const mended = await write('2/scope.hello', { name: '@scope/hello', version: '2.0.0' });
    const { pluginLibrary: library } = await open([], { installed: ['1/scope.hello'] });
    expect(states(library)).toEqual({ 'scope.hello': 'broken' });
    await library.setInstalled('scope.hello', mended);
    expect(states(library)).toEqual({ 'scope.hello': 'inactive' });
  });

  test('is listed and not loaded in safe mode, until that is left', async () => {
    await write('bundled/first', commands('first.act'));
    await write('1/hello', { ...commands('hello.act'), activationEvents: ['onStartup'] });
    await write('1/off', commands('off.act'));
    const { pluginLibrary: library, shell } = await open([], { installed: ['1/hello', '1/off'], isSafeMode: true });
    expect(states(library)).toEqual({ first: 'inactive', hello: 'held-back', off: 'held-back' });
    await library.disable('off');
    expect(states(library)).toEqual({ first: 'inactive', hello: 'held-back', off: 'disabled' });
    await library.enable('hello');
    expect(shell.commands.get('hello.act')).toBeUndefined();
    await library.leaveSafeMode();
    expect(library.isInSafeMode).toBe(false);
    expect(states(library)).toMatchObject({ off: 'disabled' });
    await vi.waitFor(() => expect(started).toEqual(['hello 1.0.0']));
  });
});

test('plugins are held back for a while, beside those that are switched off', async () => {
  for (const id of ['one', 'two', 'three']) await write(`bundled/${id}`, commands(`${id}.act`));
  const { pluginLibrary: library } = await open();
  await library.disable('one');
  await library.holdBack(new Set(['one', 'two']));
  expect(states(library)).toEqual({ one: 'disabled', three: 'inactive', two: 'held-back' });
  await library.holdBack(new Set(['three']));
  expect(states(library)).toEqual({ one: 'disabled', three: 'held-back', two: 'inactive' });
  await library.holdBack(new Set());
  expect(states((await open()).pluginLibrary)).toEqual(states(library));
});
