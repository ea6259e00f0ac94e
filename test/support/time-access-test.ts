import { AccessTest } from '../../plugins/connection/access-test/access-test.ts';
import { type ServerAddresses, serverRoles } from '../../plugins/connection/values/connection-values.ts';
import { startFilteredPort } from '../servers/filtered-port.ts';
import type { NetworkFixture } from './network-fixture.ts';

/** How long « Tester l'accès aux serveurs » takes, its further questions among it, when that many of its three addresses answer nothing. */
export async function timeAccessTest(fixture: NetworkFixture, deadAddresses: 0 | 1 | 2 | 3): Promise<number> {
  await using filtered = await startFilteredPort();
  const alive = await fixture.serve((_request, response) => response.end('bonjour'));
  const dead = `https://127.0.0.1:${filtered.port}`;
  const servers = Object.fromEntries(serverRoles.map((role, index) => [role, index < deadAddresses ? dead : alive])) as ServerAddresses;
  const { ms } = await new AccessTest(fixture.probe(), Date.now).run({
    values: { type: 'direct', mode: 'securise', proxy: { host: '', port: 0, user: '' }, servers },
    route: { type: 'direct' },
    otherWays: { system: { type: 'system' } },
    signal: new AbortController().signal,
    onAnswer: () => {},
  });
  return ms;
}
