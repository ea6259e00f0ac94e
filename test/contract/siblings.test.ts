import type { HookAnswer } from 'boule-bleue';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Manifest } from '../../core/manifest/manifest.ts';
import { callHook } from '../../host/node/plugin-test/exercise.ts';
import { shellManifest } from '../../host/shell-manifest.ts';
import { ContractHost, type LogLine } from './contract-host.ts';
import { type Misbehaviour, misbehavingCommand, misbehavingId, misbehavingPlugin } from './misbehaving-plugin.ts';
import { eventsOf, findPlugins } from './plugin-folders.ts';

const plugins = findPlugins();
const manifests = plugins.map(({ manifest }) => manifest);
const events = [...new Set(manifests.flatMap(eventsOf))];
const hooks = [...new Set(manifests.flatMap(declaredHooksOf))];

afterEach(() => {
  vi.useRealTimers();
});

/** A host with every plugin, the one that misbehaves first in each row. */
const openHost = (misbehaviour: Misbehaviour) => ContractHost.open({ plugins, madeUp: [misbehavingPlugin(misbehaviour, events, hooks)] });

describe.each(plugins)('$name', ({ manifest }) => {
  const { id } = manifest;

  test('is activated by each of its events beside a plugin that throws in activate', async () => {
    await using host = await openHost('throws in activate');
    const { plugins: manager } = host.parts.shell;
    for (const event of eventsOf(manifest)) {
      await manager.activateByEvent(event).catch(() => {});
      expect([event, host.state(id), host.state(misbehavingId)]).toEqual([event, 'active', 'failed']);
      await manager.unloadAll();
    }
    expect(new Set((await host.close()).map(describeFailure))).toEqual(new Set([`${misbehavingId} plugin.fault`]));
  });

  test('is active at once beside a plugin that hangs in activate, which is named and given up', async () => {
    await using host = await openHost('hangs in activate');
    const { plugins: manager } = host.parts.shell;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const hanging = manager.activate(misbehavingId).catch((error) => error);
    await manager.activate(id);
    expect(host.state(misbehavingId)).toBe('activating');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await hanging).toMatchObject({ code: 'plugin.activation-timeout', details: { plugin: misbehavingId } });
    expect(host.state(id)).toBe('active');
    vi.useRealTimers();
  });

  test('keeps its commands beside a plugin whose command throws', async () => {
    await using host = await openHost('throws in a command');
    const { shell, runner } = host.parts;
    await shell.plugins.activate(id);
    const own = () => shell.commands.answered.filter(({ plugin }) => plugin === id);
    const before = own();
    const outcome = await runner.run(misbehavingCommand, undefined, 'fr', new AbortController().signal);
    expect(outcome).toMatchObject({ ok: false, code: 'plugin.fault' });
    expect(host.state(id)).toBe('active');
    expect(own()).toEqual(before);
  });

  test.each(declaredHooksOf(manifest))('takes part in %s beside a plugin whose tap throws', async (hook) => {
    await using undisturbed = await ContractHost.open({ plugins });
    await using host = await openHost('throws in a hook tap');
    expect(byPlugin(await callHook(host.parts, hook))).toEqual(byPlugin(await callHook(undisturbed.parts, hook)));
    expect(host.state(misbehavingId)).toBe('active');
    expect((await host.close()).map(describeFailure)).toContain(`${misbehavingId} plugin.fault`);
    expect(await undisturbed.close()).toEqual([]);
  });

  test('stays while a plugin that throws in deactivate is unloaded', async () => {
    await using host = await openHost('throws in deactivate');
    const { plugins: manager } = host.parts.shell;
    await manager.activate(id);
    await manager.activate(misbehavingId);
    await manager.unload(misbehavingId);
    expect(host.state(misbehavingId)).toBe('inactive');
    expect(host.state(id)).toBe('active');
    expect((await host.close()).map(describeFailure)).toEqual([`${misbehavingId} plugin.fault`]);
  });
});

/** The hook points that a plugin owns or taps, as far as somebody here owns them. */
function declaredHooksOf({ contributes, permissions }: Manifest): readonly string[] {
  const declared = [shellManifest, ...plugins.map(({ manifest }) => manifest)].flatMap((owner) =>
    owner.contributes.hooks.map(({ id }) => id),
  );
  return [...contributes.hooks.map(({ id }) => id), ...(permissions.hooks ?? []).filter((hook) => declared.includes(hook))];
}

/** Taps answer in the order in which their plugins were activated, which is nobody's to say where several wait for one hook. */
function byPlugin(answer: unknown): unknown {
  if (!Array.isArray(answer)) return answer;
  return (answer as HookAnswer[]).toSorted((one, other) => one.plugin.localeCompare(other.plugin));
}

function describeFailure({ plugin, err }: LogLine): string {
  return `${plugin} ${err?.code}`;
}
