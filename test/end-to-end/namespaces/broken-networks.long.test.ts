/** The built product in networks that are broken for the whole system, with the factory addresses to the letter. */
import { beforeEach, describe, expect, test } from 'vitest';
import {
  hasNamespaces,
  type NamespaceOptions,
  namespacesMissing,
  runInNamespace,
  swallowingNetwork,
} from '../../support/network-namespace.ts';
import { stretched } from '../../support/time-bounds.ts';
import type { EndTold } from './end-while-looking-up.ts';
import type { TestTold } from './factory-servers.ts';

const here = (name: string) => new URL(name, import.meta.url);
const run = (name: string, options: Omit<NamespaceOptions, 'timeoutMs'>) =>
  runInNamespace<TestTold>(here(name), { ...options, timeoutMs: 60_000 });
const wholeTestMs = 20_000;

beforeEach(({ skip }) => skip(!hasNamespaces, namespacesMissing));

describe('on a workstation', () => {
  test('without a network, that is told of all three addresses', async () => {
    const { ok, addresses } = await run('factory-servers.ts', {});
    expect({ ok, causes: addresses.map(({ cause }) => cause) }).toEqual({ ok: false, causes: ['offline', 'offline', 'offline'] });
    expect(addresses[0]).toMatchObject({ actor: 'user' });
  });

  test('whose network is well, all three are reached at the factory addresses', async () => {
    const hosts = ['127.0.0.1 impact-emploi.urssaf.fr', '::1 services.net-entreprises.fr'];
    const told = await run('with-servers.ts', { hosts, setUp: swallowingNetwork });
    expect(told).toMatchObject({ ok: true });
  });

  test('behind a firewall that drops everything, that is told within 20 seconds', async () => {
    const hosts = ['198.51.100.7 impact-emploi.urssaf.fr', '198.51.100.8 services.net-entreprises.fr'];
    const { ms, addresses } = await run('factory-servers.ts', { hosts, setUp: swallowingNetwork });
    expect(addresses.map(({ cause, actor }) => [cause, actor])).toEqual(Array(3).fill(['timeout', 'network-administrator']));
    expect(ms).toBeLessThan(wholeTestMs);
  });

  test('whose IPv6 leads nowhere, servers are reached by IPv4 without a wait that users would notice', async () => {
    const hosts = [
      '2001:db8::7 impact-emploi.urssaf.fr',
      '127.0.0.1 impact-emploi.urssaf.fr',
      '2001:db8::8 services.net-entreprises.fr',
      '::1 services.net-entreprises.fr',
    ];
    const { ok, addresses, ms } = await run('with-servers.ts', { hosts, setUp: swallowingNetwork });
    expect({ ok, addresses }).toMatchObject({ ok: true });
    expect(ms).toBeLessThan(await stretched(2_000));
  });

  test('whose first name server is down, the second is asked in time', async () => {
    const resolver = ['nameserver 198.51.100.53', 'nameserver 127.0.0.1'];
    const { addresses } = await run('with-denying-name-server.ts', { resolver, setUp: swallowingNetwork });
    for (const { stages } of addresses)
      expect(stages.at(-1)).toMatchObject({ name: 'name', detail: expect.stringContaining('IPv4 ENOTFOUND') });
  });

  test('whose name server never answers, the test ends within 20 seconds', async () => {
    const { ms, addresses } = await run('factory-servers.ts', { resolver: ['nameserver 198.51.100.53'], setUp: swallowingNetwork });
    expect(addresses.map(({ cause }) => cause)).not.toContain(null);
    expect(ms).toBeLessThan(wholeTestMs);
  });

  test('whose name server never answers, the product ends within two seconds all the same', async () => {
    const options = { resolver: ['nameserver 198.51.100.53'], setUp: swallowingNetwork, timeoutMs: 60_000 };
    const { exitCode, ms } = await runInNamespace<EndTold>(here('end-while-looking-up.ts'), options);
    expect(exitCode).toBe(0);
    expect(ms).toBeLessThan(await stretched(2_000));
  });

  test('whose name server knows neither server, a proxy is thought of, as offices have it', async () => {
    const { addresses } = await run('with-denying-name-server.ts', { resolver: ['nameserver 127.0.0.1'], setUp: swallowingNetwork });
    for (const address of addresses) expect(address).toMatchObject({ cause: 'offline', sentence: expect.stringContaining('par un proxy') });
  });
});
