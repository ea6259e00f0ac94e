import { X509Certificate as NodeCertificate } from 'node:crypto';
import { AuthorityInfoAccessExtension, Extension, PemConverter, X509Certificate, X509Certificates } from '@peculiar/x509';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  forgeryOf,
  type MadeCertificate,
  type MadeCertificateRequest,
  makeCertificate,
  toIdentity,
} from '../../../../test/servers/made-certificate.ts';
import { MisbehavingServer } from '../../../../test/servers/misbehaving-server.ts';
import { ProxyServer } from '../../../../test/servers/proxy-server.ts';
import { NetworkFixture } from '../../../../test/support/network-fixture.ts';
import { pluginNetwork } from '../../../../test/support/plugin-network.ts';
import type { RequestRecord } from '../../permissions/request-journal.ts';
import { untilAborted } from '../deadline.ts';
import { Dialer } from '../dialing/dialer.ts';
import { NetworkProbe } from '../network-probe.ts';
import { RouteResolver } from '../routes/route.ts';
import { questionForMissingIssuer } from './ask-for-missing-issuer.ts';

let fixture: NetworkFixture;
beforeEach(async () => {
  fixture = await NetworkFixture.create();
});
afterEach(() => fixture.dispose());

const answerOk = (_request: unknown, response: { end(body: string): void }) => response.end('bonjour');
const dayMs = 86_400_000;
const root = await makeCertificate({ name: [{ CN: ['Racine'] }], isAuthority: true });
const publishedAt = (...addresses: readonly string[]) => new AuthorityInfoAccessExtension({ caIssuers: [...addresses] });

function makeAuthority(name: string, issuer: MadeCertificate, request: Partial<MadeCertificateRequest> = {}): Promise<MadeCertificate> {
  return makeCertificate({ name: [{ CN: [name] }], isAuthority: true, issuer, ...request });
}

function tagged(tag: number, content: Buffer): Buffer<ArrayBuffer> {
  return Buffer.concat([Buffer.from([tag, content.length]), content]);
}

/** Serves what authorities publish; its addresses, and what was asked of it. */
async function publish(files: Readonly<Record<string, Uint8Array | string>>) {
  const asked: { path: string | undefined; headers: unknown }[] = [];
  const origin = await fixture.servePlain((request, response) => {
    asked.push({ path: request.url, headers: request.headers });
    const file = files[request.url ?? ''];
    response.writeHead(file === undefined ? 404 : 200).end(file);
  });
  return { asked, at: (path: string) => `${origin}${path}` };
}

async function probeLeaf(issuer: MadeCertificate, extensions: readonly Extension[], ...others: readonly MadeCertificate[]) {
  const own = await makeCertificate({ name: [{ CN: ['localhost'] }], issuer, extensions });
  const url = await fixture.serve(answerOk, await toIdentity(own, ...others));
  return fixture.probe().probe({ url, investigate: true });
}

describe('a certificate that the server keeps back', () => {
  test('is fetched from where its authority publishes it, without telling anything', async () => {
    const middle = await makeAuthority('Milieu', root);
    const { at, asked } = await publish({ '/milieu.cer': middle.der });
    fixture.trust.addAuthority(root.pem);
    const report = await probeLeaf(middle, [publishedAt(at('/milieu.cer'))]);
    expect(report).toMatchObject({
      cause: 'cert-incomplete-chain',
      findings: { missingIssuer: { address: at('/milieu.cer'), certificate: { subject: 'Milieu' }, completesChain: true } },
    });
    expect(report.encryption).not.toHaveProperty('unknownAuthority');
    expect(asked).toEqual([{ path: '/milieu.cer', headers: { accept: '*/*', host: expect.any(String), connection: expect.any(String) } }]);
  });

  test('isn’t fetched unless it was asked for, and never trusted', async () => {
    const middle = await makeAuthority('Milieu', root);
    const { at, asked } = await publish({ '/milieu.cer': middle.der });
    fixture.trust.addAuthority(root.pem);
    const own = await makeCertificate({ name: [{ CN: ['localhost'] }], issuer: middle, extensions: [publishedAt(at('/milieu.cer'))] });
    const url = await fixture.serve(answerOk, await toIdentity(own));
    expect(await fixture.probe().probe({ url })).not.toHaveProperty('findings');
    expect(asked).toEqual([]);
    for (let time = 0; time < 2; time += 1) {
      expect(await fixture.probe().probe({ url, investigate: true })).toMatchObject({ cause: 'cert-incomplete-chain' });
    }
  });

  test('is found when several are missing, and when one of several was sent', async () => {
    const middle = await makeAuthority('Milieu', root);
    const files: Record<string, Uint8Array> = { '/milieu.cer': middle.der };
    const { at } = await publish(files);
    const low = await makeAuthority('Bas', middle, { extensions: [publishedAt(at('/milieu.cer'))] });
    files['/bas.cer'] = low.der;
    fixture.trust.addAuthority(root.pem);
    const found = { certificate: { subject: 'Bas' }, completesChain: true };
    expect(await probeLeaf(low, [publishedAt(at('/bas.cer'))])).toMatchObject({ findings: { missingIssuer: found } });
    expect(await probeLeaf(low, [], low)).toMatchObject({
      cause: 'cert-incomplete-chain',
      systemCode: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      findings: { missingIssuer: { certificate: { subject: 'Milieu' }, completesChain: true } },
    });
  });

  test('isn’t looked for beyond two steps', async () => {
    const files: Record<string, Uint8Array> = {};
    const { at, asked } = await publish(files);
    let issuer = root;
    for (const step of [1, 2, 3, 4]) {
      issuer = await makeAuthority(`Étage ${step}`, issuer, { extensions: [publishedAt(at(`/${step - 1}`))] });
      files[`/${step}`] = issuer.der;
    }
    fixture.trust.addAuthority(root.pem);
    const report = await probeLeaf(issuer, [publishedAt(at('/4'))]);
    expect(report.findings?.missingIssuer).toMatchObject({ certificate: { subject: 'Étage 4' }, completesChain: false });
    expect(asked.map(({ path }) => path)).toEqual(['/4', '/3']);
  });

  test.each(['PEM', 'PKCS #7', 'PKCS #7 in PEM'])('may be published as %s', async (form) => {
    const middle = await makeAuthority('Milieu', root);
    const pkcs7 = new X509Certificates([root, middle].map(({ der }) => new X509Certificate(der)));
    const file = {
      PEM: () => middle.pem,
      'PKCS #7': () => new Uint8Array(pkcs7.export('raw')),
      'PKCS #7 in PEM': () => PemConverter.encode(pkcs7.export('raw'), 'PKCS7'),
    }[form]!();
    const { at } = await publish({ '/milieu': file });
    fixture.trust.addAuthority(root.pem);
    expect(await probeLeaf(middle, [publishedAt(at('/milieu'))])).toMatchObject({ findings: { missingIssuer: { completesChain: true } } });
  });

  test('is fetched through the same proxy', async () => {
    const proxy = fixture.own(await ProxyServer.start({}));
    const middle = await makeAuthority('Milieu', root);
    const { at } = await publish({ '/milieu.cer': middle.der });
    fixture.trust.addAuthority(root.pem);
    const own = await makeCertificate({ name: [{ CN: ['localhost'] }], issuer: middle, extensions: [publishedAt(at('/milieu.cer'))] });
    const url = await fixture.serve(answerOk, await toIdentity(own));
    const report = await fixture.probe().probe({ url, investigate: true, route: { type: 'proxy', host: proxy.host, port: proxy.port } });
    expect(report.findings?.missingIssuer?.completesChain).toBe(true);
    expect(proxy.records.map(({ method }) => method)).toEqual(['CONNECT', 'GET']);
  });
});

describe('an authority that is unknown', () => {
  test('is told as such once the missing certificate leads to it', async () => {
    const middle = await makeAuthority('Milieu', root);
    const { at } = await publish({ '/milieu.cer': middle.der });
    expect(await probeLeaf(middle, [publishedAt(at('/milieu.cer'))])).toMatchObject({
      cause: 'cert-unknown-ca',
      encryption: { chain: [{ subject: 'localhost' }], unknownAuthority: { name: 'Racine', isSent: false, systemStore: 'absent' } },
      findings: { missingIssuer: { certificate: { subject: 'Milieu' }, completesChain: false } },
    });
  });

  test('is told as such where the address leads to the root itself, as with appliances', async () => {
    const { at } = await publish({ '/racine.cer': root.der });
    expect(await probeLeaf(root, [publishedAt(at('/racine.cer'))])).toMatchObject({
      cause: 'cert-unknown-ca',
      findings: { missingIssuer: { certificate: { subject: 'Racine' }, completesChain: false } },
    });
  });

  test('is told as such where the certificate itself says that a root signed it', async () => {
    const { subjectName, serialNumber } = new X509Certificate(root.der);
    // authorityCertIssuer, a directoryName, and authorityCertSerialNumber (RFC 5280, 4.2.1.1).
    const issuer = tagged(0xa1, tagged(0xa4, Buffer.from(subjectName.toArrayBuffer())));
    const identifier = tagged(0x30, Buffer.concat([issuer, tagged(0x82, Buffer.from(serialNumber, 'hex'))]));
    const report = await probeLeaf(root, [new Extension('2.5.29.35', false, identifier)]);
    expect(report).toMatchObject({ cause: 'cert-unknown-ca', systemCode: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
    expect(report).not.toHaveProperty('findings');
  });

  test('isn’t looked for where the server sent it', async () => {
    const { at, asked } = await publish({});
    expect((await probeLeaf(root, [publishedAt(at('/x'))], root)).cause).toBe('cert-unknown-ca');
    expect(asked).toEqual([]);
  });
});

describe('what is published isn’t believed', () => {
  const expectNothing = { cause: 'cert-incomplete-chain', findings: { missingIssuer: { certificate: null, completesChain: false } } };

  test.each([
    ['of another key', async () => (await makeAuthority('Milieu', root)).der],
    ['that isn’t one at all', async () => Buffer.from('<html>Portail captif</html>')],
    ['cut in the middle', async () => (await makeAuthority('Milieu', root)).der.subarray(0, 200)],
    ['behind garbage', async () => Buffer.alloc(2_000_000, 0x30)],
    ['nested without end', async () => Buffer.from('30808080'.repeat(10_000), 'hex')],
  ])('a certificate %s', async (_what, file) => {
    const middle = await makeAuthority('Milieu', root);
    const { at } = await publish({ '/x': await file() });
    fixture.trust.addAuthority(root.pem);
    expect(await probeLeaf(middle, [publishedAt(at('/x'))])).toMatchObject(expectNothing);
  });

  test('a certificate that didn’t sign, whatever name it bears', async () => {
    const middle = await makeAuthority('Milieu', root);
    const { at } = await publish({ '/milieu.cer': middle.der });
    fixture.trust.addAuthority(root.pem);
    expect(await probeLeaf(await forgeryOf(middle), [publishedAt(at('/milieu.cer'))])).toMatchObject(expectNothing);
  });

  test('a certificate that is outdated, or of no authority', async () => {
    const outdated = await makeAuthority('Milieu', root, {
      notBefore: new Date(Date.now() - 9 * dayMs),
      notAfter: new Date(Date.now() - dayMs),
    });
    const noAuthority = await makeAuthority('Client', root, { isAuthority: false });
    const { at } = await publish({ '/outdated': outdated.der, '/client': noAuthority.der });
    fixture.trust.addAuthority(root.pem);
    expect(await probeLeaf(outdated, [publishedAt(at('/outdated'))])).toMatchObject(expectNothing);
    expect(await probeLeaf(noAuthority, [publishedAt(at('/client'))])).toMatchObject(expectNothing);
  });

  test('an address that answers a redirect isn’t followed, one that fails is passed over', async () => {
    const middle = await makeAuthority('Milieu', root);
    const { at, asked } = await publish({ '/good': middle.der });
    const redirector = await fixture.servePlain((_request, response) => response.writeHead(302, { location: at('/good') }).end());
    fixture.trust.addAuthority(root.pem);
    expect(await probeLeaf(middle, [publishedAt(redirector)])).toMatchObject(expectNothing);
    expect(asked).toEqual([]);
    const report = await probeLeaf(middle, [publishedAt('http://127.0.0.1:1/closed', at('/good'))]);
    expect(report).toMatchObject({ findings: { missingIssuer: { address: at('/good'), completesChain: true } } });
  });
});

describe('an address that a stranger put into a certificate', () => {
  const chosen = [
    'https://pki.example/x',
    'ldap://pki.example/x',
    'file:///etc/passwd',
    'http://user:password@pki.example/x',
    'http://pki.example:8080/x',
  ];
  /** In pairs, since no more than two are asked. */
  const inside = [
    ['http://localhost/x', 'http://127.0.0.1/x'],
    ['http://[::1]/x', 'http://169.254.169.254/x'],
    ['http://10.0.0.1/x', 'http://intranet/x'],
  ];

  /** Probes a server of the Internet, as far as this side knows. */
  async function probeStranger(mayLeadInside: boolean, addresses: readonly string[], files: Readonly<Record<string, Uint8Array>> = {}) {
    const { asked, at } = await publish(files);
    const middle = await makeAuthority('Milieu', root);
    const own = await makeCertificate({
      name: [{ CN: ['x'] }],
      issuer: middle,
      dnsNames: ['server.example'],
      extensions: [publishedAt(...addresses)],
    });
    const server = new URL(await fixture.serve(answerOk, await toIdentity(own)));
    const addressBook = new Map([
      ['server.example:443', server.host],
      ['pki.example:80', new URL(at('/')).host],
    ]);
    const dialer = new Dialer(new RouteResolver({ warn: () => {}, environment: {} }), fixture.trust, addressBook);
    const network = pluginNetwork();
    const grants = { ...network.grants, privateNetwork: () => mayLeadInside };
    const records: RequestRecord[] = [];
    const onRequest = (record: RequestRecord) => records.push(record);
    const currentRoute = async () => ({ type: 'direct' }) as const;
    const probe = new NetworkProbe({ ...network, grants, onRequest, dialer, currentRoute, userAgent: 'test' });
    const report = await probe.probe({ url: 'https://server.example/', investigate: true });
    return { report, asked, records: records.slice(1) };
  }

  test('leads to the web of the Internet', async () => {
    const { report, asked, records } = await probeStranger(false, ['http://pki.example/x']);
    expect(asked).toHaveLength(1);
    expect(report.findings?.missingIssuer).toEqual({ address: 'http://pki.example/x', certificate: null, completesChain: false });
    expect(records).toMatchObject([{ origin: 'http://pki.example', path: '/x', status: 404 }]);
  });

  test.each([true, false])('leads nowhere else, whether the plugin may reach inside (%s) or not', async (mayLeadInside) => {
    const elsewhere = await probeStranger(mayLeadInside, chosen);
    expect(elsewhere.report.cause).toBe('cert-incomplete-chain');
    expect(elsewhere.report).not.toHaveProperty('findings');
    expect([...elsewhere.asked, ...elsewhere.records]).toEqual([]);
    for (const pair of inside) {
      const { report, records } = await probeStranger(mayLeadInside, pair);
      expect(report).not.toHaveProperty('findings');
      expect(records).toMatchObject(pair.map(() => ({ status: null, cause: 'permission.denied' })));
    }
  });

  test('isn’t asked again and again: two of many', async () => {
    const many = Array.from({ length: 20 }, (_, index) => `http://pki.example/${index}`);
    expect((await probeStranger(false, many)).asked.map(({ path }) => path)).toEqual(['/0', '/1']);
  });
});

describe('an address that doesn’t answer', () => {
  async function startSlow(misbehaviour: 'silence' | 'drip' | 'endless-body') {
    const slow = fixture.own(await MisbehavingServer.start({ misbehaviour }));
    const middle = await makeAuthority('Milieu', root);
    const own = await makeCertificate({ name: [{ CN: ['x'] }], issuer: middle, extensions: [publishedAt(`${slow.url('http')}/x`)] });
    return { slow, url: await fixture.serve(answerOk, await toIdentity(own)) };
  }

  test('is given up after a time of its own', async () => {
    const { slow, url } = await startSlow('silence');
    const { connections } = slow;
    const own = (
      await toIdentity(await makeCertificate({ name: [{ CN: ['x'] }], issuer: root, extensions: [publishedAt(slow.url('http'))] }))
    ).cert;
    const get = async (address: URL, signal: AbortSignal) => untilAborted(new Promise<never>(() => address), signal);
    const context = {
      url: new URL(url),
      trust: fixture.trust,
      sentChain: [new NodeCertificate(own)],
      connect: () => Promise.reject(),
      get,
    };
    const failure = { cause: 'cert-incomplete-chain', stages: [], ms: 0 } as const;
    const insights = await questionForMissingIssuer(30)(failure, context, new AbortController().signal);
    expect(insights).toMatchObject({ missingIssuer: { certificate: null } });
    expect(slow.connections).toBe(connections);
  });

  test('(endless-body) is read for 64 KB and no more', async () => {
    const { slow, url } = await startSlow('endless-body');
    const report = await fixture.probe().probe({ url, investigate: true });
    expect(report.findings?.missingIssuer?.certificate).toBeNull();
    await expect.poll(() => slow.openConnections).toBe(0);
  });

  test.each(['silence', 'drip'] as const)('(%s) holds nobody who gives up', async (misbehaviour) => {
    const { slow, url } = await startSlow(misbehaviour);
    const controller = new AbortController();
    const probing = fixture.probe().probe({ url, investigate: true, signal: controller.signal });
    await expect.poll(() => slow.openConnections).toBe(1);
    controller.abort();
    await expect(probing).rejects.toThrow('gave up');
    await expect.poll(() => slow.openConnections).toBe(0);
  });
});
