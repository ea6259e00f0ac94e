import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isCancellation } from '../../../core/errors.ts';
import type { NetworkProbeService, ProbeRequest } from '../../../core/services/network-probe-service.ts';
import { LoopbackListener } from '../../../test/servers/loopback-listener.ts';
import { ProxyServer } from '../../../test/servers/proxy-server.ts';
import { SocksServer } from '../../../test/servers/socks-server.ts';
import { NetworkFixture } from '../../../test/support/network-fixture.ts';
import { type OpenSocket, openSocket } from './dialing/open-socket.ts';

let fixture: NetworkFixture;
let probe: NetworkProbeService;
const requests = new Map<string, ProbeRequest>();
const opened: Socket[] = [];

const openNoted: OpenSocket = async (...asked) => {
  const socket = await openSocket(...asked);
  opened.push(socket);
  return socket;
};

beforeAll(async () => {
  fixture = await NetworkFixture.create();
  const secured = await fixture.serve((_request, response) => response.end('bonjour'));
  const plain = await fixture.servePlain((_request, response) => response.end('bonjour'));
  const outdated = await fixture.authority.issue({ notAfter: new Date(Date.now() - 60_000) });
  const garbage = fixture.own(await LoopbackListener.open((socket) => socket.end('garbage\r\n\r\n')));
  const proxy = fixture.own(await ProxyServer.start());
  const addressBook = new Map([['intranet.example:443', new URL(secured).host]]);
  const socks = fixture.own(await SocksServer.start({ addressBook }));
  const throughProxy = { type: 'proxy', host: '127.0.0.1', port: proxy.port } as const;
  requests
    .set('over TLS', { url: secured })
    .set('in plain HTTP', { url: plain })
    .set('to an outdated certificate', { url: await fixture.serve((_request, response) => response.end(), outdated), investigate: true })
    .set('over TLS to a server without', { url: plain.replace('http:', 'https:'), investigate: true })
    .set('without TLS to a server with it', { url: secured.replace('https:', 'http:'), investigate: true })
    .set('to garbage', { url: `http://127.0.0.1:${garbage.port}/`, investigate: true })
    .set('through a tunnel', { url: secured, route: throughProxy })
    .set('by a forwarding proxy', { url: plain, route: throughProxy })
    .set('through SOCKS', { url: 'https://intranet.example/', route: { type: 'system' }, investigate: true });
  const environment = { ALL_PROXY: `socks5://127.0.0.1:${socks.port}` };
  // Names answer at once, so that the steps below reach further.
  const lookUp = async (_host: string, family: 4 | 6) => [family === 4 ? '127.0.0.1' : '::1'];
  probe = fixture.probe({ environment, hosts: { lookUp, openSocket: openNoted } });
  for (const request of requests.values()) await probe.probe(request);
});
afterAll(() => fixture.dispose());

/** @returns whether it was still under way. */
async function cancelAfter(wait: Promise<unknown>, request: ProbeRequest): Promise<boolean> {
  const caller = new AbortController();
  void wait.then(() => caller.abort());
  try {
    await probe.probe({ ...request, signal: caller.signal });
    return false;
  } catch (error) {
    if (!isCancellation(error)) throw error;
    return true;
  }
}

async function microtasks(count: number): Promise<void> {
  for (let done = 0; done < count; done += 1) await undefined;
}

test('a probe that is given up at any moment leaves no connection behind', async () => {
  const moments = [
    ...Array.from({ length: 60 }, (_, count) => () => microtasks(count)),
    ...Array.from({ length: 24 }, (_, half) => () => delay(half / 2)),
  ];
  for (const [what, request] of requests) {
    const given = await Promise.all(moments.map((wait) => cancelAfter(wait(), request)));
    expect(given, what).toContain(true);
    await expect.poll(() => opened.filter(({ destroyed }) => !destroyed), { message: what }).toEqual([]);
  }
});
