import { describe, expect, test } from 'vitest';
import { withTimeout } from '../../core/async.ts';
import type { Manifest } from '../../core/manifest/manifest.ts';
import { collectionSizes, describeGrowth, holdings } from '../../host/node/plugin-test/census.ts';
import { startEverything } from '../../host/node/plugin-test/exercise.ts';
import { ContractHost } from './contract-host.ts';
import { collectGarbage, InstanceCounter, openResources } from './memory.ts';
import { findPlugins } from './plugin-folders.ts';
import { settled } from './wait.ts';

const endingMs = 5_000;
/** Where each round starts a process. */
const timeoutMs = 300_000;
/** What the compiler adds in the course of 50 rounds is a third of it. */
const maximumGrowthBytes = 2 * 1024 * 1024;

describe.each(findPlugins())('$name', (plugin) => {
  const { manifest } = plugin;

  test('unloads in the midst of its work, leaving nothing behind, 100 times in a row', { timeout: timeoutMs }, async () => {
    const instances = new InstanceCounter();
    await using host = await ContractHost.open({ plugins: [plugin], wrapClass: instances.wrap });
    const resources = openResources();
    host.openWindow();
    // The host opens its shared storage once, for the first who needs it.
    await host.parts.shell.plugins.activate(manifest.id);
    await host.parts.shell.plugins.unload(manifest.id);
    // As long as it takes to fill the journal of requests, and for most of the code to be compiled.
    await repeat(50, () => workAndUnload(host, manifest));
    // Written down every few seconds, by statements that the store then keeps.
    await host.parts.requests.flush();
    const sizes = collectionSizes(host.parts);
    const heapBytes = await collectGarbage();
    await repeat(50, () => workAndUnload(host, manifest));
    await settled(() => openResources(resources).length === 0);
    expect(openResources(resources)).toEqual([]);
    expect(host.silentServer.openConnections).toBe(0);
    expect(describeGrowth(sizes, collectionSizes(host.parts)).filter((growth) => !isBounded(growth))).toEqual([]);
    expect((await collectGarbage()) - heapBytes).toBeLessThan(maximumGrowthBytes);
    await instances.released();
    expect(instances.heldCount).toBe(0);
    expect(await host.close()).toEqual([]);
  });

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

/** What fills them in which round is a matter of chance; there are no more of these than hook points, strings and steps of guides. */
function isBounded(growth: string): boolean {
  return /^(shell\.hooks\.built|strings\.current\.formatters|walkthroughs\.done)\b/.test(growth);
}

/** Activates a plugin, starts all that it offers, and unloads it while some of that waits for the network or the user. */
async function workAndUnload({ parts }: ContractHost, manifest: Manifest): Promise<void> {
  const before = holdings(parts);
  await parts.shell.plugins.activate(manifest.id);
  const { runs } = await startEverything(parts, manifest);
  await parts.shell.plugins.unload(manifest.id);
  await withTimeout(runs, endingMs, () => new Error(`Commands of ${manifest.id} go on without it`));
  expect(holdings(parts)).toEqual(before);
}

async function repeat(times: number, work: () => Promise<void>): Promise<void> {
  for (let count = 0; count < times; count += 1) await work();
}
