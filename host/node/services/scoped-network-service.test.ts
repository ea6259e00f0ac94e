import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isCancellation } from '../../../core/errors.ts';
import { DisposableStore } from '../../../core/lifecycle.ts';
import { grantAll, type PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { MisbehavingServer } from '../../../test/servers/misbehaving-server.ts';
import { manifestOf } from '../../../test/support/manifests.ts';
import { pluginNetwork } from '../../../test/support/plugin-network.ts';
import { Trust } from '../network/certificates/trust.ts';
import { Dialer } from '../network/dialing/dialer.ts';
import { NetworkClient } from '../network/network-client.ts';
import { NetworkProbe } from '../network/network-probe.ts';
import { RouteResolver } from '../network/routes/route.ts';
import { ScopedNetworkProbeService, ScopedNetworkService } from './scoped-network-service.ts';

let server: MisbehavingServer;
let url: string;
let ending: AbortController;
let scope: PluginScope;

beforeEach(async () => {
  server = await MisbehavingServer.start({ misbehaviour: 'blackhole' });
  url = server.url('https');
  ending = new AbortController();
  const manifest = manifestOf('some');
  scope = { manifest, grants: grantAll(manifest), store: new DisposableStore(), signal: ending.signal };
});

afterEach(() => server.close());

const warn = () => {};
const parts = {
  ...pluginNetwork(() => [url]),
  dialer: new Dialer(new RouteResolver({ warn }), new Trust({ warn })),
  currentRoute: async () => ({ type: 'direct' }) as const,
  userAgent: 'test',
};

const services = {
  request: () => new ScopedNetworkService(scope, new NetworkClient(parts)).request({ url }),
  probe: () => new ScopedNetworkProbeService(scope, new NetworkProbe(parts)).probe({ url }),
};

test.each(['request', 'probe'] as const)('a %s without a signal ends with its plugin', async (kind) => {
  const outcome = services[kind]().catch((error: unknown) => error);
  await vi.waitFor(() => expect(server.openConnections).toBe(1));
  ending.abort();
  expect(isCancellation(await outcome)).toBe(true);
  await vi.waitFor(() => expect(server.openConnections).toBe(0));
});
