import { expect } from 'vitest';
import { withTimeout } from '../../core/async.ts';
import type { Manifest } from '../../core/manifest/manifest.ts';
import { collectionSizes, describeGrowth, holdings } from '../../host/node/plugin-test/census.ts';
import { startEverything } from '../../host/node/plugin-test/exercise.ts';
import { ContractHost } from './contract-host.ts';
import { collectGarbage, InstanceCounter, openResources } from './memory.ts';
import type { PluginFolder } from './plugin-folders.ts';
import { settled } from './wait.ts';

const endingMs = 5_000;

export interface UnloadingRounds {
  readonly warmUp: number;
  readonly measured: number;
  /** By how much the heap may grow in the measured rounds. Left out: nobody looks. */
  readonly maximumGrowthBytes?: number;
}

/** Unloads a plugin in the midst of its work, many times in a row, and looks for what is left of it. */
export async function unloadInTheMidst(plugin: PluginFolder, { warmUp, measured, maximumGrowthBytes }: UnloadingRounds): Promise<void> {
  const { manifest } = plugin;
  const instances = new InstanceCounter();
  await using host = await ContractHost.open({ plugins: [plugin], wrapClass: instances.wrap });
  const resources = openResources();
  host.openWindow();
  // The host opens its shared storage once, for the first who needs it.
  await host.parts.shell.plugins.activate(manifest.id);
  await host.parts.shell.plugins.unload(manifest.id);
  await repeat(warmUp, () => workAndUnload(host, manifest));
  // Written down every few seconds, by statements that the store then keeps.
  await host.parts.requests.flush();
  const sizes = collectionSizes(host.parts);
  const heapBytes = await collectGarbage();
  await repeat(measured, () => workAndUnload(host, manifest));
  await settled(() => openResources(resources).length === 0);
  expect(openResources(resources)).toEqual([]);
  expect(host.silentServer.openConnections).toBe(0);
  expect(describeGrowth(sizes, collectionSizes(host.parts)).filter((growth) => !isBounded(growth))).toEqual([]);
  if (maximumGrowthBytes !== undefined) expect((await collectGarbage()) - heapBytes).toBeLessThan(maximumGrowthBytes);
  await instances.released();
  expect(instances.heldCount).toBe(0);
  expect(await host.close()).toEqual([]);
}

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
