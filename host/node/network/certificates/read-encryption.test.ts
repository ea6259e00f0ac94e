import { X509Certificate } from 'node:crypto';
import { getCACertificates } from 'node:tls';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forgeryOf, type MadeCertificate, makeCertificate, toIdentity } from '../../../../test/servers/made-certificate.ts';
import { ProxyServer } from '../../../../test/servers/proxy-server.ts';
import { NetworkFixture } from '../../../../test/support/network-fixture.ts';

let fixture: NetworkFixture;
beforeEach(async () => {
  fixture = await NetworkFixture.create();
});
afterEach(() => fixture.dispose());

const answerOk = (_request: unknown, response: { end(body: string): void }) => response.end('bonjour');
const dayMs = 86_400_000;

let root: MadeCertificate;
let middle: MadeCertificate;
let lower: MadeCertificate;
let own: MadeCertificate;
let stranger: MadeCertificate;
beforeAll(async () => {
  root = await makeCertificate({ name: [{ O: ['Essais'] }, { CN: ['Racine'] }], isAuthority: true });
  middle = await makeCertificate({ name: [{ CN: ['Milieu'] }], isAuthority: true, issuer: root });
  lower = await makeCertificate({ name: [{ CN: ['Bas'] }], isAuthority: true, issuer: middle });
  own = await makeCertificate({ name: [{ CN: ['localhost'] }], issuer: lower });
  stranger = await makeCertificate({ name: [{ CN: ['Étranger'] }], isAuthority: true });
});

async function probe(server: MadeCertificate, ...others: readonly MadeCertificate[]) {
  const url = await fixture.serve(answerOk, await toIdentity(server, ...others));
  return fixture.probe().probe({ url });
}

describe('the chain', () => {
  test('of a server that is accepted is as it sent it, with version and cipher', async () => {
    fixture.trust.addAuthority(root.pem);
    const { cause, encryption, certificate } = await probe(own, lower, middle);
    expect(cause).toBeNull();
    expect(encryption).toMatchObject({ version: 'TLSv1.3', cipher: expect.stringContaining('AES'), trustedBy: 'added' });
    expect(encryption?.chain.map(({ subject }) => subject)).toEqual(['localhost', 'Bas', 'Milieu']);
    expect(certificate).toEqual(encryption?.chain[0]);
    expect(encryption).not.toHaveProperty('unknownAuthority');
  });

  test('comes in the order in which it was sent, with what doesn’t belong to it', async () => {
    fixture.trust.addAuthority(root.pem);
    const { encryption } = await probe(own, stranger, middle, lower);
    expect(encryption?.chain.map(({ subject }) => subject)).toEqual(['localhost', 'Étranger', 'Milieu', 'Bas']);
    expect(encryption?.trustedBy).toBe('added');
  });

  test('of a server that is refused is told too', async () => {
    const { cause, encryption, certificate } = await probe(own, lower, middle);
    expect(cause).toBe('cert-unknown-ca');
    expect(encryption).toMatchObject({ version: 'TLSv1.3', chain: [{ subject: 'localhost' }, { subject: 'Bas' }, { subject: 'Milieu' }] });
    expect(encryption?.unknownAuthority).toEqual({ name: 'Racine, Essais', isSent: false, systemStore: 'absent' });
    expect(certificate?.subject).toBe('localhost');
  });

  test('ends at ten certificates', async () => {
    const { encryption } = await probe(own, ...Array.from({ length: 30 }, () => lower));
    expect(encryption?.chain).toHaveLength(10);
  });

  test('of hundreds of kilobytes is no encryption that anybody speaks', async () => {
    const { cause, systemCode } = await probe(own, ...Array.from({ length: 400 }, () => lower));
    expect({ cause, systemCode }).toEqual({ cause: 'bad-answer', systemCode: 'ERR_SSL_EXCESSIVE_MESSAGE_SIZE' });
  });

  test('that goes in a circle has an end', async () => {
    const [first, second] = [
      await makeCertificate({ name: [{ CN: ['Un'] }], isAuthority: true }),
      await makeCertificate({ name: [{ CN: ['Deux'] }], isAuthority: true }),
    ];
    const circle = [
      await makeCertificate({ name: [{ CN: ['Un'] }], isAuthority: true, keys: first.keys, issuer: second }),
      await makeCertificate({ name: [{ CN: ['Deux'] }], isAuthority: true, keys: second.keys, issuer: first }),
    ];
    const { cause, encryption } = await probe(await makeCertificate({ name: [{ CN: ['x'] }], issuer: first }), ...circle);
    expect(cause).toMatch(/^cert-/);
    expect(encryption?.trustedBy).toBeUndefined();
  });

  test('with names as long as books doesn’t get them into any text', async () => {
    const name = [{ CN: [`Proxy\u001b[2J${'long '.repeat(10_000)}`] }];
    const report = await probe(await makeCertificate({ name }));
    expect(report.cause).toBe('cert-self-signed');
    expect(JSON.stringify(report).length).toBeLessThan(5_000);
    expect(JSON.stringify(report)).not.toMatch(/\\u001b/);
  });

  test('is the server’s, not the one of a proxy', async () => {
    const proxy = fixture.own(await ProxyServer.start({}));
    fixture.trust.addAuthority(root.pem);
    const url = await fixture.serve(answerOk, await toIdentity(own, lower, middle));
    const report = await fixture.probe().probe({ url, route: { type: 'proxy', host: proxy.host, port: proxy.port } });
    expect(report.encryption?.chain).toHaveLength(3);
  });

  test('is missing over plain HTTP', async () => {
    const report = await fixture.probe().probe({ url: await fixture.servePlain(answerOk) });
    expect(report).not.toHaveProperty('encryption');
  });
});

describe('the authority', () => {
  test('that vouches for a server is told by where it is known from, the system’s store before what was added', async () => {
    fixture.systemAuthorities = [root.pem];
    expect((await probe(own, lower, middle)).encryption?.trustedBy).toBe('system');
    fixture.trust.addAuthority(root.pem);
    expect((await probe(own, lower, middle)).encryption?.trustedBy).toBe('system');
  });

  test('is found although the server sends a certificate of it that another one signed', async () => {
    const crossSigned = await makeCertificate({
      name: [{ O: ['Essais'] }, { CN: ['Racine'] }],
      isAuthority: true,
      keys: root.keys,
      issuer: stranger,
    });
    fixture.trust.addAuthority(root.pem);
    const { cause, encryption } = await probe(own, lower, middle, crossSigned);
    expect(cause).toBeNull();
    expect(encryption?.trustedBy).toBe('added');
  });

  test('vouches for a certificate with wrong dates or another name too', async () => {
    fixture.trust.addAuthority(root.pem);
    const outdated = await makeCertificate({ name: [{ CN: ['x'] }], issuer: root, notAfter: new Date(Date.now() - 1_000) });
    expect(await probe(outdated)).toMatchObject({ cause: 'cert-expired', encryption: { trustedBy: 'added' } });
    const elsewhere = await makeCertificate({ name: [{ CN: ['x'] }], issuer: root, dnsNames: ['autre.example'] });
    expect(await probe(elsewhere)).toMatchObject({ cause: 'cert-wrong-host', encryption: { trustedBy: 'added' } });
  });

  test('that is sent but unknown is told, with what the system’s store says of its name', async () => {
    const renewed = await makeCertificate({ name: [{ O: ['Essais'] }, { CN: ['Racine'] }], isAuthority: true });
    fixture.systemAuthorities = [renewed.pem];
    const { cause, encryption } = await probe(own, lower, middle, root);
    expect(cause).toBe('cert-unknown-ca');
    expect(encryption?.unknownAuthority).toEqual({ name: 'Racine, Essais', isSent: true, systemStore: 'other-key' });
  });

  test('is not known to be missing from a store that can’t be read', async () => {
    fixture.systemAuthorities = new Error('no access');
    expect((await probe(own, lower, middle)).encryption?.unknownAuthority?.systemStore).toBe('unreadable');
    expect(fixture.warnings).toHaveLength(1);
  });

  test('that signed nothing doesn’t vouch by its name alone', async () => {
    const impostor = await makeCertificate({ name: [{ O: ['Essais'] }, { CN: ['Racine'] }], isAuthority: true });
    fixture.trust.addAuthority(impostor.pem);
    expect((await probe(own, lower, middle, root)).encryption?.trustedBy).toBeUndefined();
  });

  test('doesn’t vouch for what bears its name and key identifier with another’s signature', async () => {
    fixture.trust.addAuthority(root.pem);
    const forged = await makeCertificate({ name: [{ CN: ['localhost'] }], issuer: await forgeryOf(root) });
    const { cause, systemCode, encryption } = await probe(forged);
    expect({ cause, systemCode }).toEqual({ cause: 'cert-unknown-ca', systemCode: 'CERT_SIGNATURE_FAILURE' });
    expect(encryption?.trustedBy).toBeUndefined();
  });

  test('of nobody is looked for below a certificate that isn’t one', async () => {
    const noAuthority = await makeCertificate({ name: [{ CN: ['Un client'] }], issuer: root });
    fixture.trust.addAuthority(root.pem);
    const report = await probe(await makeCertificate({ name: [{ CN: ['x'] }], issuer: noAuthority }), noAuthority);
    expect(report.cause).toBe('cert-unknown-ca');
    expect(report.encryption?.trustedBy).toBeUndefined();
  });
});

describe('of several faults the one is told that counts', () => {
  const expired = { notBefore: new Date(Date.now() - 20 * dayMs), notAfter: new Date(Date.now() - dayMs) };

  test('an unknown authority before the dates', async () => {
    const outdated = await makeCertificate({ name: [{ CN: ['x'] }], issuer: lower, ...expired });
    expect(await probe(outdated, lower, middle)).toMatchObject({ cause: 'cert-unknown-ca', systemCode: 'CERT_HAS_EXPIRED' });
  });

  test('that it vouches for itself before the dates', async () => {
    expect((await probe(await makeCertificate({ name: [{ CN: ['x'] }], ...expired }))).cause).toBe('cert-self-signed');
  });

  test('a chain that isn’t whole before the dates', async () => {
    fixture.trust.addAuthority(root.pem);
    expect((await probe(await makeCertificate({ name: [{ CN: ['x'] }], issuer: lower, ...expired }))).cause).toBe('cert-incomplete-chain');
  });

  test('an authority that is outdated counts as outdated', async () => {
    const old = await makeCertificate({ name: [{ CN: ['Vieux'] }], isAuthority: true, issuer: root, ...expired });
    fixture.trust.addAuthority(root.pem);
    expect((await probe(await makeCertificate({ name: [{ CN: ['x'] }], issuer: old }), old)).cause).toBe('cert-expired');
  });
});

describe('a certificate too weak to be believed', () => {
  const serveWeak = async (weak: MadeCertificate) => {
    fixture.trust.addAuthority(root.pem);
    // OpenSSL doesn't want to be such a server either.
    const identity = { ...(await toIdentity(weak)), ciphers: 'DEFAULT@SECLEVEL=0' };
    return fixture.probe().probe({ url: await fixture.serve(answerOk, identity) });
  };

  test('is refused for its key', async () => {
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]) };
    const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const report = await serveWeak(await makeCertificate({ name: [{ CN: ['x'] }], issuer: root, keys }));
    expect(report).toMatchObject({ cause: 'cert-unknown-ca', systemCode: 'EE_KEY_TOO_SMALL', encryption: { trustedBy: 'added' } });
  });

  test('is refused for its signature', async () => {
    const report = await serveWeak(await makeCertificate({ name: [{ CN: ['x'] }], issuer: root, digest: 'SHA-1' }));
    expect(report).toMatchObject({ cause: 'cert-unknown-ca', systemCode: 'CA_MD_TOO_WEAK' });
  });
});

test('an authority that came with this program is told as such', async () => {
  const authorities = await fixture.trust.authorities();
  const bundled = getCACertificates('bundled').map((pem) => new X509Certificate(pem));
  const sources = bundled.map((certificate) => authorities.issuerOf(certificate)?.source);
  expect(new Set(sources)).toEqual(new Set(['bundled']));
});
