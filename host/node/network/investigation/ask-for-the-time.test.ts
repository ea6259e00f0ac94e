import type { RequestListener } from 'node:http';
import { createSecureContext, createServer } from 'node:tls';
import { ExtendedKeyUsageExtension } from '@peculiar/x509';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LoopbackListener } from '../../../../test/servers/loopback-listener.ts';
import { forgeryOf, type MadeCertificateRequest, makeCertificate, toIdentity } from '../../../../test/servers/made-certificate.ts';
import { MisbehavingServer } from '../../../../test/servers/misbehaving-server.ts';
import { ProxyServer } from '../../../../test/servers/proxy-server.ts';
import { NetworkFixture } from '../../../../test/support/network-fixture.ts';

let fixture: NetworkFixture;
beforeEach(async () => {
  fixture = await NetworkFixture.create();
  fixture.trust.addAuthority(root.pem);
});
afterEach(() => fixture.dispose());

const dayMs = 86_400_000;
const root = await makeCertificate({ name: [{ CN: ['Racine'] }], isAuthority: true });
const middle = await makeCertificate({ name: [{ CN: ['Milieu'] }], isAuthority: true, issuer: root });
const outdated = { notBefore: new Date(Date.now() - 20 * dayMs), notAfter: new Date(Date.now() - 10 * dayMs) };
const tenDaysAgo = new Date(Date.now() - 15 * dayMs);

/** A server whose clock is where it wants; its address, and what it was asked. */
async function serve(
  request: Partial<MadeCertificateRequest>,
  date: string | undefined = tenDaysAgo.toUTCString(),
  extra: RequestListener = () => {},
) {
  const own = await makeCertificate({ name: [{ CN: ['localhost'] }], issuer: middle, ...request });
  const asked: unknown[] = [];
  const url = await fixture.serve(
    (incoming, response) => {
      asked.push([incoming.method, incoming.url, incoming.headers]);
      response.sendDate = false;
      if (date !== undefined) response.setHeader('date', date);
      extra(incoming, response);
      response.end();
    },
    await toIdentity(own, middle),
  );
  return { url: `${url}/secret/path?and=query`, asked };
}

describe('the clock of a server', () => {
  test('whose certificate is outdated is asked for, telling nothing', async () => {
    const { url, asked } = await serve(outdated);
    const before = Date.now();
    const report = await fixture.probe().probe({ url, investigate: true });
    expect(report.cause).toBe('cert-expired');
    expect(report.clock?.serverMs).toBe(Math.floor(tenDaysAgo.getTime() / 1_000) * 1_000);
    expect(report.clock?.localMs).toBeGreaterThanOrEqual(before);
    expect(report.clock?.localMs).toBeLessThanOrEqual(Date.now());
    expect(asked).toEqual([['HEAD', '/', { host: expect.any(String), connection: expect.any(String) }]]);
  });

  test('whose certificate isn’t valid yet is asked for, also through a proxy', async () => {
    const proxy = fixture.own(await ProxyServer.start({}));
    const { url } = await serve({ notBefore: new Date(Date.now() + dayMs) }, new Date(Date.now() + 2 * dayMs).toUTCString());
    const report = await fixture.probe().probe({ url, investigate: true, route: { type: 'proxy', host: proxy.host, port: proxy.port } });
    expect(report.cause).toBe('cert-not-yet-valid');
    expect(report.clock!.serverMs - report.clock!.localMs).toBeGreaterThan(1.9 * dayMs);
    await expect.poll(() => proxy.openConnections).toBe(0);
  });

  test('is asked for behind an authority that is outdated too', async () => {
    const old = await makeCertificate({ name: [{ CN: ['Vieux'] }], isAuthority: true, issuer: root, ...outdated });
    const own = await makeCertificate({ name: [{ CN: ['localhost'] }], issuer: old });
    const url = await fixture.serve((_request, response) => response.end(), await toIdentity(own, old));
    expect((await fixture.probe().probe({ url, investigate: true })).clock).toBeDefined();
  });

  test('isn’t asked for unless that is wanted', async () => {
    const { url, asked } = await serve(outdated);
    expect(await fixture.probe().probe({ url })).not.toHaveProperty('clock');
    expect(asked).toEqual([]);
  });

  test('is read from an ordinary answer without asking', async () => {
    const { url, asked } = await serve({});
    const report = await fixture.probe().probe({ url, investigate: true });
    expect(report).toMatchObject({ cause: null, clock: { serverMs: Math.floor(tenDaysAgo.getTime() / 1_000) * 1_000 } });
    expect(asked).toHaveLength(1);
  });

  test('is as old as a cache says', async () => {
    const { url } = await serve({}, tenDaysAgo.toUTCString(), (_request, response) => response.setHeader('age', '3600'));
    const { clock } = await fixture.probe().probe({ url });
    expect(clock?.serverMs).toBe(Math.floor(tenDaysAgo.getTime() / 1_000) * 1_000 + 3_600_000);
  });

  test.each(['', 'now', '1', 'Sun, 06 Nov 1994 08:49:37', 'Fri, 99 Nov 2026 08:00:00 GMT', '2026-11-20T10:00:00Z'])(
    'that says "%s" isn’t one',
    async (date) => {
      const { url } = await serve({}, date);
      expect(await fixture.probe().probe({ url })).not.toHaveProperty('clock');
    },
  );

  test('that says nothing isn’t one', async () => {
    const url = await fixture.serve((_request, response) => {
      response.sendDate = false;
      response.end();
    });
    expect(await fixture.probe().probe({ url })).not.toHaveProperty('clock');
  });
});

test('a server that never tells the time holds nobody who gives up', async () => {
  const own = await makeCertificate({ name: [{ CN: ['localhost'] }], issuer: middle, ...outdated });
  const server = fixture.own(await MisbehavingServer.start({ misbehaviour: 'silence', identity: await toIdentity(own, middle) }));
  const controller = new AbortController();
  const url = server.url('https').replace('127.0.0.1', 'localhost');
  const probing = fixture.probe().probe({ url, investigate: true, signal: controller.signal });
  await expect.poll(() => server.connections).toBe(2);
  controller.abort();
  await expect(probing).rejects.toThrow('gave up');
  await expect.poll(() => server.openConnections).toBe(0);
});

describe('nothing is asked of a server whose certificate has any other fault', () => {
  test.each<[string, Partial<MadeCertificateRequest>]>([
    ['another name', { dnsNames: ['autre.example'] }],
    ['no server’s purpose', { extensions: [new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.2'])] }],
  ])('%s', async (_what, fault) => {
    const { url, asked } = await serve({ ...outdated, ...fault });
    const report = await fixture.probe().probe({ url, investigate: true });
    expect(report.cause).toMatch(/^cert-/);
    expect(report).not.toHaveProperty('clock');
    expect(asked).toEqual([]);
  });

  test('an authority that nobody knows, or none', async () => {
    const stranger = await makeCertificate({ name: [{ CN: ['Milieu'] }], isAuthority: true });
    const { url, asked } = await serve({ ...outdated, issuer: stranger });
    expect(await fixture.probe().probe({ url, investigate: true })).not.toHaveProperty('clock');
    const forged = await serve({ ...outdated, issuer: await forgeryOf(middle) });
    expect(await fixture.probe().probe({ url: forged.url, investigate: true })).not.toHaveProperty('clock');
    expect(forged.asked).toEqual([]);
    const selfSigned = await makeCertificate({ name: [{ CN: ['localhost'] }], ...outdated });
    const own = await fixture.serve((_request, response) => response.end(asked.push('asked')), await toIdentity(selfSigned));
    expect(await fixture.probe().probe({ url: own, investigate: true })).not.toHaveProperty('clock');
    expect(asked).toEqual([]);
  });

  test('a certificate that shows up only the second time', async () => {
    const sound = await makeCertificate({ name: [{ CN: ['localhost'] }], issuer: middle, ...outdated });
    const stranger = await makeCertificate({ name: [{ CN: ['localhost'] }], ...outdated });
    const contexts = [await toIdentity(sound, middle), await toIdentity(stranger)].map((identity) => createSecureContext(identity));
    const asked: unknown[] = [];
    const server = createServer({ SNICallback: (_name, answer) => answer(null, contexts.shift()) }, (socket) =>
      socket.on('data', (chunk) => asked.push(chunk)),
    );
    const listener = fixture.own(await LoopbackListener.open((socket) => server.emit('connection', socket)));
    const url = `https://localhost:${listener.port}/`;
    const report = await fixture.probe().probe({ url, investigate: true });
    expect(report.cause).toBe('cert-expired');
    expect(report).not.toHaveProperty('clock');
    expect(asked).toEqual([]);
  });
});
