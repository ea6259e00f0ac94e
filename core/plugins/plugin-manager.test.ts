import { beforeEach, describe, expect, it } from 'vitest';
import { discovered, type ManifestParts } from '../../test/support/manifests.ts';
import { toDisposable } from '../lifecycle.ts';
import { PluginManager } from './plugin-manager.ts';
import type { DiscoveredPlugin, RunningPlugin } from './plugin-runtime.ts';
import type { PluginScope } from './plugin-scope.ts';

type Behaviour = Partial<RunningPlugin> & { start?: (scope: PluginScope) => void };

const log: string[] = [];
const failures: [string, unknown][] = [];
const behaviours = new Map<string, Behaviour>();
let declared: Set<string>;
let plugins: PluginManager;

async function start({ manifest }: DiscoveredPlugin, scope: PluginScope): Promise<RunningPlugin> {
  const { id } = manifest;
  const behaviour = behaviours.get(id) ?? {};
  behaviour.start?.(scope);
  scope.store.add(toDisposable(() => log.push(`${id} cleared`)));
  return {
    async activate() {
      log.push(`${id} activates`);
      await behaviour.activate?.();
    },
    async deactivate() {
      log.push(`${id} deactivates`);
      await behaviour.deactivate?.();
    },
  };
}

function add(id: string, parts: ManifestParts = {}, behaviour: Behaviour = {}): void {
  behaviours.set(id, behaviour);
  plugins.add(discovered(id, parts));
}

beforeEach(() => {
  log.length = 0;
  failures.length = 0;
  behaviours.clear();
  declared = new Set();
  plugins = new PluginManager({
    runtime: { start },
    declare({ manifest: { id } }) {
      if (id === 'unacceptable') throw new Error('id taken');
      declared.add(id);
      return toDisposable(() => declared.delete(id));
    },
    onFailure: (plugin, error) => failures.push([plugin, error]),
    activationTimeoutMs: 40,
    deactivationTimeoutMs: 40,
  });
});

describe('activation', () => {
  it('waits until something that the plugin contributes is needed', async () => {
    add('hello', { contributes: { commands: [{ command: 'hello.greet', title: '' }] } });
    add('eager', { activationEvents: ['onStartup'] });
    await plugins.activateByEvent('onStartup');
    expect(log).toEqual(['eager activates']);
    await plugins.activateByEvent('onCommand:hello.greet');
    expect(plugins.status('hello')).toMatchObject({ state: 'active', activationMs: expect.any(Number) });
  });

  it('is shared by all who ask meanwhile', async () => {
    add('hello');
    await Promise.all([plugins.activate('hello'), plugins.activate('hello')]);
    await plugins.activate('hello');
    expect(log).toEqual(['hello activates']);
  });

  it('activates dependencies first', async () => {
    add('leaf', { pluginDependencies: ['middle'] });
    add('middle', { pluginDependencies: ['root'] });
    add('root');
    await plugins.activate('leaf');
    expect(log).toEqual(['root activates', 'middle activates', 'leaf activates']);
  });

  it('prints a circle of dependencies as a path', async () => {
    add('a', { pluginDependencies: ['b'] });
    add('b', { pluginDependencies: ['c'] });
    add('c', { pluginDependencies: ['a'] });
    await expect(plugins.activate('a')).rejects.toMatchObject({ code: 'plugin.cycle', details: { path: 'a → b → c → a' } });
  });

  it('leaves plugins of a circle that can be unloaded', async () => {
    for (const [id, dependency] of ['ab', 'bc', 'ca']) add(id as string, { pluginDependencies: [dependency as string] });
    for (const id of 'abc') await plugins.activate(id).catch(() => {});
    await plugins.unloadAll();
    expect(plugins.list().map(({ state }) => state)).toEqual(['inactive', 'inactive', 'inactive']);
  });

  it('names a dependency that is not there', async () => {
    add('a', { pluginDependencies: ['ghost'] });
    await expect(plugins.activate('a')).rejects.toMatchObject({ code: 'plugin.dependency-missing', details: { dependency: 'ghost' } });
  });

  it('gives up a plugin that hangs, names it, and undoes what it adds too late', async () => {
    let scope: PluginScope | undefined;
    const start = (given: PluginScope) => {
      scope = given;
    };
    add('hung', {}, { start, activate: () => new Promise(() => {}) });
    await expect(plugins.activate('hung')).rejects.toMatchObject({ code: 'plugin.activation-timeout', details: { plugin: 'hung' } });
    let undone = false;
    scope?.store.add(toDisposable(() => (undone = true)));
    expect(undone).toBe(true);
    expect(scope?.signal.aborted).toBe(true);
  });

  it('fails once for all who ask, leaves nothing behind, and can be tried again after unloading', async () => {
    let attempts = 0;
    const activate = async () => {
      if (++attempts === 1) throw new Error('first time');
    };
    add('moody', {}, { activate });
    await expect(plugins.activate('moody')).rejects.toMatchObject({ code: 'plugin.activation-failed', cause: { message: 'first time' } });
    await expect(plugins.activate('moody')).rejects.toMatchObject({ code: 'plugin.activation-failed' });
    expect(attempts).toBe(1);
    expect(log).toContain('moody cleared');
    expect(failures).toHaveLength(1);
    await plugins.unload('moody');
    await plugins.activate('moody');
    expect(plugins.status('moody').state).toBe('active');
  });

  it('of one plugin fails without stopping the others', async () => {
    add('broken', { activationEvents: ['onStartup'] }, { activate: () => Promise.reject(new Error('no')) });
    add('sound', { activationEvents: ['onStartup'] });
    await expect(plugins.activateByEvent('onStartup')).rejects.toMatchObject({ code: 'plugin.activation-failed' });
    expect(plugins.status('sound').state).toBe('active');
  });
});

describe('unloading', () => {
  it('stops dependents first and clears what each added', async () => {
    add('root');
    add('leaf', { pluginDependencies: ['root'] });
    await plugins.activate('leaf');
    log.length = 0;
    await plugins.unload('root');
    expect(log).toEqual(['leaf deactivates', 'leaf cleared', 'root deactivates', 'root cleared']);
  });

  it.each([
    ['throws', () => Promise.reject(new Error('stubborn'))],
    ['never ends', () => new Promise<void>(() => {})],
  ])('clears a plugin whose deactivate %s, and reports it', async (_, deactivate) => {
    add('stubborn', {}, { deactivate });
    await plugins.activate('stubborn');
    await plugins.unload('stubborn');
    expect(log).toContain('stubborn cleared');
    expect(failures).toMatchObject([['stubborn', expect.any(Error)]]);
    expect(plugins.status('stubborn').state).toBe('inactive');
  });

  it('keeps what the plugin contributes, so that need activates it again', async () => {
    add('hello', { activationEvents: ['onStartup'] });
    await plugins.activateByEvent('onStartup');
    await plugins.unload('hello');
    expect(declared).toEqual(new Set(['hello']));
    await plugins.activateByEvent('onStartup');
    expect(log.filter((line) => line === 'hello activates')).toHaveLength(2);
  });

  it('waits for an activation under way', async () => {
    let finish = () => {};
    add('slow', {}, { activate: () => new Promise((resolve) => (finish = resolve)) });
    const activation = plugins.activate('slow');
    await expect.poll(() => log).toContain('slow activates');
    const unloading = plugins.unload('slow');
    finish();
    await Promise.all([activation, unloading]);
    expect(log).toEqual(['slow activates', 'slow deactivates', 'slow cleared']);
  });
});

describe('the set of plugins', () => {
  it('refuses a second plugin of the same id', () => {
    add('twin');
    expect(() => add('twin')).toThrow(expect.objectContaining({ code: 'plugin.duplicate' }));
  });

  it('keeps nothing of a plugin whose contributions are refused', () => {
    expect(() => add('unacceptable')).toThrow('id taken');
    expect(plugins.list()).toEqual([]);
  });

  it('forgets a removed plugin with all it contributed', async () => {
    add('hello', { activationEvents: ['onStartup'] });
    await plugins.activate('hello');
    await plugins.remove('hello');
    await plugins.remove('hello');
    expect(declared.size).toBe(0);
    expect(plugins.list()).toEqual([]);
    await plugins.activateByEvent('onStartup');
    expect(log.filter((line) => line === 'hello activates')).toHaveLength(1);
  });
});
