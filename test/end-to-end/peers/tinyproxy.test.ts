/** The access test through tinyproxy, which small offices have and nobody here wrote. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CertificateAuthority } from '../../servers/authority.ts';
import { startTinyproxy, type TinyproxyOptions, tinyproxy } from '../../servers/peers/tinyproxy.ts';
import { testAccess } from '../causes/told.ts';
import { signIn, startOffice } from './peer-office.ts';

let authority: CertificateAuthority;

beforeAll(async () => {
  authority = await CertificateAuthority.create();
});
beforeEach(({ skip }) => skip(tinyproxy.path === undefined, tinyproxy.missing));

describe('through tinyproxy', () => {
  async function tellBehind(options: TinyproxyOptions, password?: string) {
    await using proxy = await startTinyproxy(options);
    await using network = await startOffice(authority, proxy);
    await network.bench.activate();
    if (password !== undefined) await signIn(network, 'agence', password);
    return await testAccess(network);
  }

  test('servers are reached', async () => {
    expect(await tellBehind({})).toMatchObject({ cause: null });
  });

  test('a password that tinyproxy asks for is missing, wrong, then right', async () => {
    const options = { authentication: { user: 'agence', password: 'secret' } };
    expect(await tellBehind(options)).toMatchObject({ cause: 'proxy-auth', actor: 'user' });
    expect(await tellBehind(options, 'autre')).toMatchObject({ cause: 'proxy-auth', actor: 'user' });
    expect(await tellBehind(options, 'secret')).toMatchObject({ cause: null });
  });

  test('a site that tinyproxy refuses is', async () => {
    expect(await tellBehind({ forbidden: ['127.0.0.1'] })).toMatchObject({ cause: 'proxy-forbidden', actor: 'network-administrator' });
  });

  test('the proxy behind it is down', async () => {
    const behind = await startTinyproxy();
    await behind[Symbol.asyncDispose]();
    expect(await tellBehind({ upstream: `127.0.0.1:${behind.port}` })).toMatchObject({ cause: 'proxy-bad' });
  });

  test('a server that is down is refused, and tinyproxy is not to blame', async () => {
    await using proxy = await startTinyproxy();
    await using network = await startOffice(authority, proxy);
    await network.bench.activate();
    await network.impactEmploi.close();
    expect(await testAccess(network)).toMatchObject({ cause: 'refused' });
  });
});
