import { toDisposable } from '../../core/lifecycle.ts';
import type { NetworkClientOptions } from '../../host/node/network/network-client.ts';
import type { NetworkProbeOptions } from '../../host/node/network/network-probe.ts';

/** What the host's network knows of a plugin, for tests of something else: it may send to these origins, also on this machine. */
export function pluginNetwork(
  origins: () => readonly string[] = () => [],
): Pick<NetworkClientOptions & NetworkProbeOptions, 'pluginId' | 'grants' | 'onRequest' | 'onDidChangeNetwork'> {
  const grants = { origins, privateNetwork: () => true, onDidChange: never };
  return { pluginId: 'test', grants, onRequest: () => {}, onDidChangeNetwork: never };
}

const never = () => toDisposable(() => {});
