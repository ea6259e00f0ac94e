import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakePluginProcess } from '../../test/support/fake-plugin-process.ts';
import { discovered, type ManifestParts } from '../../test/support/manifests.ts';
import { toDisposable } from '../lifecycle.ts';
import { PluginManager } from './plugin-manager.ts';
import type { PluginScope } from './plugin-scope.ts';
import { RestartPolicy } from './restart-policy.ts';

const log: string[] = [];
const failures: [string, unknown][] = [];
let processes: FakePluginProcess[];
let scopes: PluginScope[];
let whileActivating: (process: FakePluginProcess) => Promise<void>;
let whileDeactivating: () => Promise<void>;
let needed: Set<string>;
let time: number;
let plugins: PluginManager;

const last = () => processes.at(-1) as FakePluginProcess;
const state = (id = 'frail') => plugins.status(id).state;
const codes = () => failures.map(([plugin, error]) => `${plugin} ${(error as { code: string }).code}`);

async function addActive(id = 'frail', parts: ManifestParts = {}): Promise<void> {
  plugins.add(discovered(id, parts));
  await plugins.activate(id);
}

/** Has the process end and the manager hear of it. */
async function lose(process = last(), reason: 'exited' | 'crashed' | 'out-of-memory' = 'crashed'): Promise<void> {
  process.end(reason, 'last words');
  await new Promise((resolve) => setImmediate(resolve));
}

/** The pause after a loss, which lasts as long as the test wants. */
const endPause = () => vi.advanceTimersByTimeAsync(1);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  log.length = 0;
  failures.length = 0;
  processes = [];
  scopes = [];
  whileActivating = async () => {};
  whileDeactivating = async () => {};
  needed = new Set();
  time = 0;
  plugins = new PluginManager({
    runtime: {
      async start({ manifest: { id } }, scope, onProcess) {
        const process = new FakePluginProcess();
        processes.push(process);
        onProcess?.(process);
        scopes.push(scope);
        scope.store.add(toDisposable(() => log.push(`${id} cleared`)));
        const activate = async () => {
          log.push(`${id} activates`);
          await whileActivating(process);
        };
        return { activate, deactivate: () => whileDeactivating() };
      },
    },
    declare: () => toDisposable(() => {}),
    isNeeded: ({ manifest }) => needed.has(manifest.id),
    restartPolicy: new RestartPolicy({ delaysMs: [1, 1], now: () => time }),
    onFailure: (plugin, error) => failures.push([plugin, error]),
  });
});

afterEach(async () => {
  await plugins.killAll();
  vi.useRealTimers();
});

describe('a plugin whose process was lost', () => {
  test('leaves nothing it added, and tells calls under way why they fail', async () => {
    await addActive();
    await lose(last(), 'out-of-memory');
    expect(log).toEqual(['frail activates', 'frail cleared']);
    expect(scopes[0]?.signal.reason).toMatchObject({ code: 'plugin.process-ended', details: { plugin: 'frail', reason: 'memory' } });
    expect(failures).toMatchObject([['frail', { code: 'plugin.process-ended', cause: { message: 'last words' } }]]);
    expect(plugins.status('frail')).toMatchObject({ state: 'restarting', losses: 1 });
  });

  test('starts again by itself when it is needed', async () => {
    needed.add('frail');
    await addActive();
    await lose();
    await endPause();
    await expect.poll(() => state()).toBe('active');
    expect(processes).toHaveLength(2);
  });

  test('waits for its next need otherwise', async () => {
    await addActive();
    await lose();
    await endPause();
    await expect.poll(() => state()).toBe('inactive');
    expect(processes).toHaveLength(1);
    await plugins.activate('frail');
    expect(state()).toBe('active');
  });

  test('starts again for the plugins that depend on it, which go on meanwhile', async () => {
    await addActive('root');
    await addActive('leaf', { pluginDependencies: ['root'] });
    await lose(processes[0]);
    expect([state('root'), state('leaf')]).toEqual(['restarting', 'active']);
    await endPause();
    await expect.poll(() => state('root')).toBe('active');
    expect(log.filter((line) => line === 'leaf activates')).toHaveLength(1);
  });

  test('keeps whoever needs it meanwhile waiting until the pause is over', async () => {
    await addActive();
    await lose();
    const activation = plugins.activate('frail');
    expect([state(), processes.length]).toEqual(['restarting', 1]);
    await endPause();
    await activation;
    expect(state()).toBe('active');
  });

  test('does not start again once it is removed', async () => {
    needed.add('frail');
    await addActive();
    await lose();
    await plugins.remove('frail');
    await vi.advanceTimersByTimeAsync(1_000);
    expect([processes.length, plugins.list()]).toEqual([1, []]);
  });

  test('while it activated counts too, and is no failed activation', async () => {
    plugins.add(discovered('frail'));
    whileActivating = async (process) => {
      process.end('exited');
      await new Promise(() => {});
    };
    await expect(plugins.activate('frail')).rejects.toMatchObject({ code: 'plugin.process-ended' });
    expect(plugins.status('frail')).toMatchObject({ state: 'restarting', losses: 1 });
  });
});

describe('after three losses within five minutes', () => {
  beforeEach(async () => {
    await addActive();
    for (let count = 0; count < 3; count++) {
      await endPause();
      await plugins.activate('frail');
      await lose();
    }
  });

  test('a plugin is switched off, and nothing starts it', async () => {
    expect(plugins.status('frail')).toMatchObject({ state: 'switched-off', losses: 3, error: { code: 'plugin.switched-off' } });
    await expect(plugins.activate('frail')).rejects.toMatchObject({ code: 'plugin.switched-off', details: { plugin: 'frail' } });
    expect(codes()).toEqual(['frail plugin.process-ended', 'frail plugin.process-ended', 'frail plugin.switched-off']);
    expect(processes).toHaveLength(3);
  });

  test('it gets another chance when somebody restarts it', async () => {
    await plugins.restart('frail');
    expect(plugins.status('frail')).toMatchObject({ state: 'active', losses: 0 });
    await lose();
    expect(state()).toBe('restarting');
  });

  test('it stays off when it is merely unloaded', async () => {
    await plugins.unload('frail');
    expect(state()).toBe('switched-off');
  });
});

describe('a process that somebody ended', () => {
  test('is no loss', async () => {
    await addActive();
    await plugins.kill('frail');
    expect([last().isKilled, state(), failures]).toEqual([true, 'inactive', []]);
    expect(plugins.status('frail').losses).toBe(0);
  });

  test('is gone with the plugin that was unloaded', async () => {
    await addActive();
    await plugins.unload('frail');
    expect(last().isKilled).toBe(true);
    expect(state()).toBe('inactive');
  });

  test('is not waited for when its plugin hangs while it activates', async () => {
    plugins.add(discovered('frail'));
    whileActivating = () => new Promise(() => {});
    plugins.activate('frail').catch(() => {});
    await expect.poll(() => processes).toHaveLength(1);
    await plugins.unload('frail');
    expect([last().isKilled, state(), failures]).toEqual([true, 'inactive', []]);
  });

  test('is not waited for, whatever its plugin is about to do', async () => {
    plugins.add(discovered('frail'));
    whileActivating = () => new Promise(() => {});
    const activation = plugins.activate('frail').catch(() => {});
    await expect.poll(() => processes).toHaveLength(1);
    await plugins.kill('frail');
    await activation;
    whileActivating = async () => {};
    await addActive('other');
    whileDeactivating = () => new Promise(() => {});
    const unloading = plugins.unload('other');
    await plugins.killAll();
    await unloading;
    expect(processes.map(({ isKilled }) => isKilled)).toEqual([true, true]);
  });

  test('is not asked to deactivate when it does not respond', async () => {
    await addActive();
    plugins.setResponsive('frail', false);
    expect([state(), plugins.silenceOf('frail')?.reason.code]).toEqual(['unresponsive', 'plugin.unresponsive']);
    whileDeactivating = () => new Promise(() => {});
    await plugins.restart('frail').catch(() => {});
    expect([processes[0]?.isKilled, state(), processes.length]).toEqual([true, 'active', 2]);
  });
});

test('a plugin that is needed while it is being unloaded starts afterwards', async () => {
  await addActive();
  const deactivated = Promise.withResolvers<void>();
  whileDeactivating = () => deactivated.promise;
  const unloading = plugins.unload('frail');
  const activation = plugins.activate('frail');
  deactivated.resolve();
  await Promise.all([unloading, activation]);
  expect([state(), log]).toEqual(['active', ['frail activates', 'frail cleared', 'frail activates']]);
});

test('a hook that a plugin calls while it is being unloaded does not wait for that plugin', async () => {
  await addActive('frail', { permissions: { hooks: ['network.route'] } });
  whileDeactivating = () => plugins.activateByEvent('onHook:network.route');
  await plugins.unload('frail');
  expect([state(), processes.length]).toEqual(['inactive', 1]);
});
