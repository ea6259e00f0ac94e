/** The access test through squid, which offices have and nobody here wrote. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CertificateAuthority, createSigningIdentity } from '../../servers/authority.ts';
import { type SquidOptions, squid, squidCannotOpenTls, squidOpensTls, startSquid } from '../../servers/peers/squid.ts';
import { testAccess } from '../causes/told.ts';
import { insideHosts, signIn, startOffice } from './peer-office.ts';

const agency = { user: 'agence', password: "p@ss:é ' %41" };
const hosts = Object.fromEntries([...insideHosts, 'localhost'].map((host) => [host, '127.0.0.1']));
let authority: CertificateAuthority;

beforeAll(async () => {
  authority = await CertificateAuthority.create();
});
beforeEach(({ skip }) => skip(squid.path === undefined, squid.missing));

describe('through squid', () => {
  /** What is told behind a squid, by one who signs in with that password where there is one. */
  async function tellBehind(options: SquidOptions, password?: string) {
    await using proxy = await startSquid({ hosts, ...options });
    await using network = await startOffice(authority, proxy, insideHosts);
    await network.bench.activate();
    if (password !== undefined) await signIn(network, agency.user, password);
    return await testAccess(network);
  }

  test('servers are reached at names that squid alone knows', async () => {
    expect(await tellBehind({})).toMatchObject({ cause: null });
  });

  test('a password that squid asks for is missing, wrong, then right', async () => {
    const options = { authentication: agency };
    expect(await tellBehind(options)).toMatchObject({ cause: 'proxy-auth', actor: 'user' });
    expect(await tellBehind(options, 'autre')).toMatchObject({ cause: 'proxy-auth', actor: 'user' });
    expect(await tellBehind(options, agency.password)).toMatchObject({ cause: null });
  });

  test('an authentication that only a Windows session can give is recognised', async () => {
    expect(await tellBehind({ authentication: 'integrated' })).toMatchObject({
      cause: 'proxy-auth-scheme',
      actor: 'network-administrator',
      sentence: expect.stringContaining('NTLM, Negotiate'),
    });
  });

  test('a site that squid refuses is', async () => {
    expect(await tellBehind({ forbidden: [insideHosts[0]] })).toMatchObject({ cause: 'proxy-forbidden', actor: 'network-administrator' });
  });

  test('a server that is down is refused, and squid is not to blame', async () => {
    await using proxy = await startSquid({ hosts });
    await using network = await startOffice(authority, proxy);
    await network.bench.activate();
    await network.impactEmploi.close();
    expect(await testAccess(network)).toMatchObject({ cause: 'refused' });
    expect(await testAccess(network, 'netEntreprises')).toMatchObject({ cause: null });
  });

  test('a name that squid doesn’t find is told of squid’s marks', async () => {
    await using proxy = await startSquid({ hosts });
    await using network = await startOffice(authority, proxy);
    await network.set({ 'connection.servers.authentication': 'https://impact-emplois.invalid' });
    await network.bench.activate();
    expect(await testAccess(network)).toMatchObject({ cause: expect.stringMatching(/^(dns-unknown|proxy-bad)$/) });
  });

  test('a squid that has ended is not reached', async () => {
    const proxy = await startSquid();
    await using network = await startOffice(authority, proxy);
    await proxy[Symbol.asyncDispose]();
    await network.bench.activate();
    expect(await testAccess(network)).toMatchObject({ cause: 'proxy-unreachable', actor: 'user' });
  });
});

describe('a squid that opens TLS', () => {
  beforeEach(({ skip }) => skip(!squidOpensTls, squidCannotOpenTls));

  test('is recognised by its authority, which is named', async () => {
    const appliance = await createSigningIdentity('Pare-feu de l’agence');
    await using proxy = await startSquid({
      hosts,
      opensTls: { authorityPem: `${appliance.key}\n${appliance.cert}`, trustedPem: authority.rootPem },
    });
    await using network = await startOffice(authority, proxy, insideHosts);
    await network.bench.activate();
    expect(await testAccess(network)).toMatchObject({
      cause: 'cert-intercepted',
      actor: 'network-administrator',
      sentence: expect.stringContaining('Pare-feu de l’agence'),
    });
    expect(network.impactEmploi.requests).toEqual([]);
  });
});
