import { describe, expect, test } from 'vitest';
import { languages } from '../../core/message.ts';
import { answeredByPlugins } from '../../host/node/plugin-test/census.ts';
import { stretched } from '../support/time-bounds.ts';
import { ContractHost } from './contract-host.ts';
import { eventsOf, findPlugins, type PluginFolder } from './plugin-folders.ts';
import { settled } from './wait.ts';

const plugins = findPlugins();

/** A server that never answers would hold it far longer. */
const maximumStartMs = 1_000;

test('no plugin’s code is read before it is needed, though windows show what it contributes', async () => {
  await using host = await ContractHost.open({ plugins });
  for (const language of languages) host.parts.snapshots.snapshot({ language });
  expect(host.imported).toEqual([]);
  await host.parts.shell.start();
  const started = plugins.filter(isForStart).map(({ manifest }) => manifest.id);
  expect(host.imported.sort()).toEqual(started.sort());
});

describe.each(plugins)('$name', (plugin) => {
  const { id, contributes } = plugin.manifest;

  test.each(eventsOf(plugin.manifest))('is activated by %s, alone among its kind', async (event) => {
    await using host = await ContractHost.open({ plugins: [plugin] });
    await host.parts.shell.plugins.activateByEvent(event);
    expect(host.imported).toEqual([id]);
    expect(host.state(id)).toBe('active');
    expect(answeredByPlugins(host.parts.shell.commands).length).toBe(contributes.commands.length);
    await settled(() => contributes.panels.every((panel) => host.parts.states.get(panel.id)));
    expect(contributes.panels.filter((panel) => !host.parts.states.get(panel.id))).toEqual([]);
    expect(await host.close()).toEqual([]);
  });
});

test.each(plugins.filter(isForStart))('$name starts without waiting for a server', async (plugin) => {
  await using host = await ContractHost.open({ plugins: [plugin] });
  const { shell } = host.parts;
  await shell.start();
  await shell.stop();
  // The second time, when the compiler has done its work.
  await shell.start();
  expect(host.state(plugin.manifest.id)).toBe('active');
  expect(shell.plugins.status(plugin.manifest.id).activationMs).toBeLessThan(await stretched(maximumStartMs));
});

function isForStart({ manifest }: PluginFolder): boolean {
  return manifest.activationEvents.includes('onStartup');
}
