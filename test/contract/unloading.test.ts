import { describe, expect, test } from 'vitest';
import { holdings } from '../../host/node/plugin-test/census.ts';
import { ContractHost } from './contract-host.ts';
import { findPlugins } from './plugin-folders.ts';
import { unloadInTheMidst } from './unload-in-the-midst.ts';

describe.each(findPlugins())('$name', (plugin) => {
  const { manifest } = plugin;

  test('unloads in the midst of its work, leaving nothing behind, 10 times in a row', () =>
    unloadInTheMidst(plugin, { warmUp: 5, measured: 5 }));

  test('loads again as it did at first', async () => {
    await using host = await ContractHost.open({ plugins: [plugin] });
    const { plugins } = host.parts.shell;
    await plugins.activate(manifest.id);
    const first = holdings(host.parts);
    await plugins.unload(manifest.id);
    await plugins.activate(manifest.id);
    expect(holdings(host.parts)).toEqual(first);
    expect(first.commandHandlers).toBe(manifest.contributes.commands.length);
  });
});
