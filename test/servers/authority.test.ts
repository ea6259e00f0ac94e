import { once } from 'node:events';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { beforeAll, describe, expect, test } from 'vitest';
import { CertificateAuthority, type ServerIdentity } from './authority.ts';
import { type IdentityFault, issueFaultyIdentity } from './identity-faults.ts';
import { startIssuerServer } from './issuer-server.ts';
import { LoopbackListener } from './loopback-listener.ts';

interface Handshake {
  /** OpenSSL's word for the refusal, `null` when the client accepted the server. */
  readonly refusal: string | null;
  readonly issuerAddress: string | undefined;
  readonly keyType: string | undefined;
}

/** Looks at a server as a careful client does: `localhost` by name, trusting only the authorities given. */
async function shakeHands(identity: ServerIdentity, trusted: readonly string[], servername = 'localhost'): Promise<Handshake> {
  const tls = createServer({ ...identity });
  await using listener = await LoopbackListener.open((socket) => tls.emit('connection', socket));
  const client = connect({ host: '127.0.0.1', port: listener.port, servername, ca: [...trusted], rejectUnauthorized: false });
  await once(client, 'secureConnect');
  const result = {
    refusal: refusalOf(client),
    issuerAddress: issuerAddressOf(client),
    keyType: client.getPeerX509Certificate()?.publicKey.asymmetricKeyType,
  };
  client.destroy();
  return result;
}

function refusalOf(client: TLSSocket): string | null {
  const error = client.authorizationError as unknown as (Error & { code?: string }) | string | undefined;
  return error ? (typeof error === 'string' ? error : (error.code ?? error.message)) : null;
}

function issuerAddressOf(client: TLSSocket): string | undefined {
  return /URI:(\S+)/.exec(client.getPeerX509Certificate()?.infoAccess ?? '')?.[1];
}

describe('the certificate authority', () => {
  let authority: CertificateAuthority;
  beforeAll(async () => {
    authority = await CertificateAuthority.create();
  });

  test.each(['ec', 'rsa'] as const)('issues an %s certificate that a client trusting the root accepts', async (algorithm) => {
    const handshake = await shakeHands(await authority.issue({ algorithm }), [authority.rootPem]);
    expect(handshake).toMatchObject({ refusal: null, keyType: algorithm });
  });

  test('may itself be RSA throughout', async () => {
    const rsa = await CertificateAuthority.create({ algorithm: 'rsa' });
    expect(await shakeHands(await rsa.issue(), [rsa.rootPem])).toMatchObject({ refusal: null, keyType: 'rsa' });
  });

  test('issues certificates for DNS names and for IP addresses', async () => {
    const identity = await authority.issue({ hosts: ['services.net-entreprises.fr', '127.0.0.1'] });
    expect((await shakeHands(identity, [authority.rootPem], 'services.net-entreprises.fr')).refusal).toBeNull();
    expect((await shakeHands(identity, [authority.rootPem], '')).refusal).toBeNull();
    expect((await shakeHands(identity, [authority.rootPem], 'localhost')).refusal).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  test('is trusted by nobody who was not told to', async () => {
    expect((await shakeHands(await authority.issue(), [])).refusal).toBe('UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
  });

  test('can send its root along, which does not make it trusted', async () => {
    expect((await shakeHands(await authority.issue({ sendUpTo: 'root' }), [])).refusal).toBe('SELF_SIGNED_CERT_IN_CHAIN');
  });
});

describe('a faulty identity', () => {
  const refusals: Readonly<Record<IdentityFault, string>> = {
    expired: 'CERT_HAS_EXPIRED',
    'not-yet-valid': 'CERT_NOT_YET_VALID',
    'wrong-host': 'ERR_TLS_CERT_ALTNAME_INVALID',
    'self-signed': 'DEPTH_ZERO_SELF_SIGNED_CERT',
    'unknown-ca': 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'incomplete-chain': 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  };

  test.each(Object.entries(refusals) as [IdentityFault, string][])('that is %s is refused with %s', async (fault, refusal) => {
    const authority = await CertificateAuthority.create();
    expect((await shakeHands(await issueFaultyIdentity(authority, fault), [authority.rootPem])).refusal).toBe(refusal);
  });

  test('with an incomplete chain is mended by what its issuer address serves', async () => {
    const authority = await CertificateAuthority.create();
    await using issuer = await startIssuerServer(() => authority.intermediateDer);
    const identity = await issueFaultyIdentity(authority, 'incomplete-chain', { issuerAddress: issuer.address });
    const { issuerAddress } = await shakeHands(identity, [authority.rootPem]);
    const fetched = Buffer.from(await (await fetch(issuerAddress ?? '')).arrayBuffer());
    const intermediatePem = `-----BEGIN CERTIFICATE-----\n${fetched.toString('base64')}\n-----END CERTIFICATE-----\n`;

    expect((await shakeHands(identity, [authority.rootPem, intermediatePem])).refusal).toBeNull();
    expect(issuer.fetches).toBe(1);
  });
});
