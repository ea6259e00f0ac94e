/** The access test against nginx, which servers run on and nobody here wrote. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CertificateAuthority, type ServerIdentity } from '../../servers/authority.ts';
import { type IdentityFault, issueFaultyIdentity } from '../../servers/identity-faults.ts';
import { type NginxOptions, nginx, startNginx } from '../../servers/peers/nginx.ts';
import { impactEmploiHost, TestNetwork } from '../causes/test-network.ts';
import { testAccess } from '../causes/told.ts';

let authority: CertificateAuthority;
let sound: ServerIdentity;
const impactEmploi = { hosts: [impactEmploiHost] };

beforeAll(async () => {
  authority = await CertificateAuthority.create();
  sound = await authority.issue(impactEmploi);
});
beforeEach(({ skip }) => skip(nginx.path === undefined, nginx.missing));

/** What is told where nginx stands in Impact emploi's place. */
async function tellOf(options: NginxOptions, settings: Readonly<Record<string, string>> = {}) {
  await using server = await startNginx(options);
  await using network = await TestNetwork.start(authority);
  network.lead(impactEmploiHost, server.port);
  network.lead(impactEmploiHost, server.port, 80);
  await network.set(settings);
  await network.bench.activate();
  return await testAccess(network);
}

describe('an nginx', () => {
  test('that is well is reached', async () => {
    expect(await tellOf({ identity: sound })).toMatchObject({ cause: null });
  });

  test.each([
    ['expired', 'cert-expired', 'impact-emploi'],
    ['not-yet-valid', 'cert-not-yet-valid', 'impact-emploi'],
    ['wrong-host', 'cert-wrong-host', 'impact-emploi'],
    ['self-signed', 'cert-self-signed', 'network-administrator'],
    ['unknown-ca', 'cert-unknown-ca', 'network-administrator'],
    ['incomplete-chain', 'cert-incomplete-chain', 'impact-emploi'],
  ] as const satisfies readonly (readonly [IdentityFault, string, string])[])(
    'with a certificate that is %s',
    async (fault, cause, actor) => {
      expect(await tellOf({ identity: await issueFaultyIdentity(authority, fault, impactEmploi) })).toMatchObject({ cause, actor });
    },
  );

  test('that speaks TLS 1.2 with one old cipher is reached', async () => {
    const old = ['ssl_protocols TLSv1.2;', 'ssl_ciphers ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA;'];
    expect(await tellOf({ identity: sound, server: old })).toMatchObject({ cause: null });
  });

  test('that speaks TLS 1.1 at most is too old', async () => {
    const old = ['ssl_protocols TLSv1 TLSv1.1;', 'ssl_ciphers ALL:@SECLEVEL=0;'];
    expect(await tellOf({ identity: sound, server: old })).toMatchObject({ cause: 'tls-version', actor: 'impact-emploi' });
  });

  test('that prefers HTTP/2 is reached by HTTP/1.1', async () => {
    expect(await tellOf({ identity: sound, listen: 'http2' })).toMatchObject({ cause: null });
  });

  test('that speaks plain HTTP where HTTPS is expected', async () => {
    expect(await tellOf({})).toMatchObject({ cause: 'not-tls' });
  });

  test('that expects HTTPS where plain HTTP is spoken has answered all the same', async () => {
    const plain = { 'connection.mode': 'normal', 'connection.servers.authentication': `http://${impactEmploiHost}` };
    expect(await tellOf({ identity: sound }, plain)).toMatchObject({ cause: null });
  });

  test.each([
    ['503 for two minutes', 'add_header Retry-After 120 always; return 503;', 'maintenance', 'impact-emploi'],
    ['502, since what stands behind it is down', 'proxy_pass http://127.0.0.1:1;', 'server-error', 'impact-emploi'],
    ['a redirect to another server', 'return 302 https://ailleurs.example/;', 'redirect', 'impact-emploi'],
  ])('that answers %s', async (_what, location, cause, actor) => {
    expect(await tellOf({ identity: sound, location })).toMatchObject({ cause, actor });
  });
});
