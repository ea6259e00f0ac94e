import { connect, createConnection } from 'node:net';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Secret } from '../../../../core/secret.ts';
import type { ProbeReport } from '../../../../core/services/network-probe-service.ts';
import { LoopbackListener } from '../../../../test/servers/loopback-listener.ts';
import { ProxyServer } from '../../../../test/servers/proxy-server.ts';
import { type SocksOptions, SocksServer } from '../../../../test/servers/socks-server.ts';
import { NetworkFixture } from '../../../../test/support/network-fixture.ts';
import { openSocksTunnel } from './socks-tunnel.ts';

let fixture: NetworkFixture;
beforeAll(async () => {
  fixture = await NetworkFixture.create();
});
afterEach(() => fixture.dispose());

const startSocks = async (options?: SocksOptions) => fixture.own(await SocksServer.start(options));
const answer = (_request: unknown, response: { end(body: string): void }) => response.end('bonjour');

/** Reaches for an address where `ALL_PROXY` names a SOCKS proxy. */
function probe(url: string, port: number, credentials = ''): Promise<ProbeReport> {
  return fixture
    .probe({ environment: { ALL_PROXY: `socks5h://${credentials}127.0.0.1:${port}` } })
    .probe({ url, route: { type: 'system' }, timeoutMs: 1_000 });
}

describe('through a SOCKS 5 proxy', () => {
  test.each(['https', 'http'] as const)('%s servers are reached, by names that only the proxy knows', async (scheme) => {
    const identity = await fixture.authority.issue({ hosts: ['intranet.example'] });
    const origin = new URL(scheme === 'https' ? await fixture.serve(answer, identity) : await fixture.servePlain(answer));
    const name = `intranet.example:${scheme === 'https' ? 443 : 80}`;
    const socks = await startSocks({ addressBook: new Map([[name, origin.host]]) });
    const report = await probe(`${scheme}://intranet.example/`, socks.port);
    expect(report).toMatchObject({ cause: null, answer: { body: 'bonjour' } });
    expect(report.route).toEqual({
      proxy: { host: '127.0.0.1', port: socks.port, isEncrypted: false, protocol: 'socks5' },
      source: 'environment',
      detail: 'ALL_PROXY',
    });
    expect(report.stages.find((stage) => stage.name === 'proxy')).toMatchObject({ ok: true, detail: 'SOCKS 5' });
    expect(socks.targets).toEqual([name]);
  });

  test('a user and a password are sent where it asks for them, and shown nowhere', async () => {
    const origin = new URL(await fixture.servePlain(answer));
    const addressBook = new Map([['intranet.example:80', origin.host]]);
    const socks = await startSocks({ credentials: { user: 'u', password: 'pässword' }, addressBook });
    const report = await probe('http://intranet.example/', socks.port, 'u:p%C3%A4ssword@');
    expect(report.cause).toBeNull();
    expect(socks.signIns).toEqual(['u:pässword']);
    expect(JSON.stringify(report)).not.toContain('ssword');
  });

  test.each([
    ['asks for a user where none is known', { credentials: { user: 'u', password: 'p' } }, '', 'proxy-auth'],
    ['refuses the password', { credentials: { user: 'u', password: 'p' } }, 'u:wrong@', 'proxy-auth'],
    ['has rules against it', { reply: 2 }, '', 'proxy-forbidden'],
    ['has no way to the host', { reply: 4 }, '', 'refused'],
    ['is refused by the host', { reply: 5 }, '', 'refused'],
    ['waited too long', { reply: 6 }, '', 'timeout'],
    ['fails', { reply: 1 }, '', 'proxy-bad'],
    ['says what nobody knows', { reply: 99 }, '', 'proxy-bad'],
  ] as const)('one that %s is told so', async (_what, options, credentials, cause) => {
    const socks = await startSocks(options);
    const report = await probe('http://intranet.example/', socks.port, credentials);
    expect(report).toMatchObject({ cause, systemCode: 'SOCKS 5' });
    expect(report.stages.at(-1)).toMatchObject({ name: 'proxy', ok: false, detail: expect.stringContaining('SOCKS 5: ') });
  });

  test.each([
    ['speaks HTTP', async () => (await fixture.own(await ProxyServer.start())).port],
    ['hangs up', async () => (await fixture.own(await LoopbackListener.open((socket) => socket.end()))).port],
  ])('what %s is none', async (_what, start) => {
    expect(await probe('http://intranet.example/', await start())).toMatchObject({ cause: 'proxy-bad' });
  });

  test('one that says nothing is given up', async () => {
    const silent = fixture.own(await LoopbackListener.open(() => {}));
    expect(await probe('http://intranet.example/', silent.port)).toMatchObject({ cause: 'timeout' });
  });

  test.each([
    ['192.0.2.7', '192.0.2.7:80'],
    ['2001:db8::7:1', '[2001:db8::7:1]:80'],
    ['::ffff:1.2.3.4', '[::ffff:102:304]:80'],
    ['::', '[::]:80'],
  ])('the address %s is sent as one', async (host, target) => {
    const socks = await startSocks({ reply: 5 });
    const socket = connect(socks.port, '127.0.0.1');
    const proxy = { host: '127.0.0.1', port: socks.port, secure: false };
    await openSocksTunnel(socket, proxy, { host, port: 80 }, new AbortController().signal).catch(() => {});
    expect(socks.targets).toEqual([target]);
    socket.destroy();
  });

  test('a password that is longer than the protocol can say is refused, not shortened', async () => {
    const socks = await startSocks({ credentials: { user: 'u', password: 'x'.repeat(255) } });
    const socket = createConnection(socks.port, '127.0.0.1');
    const proxy = { host: '127.0.0.1', port: socks.port, secure: false, user: 'u', password: new Secret('x'.repeat(256)) };
    const outcome = openSocksTunnel(socket, proxy, { host: 'h', port: 80 }, new AbortController().signal);
    await expect(outcome).rejects.toMatchObject({ reason: 'proxy-auth' });
    expect(socks.signIns).toEqual([]);
  });
});
