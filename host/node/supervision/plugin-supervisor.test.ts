import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Disposable, toDisposable } from '../../../core/lifecycle.ts';
import { PluginManager } from '../../../core/plugins/plugin-manager.ts';
import { FakePluginProcess } from '../../../test/support/fake-plugin-process.ts';
import { discovered, type ManifestParts } from '../../../test/support/manifests.ts';
import { MemoryStorage } from '../../../test/support/memory-services/memory-keeping.ts';
import { Notices } from '../window/notices.ts';
import { NotificationCenter } from '../window/notification-center.ts';
import { CallLog } from './call-log.ts';
import { PluginSupervisor } from './plugin-supervisor.ts';

let folder: string;
let processes: Map<string, FakePluginProcess>;
let inUse: Set<string>;
let isWatched: boolean;
let calls: CallLog;
let manager: PluginManager;
let center: NotificationCenter;
let notices: Notices;
let supervisor: PluginSupervisor;
let handle: Disposable;

const processOf = (id: string) => processes.get(id) as FakePluginProcess;
const state = (id: string) => manager.status(id).state;
const shown = () =>
  center.list().map(({ message, actions }) => [message.key, message.args?.plugin, actions?.map(({ command }) => command)]);
const unresponsive = (id: string) => [
  'notification.plugin.unresponsive',
  `« ${id} »`,
  ['shell.plugins.wait', 'shell.plugins.restart', 'shell.plugins.disable'],
];

async function addActive(id: string, parts: ManifestParts = {}): Promise<void> {
  manager.add(discovered(id, parts));
  await manager.activate(id);
}

beforeEach(async () => {
  vi.useFakeTimers();
  folder = await mkdtemp(join(tmpdir(), 'plugin-supervisor-'));
  processes = new Map();
  inUse = new Set();
  isWatched = true;
  calls = new CallLog();
  manager = new PluginManager({
    runtime: {
      async start({ manifest: { id } }, _scope, onProcess) {
        if (id.startsWith('inline')) return { activate: async () => {}, deactivate: async () => {} };
        const process = new FakePluginProcess();
        process.traffic.lastCallAt = performance.now();
        processes.set(id, process);
        onProcess?.(process);
        return { activate: async () => {}, deactivate: async () => {} };
      },
    },
    declare: () => toDisposable(() => {}),
    onFailure: (plugin, error) => calls.noteError(plugin, error),
  });
  center = new NotificationCenter(() => {});
  notices = new Notices(new MemoryStorage());
  supervisor = new PluginSupervisor({
    ...{ manager, calls, notices, notifications: center, profiles: join(folder, 'profiles'), idleAfterMs: 60_000 },
    displayName: (plugin) => `« ${plugin} »`,
    isInUse: ({ id }) => inUse.has(id),
    isWatched: () => isWatched,
  });
  handle = supervisor.start();
});

afterEach(async () => {
  handle.dispose();
  await manager.killAll();
  vi.useRealTimers();
  await rm(folder, { recursive: true });
});

describe('a plugin that does not respond', () => {
  beforeEach(async () => {
    await addActive('looping');
    processOf('looping').loop();
    await vi.advanceTimersByTimeAsync(1_000);
  });

  test('is told of within a second, by name, with what can be done about it', () => {
    expect([state('looping'), shown()]).toEqual(['unresponsive', [unresponsive('looping')]]);
  });

  test('is no longer told of once it answers again', async () => {
    processOf('looping').recover();
    await vi.advanceTimersByTimeAsync(0);
    expect([state('looping'), shown()]).toEqual(['active', []]);
  });

  test('is told of again when waiting did not help', async () => {
    center.answer(center.list()[0]?.id ?? '', 0);
    supervisor.wait('looping');
    await vi.advanceTimersByTimeAsync(9_000);
    expect(shown()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(shown()).toEqual([unresponsive('looping')]);
  });

  test('is not told of again once it recovered while the user waited', async () => {
    center.answer(center.list()[0]?.id ?? '', 0);
    supervisor.wait('looping');
    processOf('looping').recover();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(shown()).toEqual([]);
  });

  test('is restarted, and the notification goes', async () => {
    const former = processOf('looping');
    await manager.restart('looping');
    expect([former.isKilled, state('looping'), shown()]).toEqual([true, 'active', []]);
  });

  test('does not make others look silent', async () => {
    await addActive('sound');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(state('sound')).toBe('active');
  });
});

test('a plugin that loops before it has activated is told of too', async () => {
  const loop = Promise.withResolvers<void>();
  manager.add(discovered('early'));
  const { runtime } = Reflect.get(manager, 'options');
  const start = runtime.start;
  runtime.start = async (...args: Parameters<typeof start>) => {
    const running = await start(...args);
    processOf('early').loop();
    return { ...running, activate: () => loop.promise };
  };
  const activation = manager.activate('early').catch(() => {});
  await vi.advanceTimersByTimeAsync(1_000);
  expect([state('early'), shown()]).toEqual(['unresponsive', [unresponsive('early')]]);
  await manager.kill('early');
  await activation;
  expect(shown()).toEqual([]);
});

test('a plugin that was switched off is told of until somebody restarts it', async () => {
  for (const id of ['frail', 'sound']) await addActive(id);
  for (let count = 0; count < 3; count++) {
    const activation = manager.activate('frail');
    await vi.advanceTimersByTimeAsync(1_000);
    await activation;
    processOf('frail').end('out-of-memory');
    await vi.advanceTimersByTimeAsync(0);
  }
  const details = { plugin: '« frail »', losses: 3, reason: 'memory' };
  expect(center.list()).toMatchObject([{ severity: 'error', message: { key: 'notification.plugin.switched-off', args: details } }]);
  expect(notices.list()).toMatchObject([{ key: 'notice.plugins.switched-off', args: { plugin: '« frail »' } }]);
  expect(supervisor.facts('frail').lastError).toMatchObject({ code: 'plugin.switched-off' });
  await manager.restart('frail');
  expect([shown(), notices.list(), state('sound')]).toEqual([[], [], 'active']);
});

describe('a process without work', () => {
  test('ends after a minute, and not before', async () => {
    await addActive('idle');
    await vi.advanceTimersByTimeAsync(59_000);
    expect(state('idle')).toBe('active');
    await vi.advanceTimersByTimeAsync(16_000);
    expect([state('idle'), processOf('idle').isKilled]).toEqual(['inactive', true]);
  });

  test('stays when something of it is in use, waits for the start, or is depended on', async () => {
    inUse.add('shown');
    await addActive('shown');
    await addActive('eager', { activationEvents: ['onStartup'] });
    await addActive('root');
    await addActive('leaf', { pluginDependencies: ['root'] });
    inUse.add('leaf');
    await vi.advanceTimersByTimeAsync(300_000);
    expect(['shown', 'eager', 'root', 'leaf'].map(state)).toEqual(['active', 'active', 'active', 'active']);
    inUse.clear();
    await vi.advanceTimersByTimeAsync(75_000);
    expect(['shown', 'eager', 'root', 'leaf'].map(state)).toEqual(['inactive', 'active', 'inactive', 'inactive']);
  });

  test('stays while a call is under way, and a minute after the last', async () => {
    await addActive('busy');
    processOf('busy').traffic.pending = 1;
    await vi.advanceTimersByTimeAsync(300_000);
    expect(state('busy')).toBe('active');
    Object.assign(processOf('busy').traffic, { pending: 0, lastCallAt: performance.now() });
    await vi.advanceTimersByTimeAsync(45_000);
    expect(state('busy')).toBe('active');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(state('busy')).toBe('inactive');
  });

  test('inside the host is none', async () => {
    await addActive('inline');
    await vi.advanceTimersByTimeAsync(300_000);
    expect(state('inline')).toBe('active');
  });
});

describe('figures', () => {
  test('are measured as long as somebody looks', async () => {
    await addActive('busy');
    processOf('busy').usageNow = { cpuMs: 0, residentBytes: 30_000_000, heapBytes: 1 };
    supervisor.measure();
    supervisor.measure();
    await vi.advanceTimersByTimeAsync(0);
    processOf('busy').usageNow = { cpuMs: 1_500, residentBytes: 40_000_000, heapBytes: 1 };
    await vi.advanceTimersByTimeAsync(2_000);
    expect(supervisor.facts('busy').process).toEqual({ pid: 2 ** 30, cpuPercent: 75, residentBytes: 40_000_000 });
    isWatched = false;
    await vi.advanceTimersByTimeAsync(2_000);
    processOf('busy').usageNow = { cpuMs: 9_000, residentBytes: 90_000_000, heapBytes: 1 };
    await vi.advanceTimersByTimeAsync(10_000);
    expect(supervisor.facts('busy').process).toEqual({ pid: 2 ** 30, cpuPercent: 0, residentBytes: 0 });
  });

  test('of a plugin inside the host are its calls and its last error', async () => {
    await addActive('inline');
    calls.noteCall('inline', Promise.resolve());
    expect(supervisor.facts('inline')).toEqual({ process: null, calls: 1, lastError: undefined, isProfiling: false });
  });
});

describe('a profile', () => {
  test('is kept as a file, the newest twenty, and shared by all who ask meanwhile', async () => {
    await addActive('slow');
    vi.useRealTimers();
    vi.useFakeTimers({ toFake: ['Date'] });
    for (let count = 0; count < 21; count++) {
      vi.setSystemTime(Date.UTC(2026, 0, 1, 0, count));
      await supervisor.profile('slow', count);
    }
    vi.setSystemTime(Date.UTC(2026, 0, 1, 1));
    const recording = supervisor.profile('slow', 21);
    expect(supervisor.facts('slow').isProfiling).toBe(true);
    const [first, second] = await Promise.all([recording, supervisor.profile('slow', 99)]);
    expect(first).toBe(second);
    expect(JSON.parse(await readFile(first.path, 'utf8'))).toEqual({ durationMs: 21 });
    const files = await readdir(join(folder, 'profiles'));
    expect(files).toHaveLength(20);
    expect(files).toContain(first.fileName);
    expect(supervisor.facts('slow').isProfiling).toBe(false);
  });

  test('needs a process that answers', async () => {
    await addActive('looping');
    await addActive('inline');
    processOf('looping').loop();
    await vi.advanceTimersByTimeAsync(1_000);
    await expect(supervisor.profile('looping')).rejects.toMatchObject({ code: 'plugin.unresponsive' });
    await expect(supervisor.profile('inline')).rejects.toMatchObject({ code: 'plugin.not-isolated' });
    await expect(supervisor.kill('inline')).rejects.toMatchObject({ code: 'plugin.not-isolated' });
  });
});

test('a process is killed at a word', async () => {
  await addActive('hated');
  await supervisor.kill('hated');
  expect([processOf('hated').isKilled, state('hated')]).toEqual([true, 'inactive']);
});
