import { toDisposable } from '../../core/lifecycle.ts';
import type { NetworkClientOptions } from '../../host/node/network/network-client.ts';

/** What the host's network knows of a plugin, for tests of something else: it may send to these origins, also on this machine. */
export function pluginNetwork(
  origins: () => readonly string[] = () => [],
): Pick<NetworkClientOptions, 'pluginId' | 'grants' | 'onRequest'> {
  const grants = { origins, privateNetwork: () => true, onDidChange: () => toDisposable(() => {}) };
  return { pluginId: 'test', grants, onRequest: () => {} };
}
