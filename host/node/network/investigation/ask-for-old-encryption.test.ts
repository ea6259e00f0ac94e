import type { Socket } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { LoopbackListener } from '../../../../test/servers/loopback-listener.ts';
import { MisbehavingServer } from '../../../../test/servers/misbehaving-server.ts';
import { ProxyServer } from '../../../../test/servers/proxy-server.ts';
import { NetworkFixture } from '../../../../test/support/network-fixture.ts';

let fixture: NetworkFixture;
beforeAll(async () => {
  fixture = await NetworkFixture.create();
});
afterEach(() => fixture.dispose());

/** A server that speaks TLS as told; its address, and whatever anybody sent it over an encrypted connection. */
async function serveTls(options: TlsOptions) {
  const received: string[] = [];
  const server = createServer({ ...options, ...(await fixture.authority.issue()) }, (socket) => {
    socket.on('data', (chunk) => received.push(String(chunk))).on('error', () => socket.destroy());
  });
  server.on('tlsClientError', () => {});
  const listener = fixture.own(await LoopbackListener.open((socket) => server.emit('connection', socket)));
  return { url: `https://${listener.authority}`, listener, received };
}

const weak = 'DEFAULT@SECLEVEL=0';

test.each<[string | null, TlsOptions]>([
  ['TLSv1', { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: weak }],
  ['TLSv1.1', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: weak }],
  // The version would do, the cipher doesn't.
  ['TLSv1.2', { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-CAMELLIA128-SHA256' }],
  [null, { maxVersion: 'TLSv1.2', ciphers: 'NULL-SHA256@SECLEVEL=0' }],
])('a server that agrees to %s at best is told, and sent nothing', async (oldestEncryption, options) => {
  const { url, listener, received } = await serveTls(options);
  const report = await fixture.probe().probe({ url, investigate: true });
  expect(report).toMatchObject({ cause: 'tls-version', findings: { oldestEncryption } });
  expect(received).toEqual([]);
  await expect.poll(() => listener.openConnections).toBe(0);
});

test('an old server is asked through the proxy too', async () => {
  const proxy = fixture.own(await ProxyServer.start({}));
  const { url } = await serveTls({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: weak });
  const report = await fixture.probe().probe({ url, investigate: true, route: { type: 'proxy', host: proxy.host, port: proxy.port } });
  expect(report.findings).toEqual({ oldestEncryption: 'TLSv1.1' });
  await expect.poll(() => proxy.openConnections).toBe(0);
});

test('a server isn’t asked unless that is wanted, or where something else failed', async () => {
  const old = await serveTls({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: weak });
  expect(await fixture.probe().probe({ url: old.url })).not.toHaveProperty('findings');
  const reset = fixture.own(await MisbehavingServer.start({ misbehaviour: 'reset' }));
  await fixture.probe().probe({ url: reset.url('https'), investigate: true });
  expect(reset.connections).toBe(1);
});

test('a server that wants another protocol above TLS speaks TLS well enough', async () => {
  const { url } = await serveTls({ ALPNProtocols: ['h2'] });
  const report = await fixture.probe().probe({ url, investigate: true, timeoutMs: 1_000 });
  expect(report.cause).not.toBe('tls-version');
  expect(report.findings ?? {}).not.toHaveProperty('oldestEncryption');
});

test('a server that falls silent the second time holds nobody who gives up', async () => {
  const old = createServer({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: weak, ...(await fixture.authority.issue()) });
  old.on('tlsClientError', () => {});
  let connections = 0;
  const accept = (socket: Socket) => {
    connections += 1;
    return connections === 1 ? old.emit('connection', socket) : socket.resume();
  };
  const listener = fixture.own(await LoopbackListener.open(accept));
  const controller = new AbortController();
  const request = { url: `https://${listener.authority}`, investigate: true, signal: controller.signal };
  const probing = fixture.probe().probe(request);
  await expect.poll(() => connections).toBe(2);
  controller.abort();
  await expect(probing).rejects.toThrow('gave up');
  await expect.poll(() => listener.openConnections).toBe(0);
});
