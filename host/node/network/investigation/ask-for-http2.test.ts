import { createServer as createHttp2Server, createSecureServer, type Http2Server } from 'node:http2';
import { connect } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { LoopbackListener } from '../../../../test/servers/loopback-listener.ts';
import { MisbehavingServer } from '../../../../test/servers/misbehaving-server.ts';
import { ProxyServer } from '../../../../test/servers/proxy-server.ts';
import { NetworkFixture } from '../../../../test/support/network-fixture.ts';

let fixture: NetworkFixture;
beforeAll(async () => {
  fixture = await NetworkFixture.create();
});
afterEach(() => fixture.dispose());

/** Serves every connection by a server of HTTP/2; its port. */
async function listen(server: Http2Server): Promise<number> {
  server.on('sessionError', () => {});
  const listener = fixture.own(await LoopbackListener.open((socket) => server.emit('connection', socket)));
  return listener.port;
}

/** Speaks HTTP/2 whatever was agreed on, as some servers do that know no other; its port. */
async function startDeafServer(): Promise<number> {
  const http2Port = await listen(createHttp2Server());
  const tls = createTlsServer({ ...(await fixture.authority.issue()) }, (socket) => {
    const inner = connect(http2Port, '127.0.0.1').on('error', () => socket.destroy());
    socket
      .on('error', () => inner.destroy())
      .pipe(inner)
      .pipe(socket);
  });
  const listener = fixture.own(await LoopbackListener.open((socket) => tls.emit('connection', socket)));
  return listener.port;
}

const findings = { cause: 'bad-answer', findings: { speaksOnlyHttp2: true } };

describe('a server that speaks HTTP/2 alone', () => {
  test('is recognised where it refuses HTTP/1.1 in the handshake', async () => {
    const server = createSecureServer({ ...(await fixture.authority.issue()), allowHTTP1: false });
    const url = `https://localhost:${await listen(server as unknown as Http2Server)}`;
    const report = await fixture.probe().probe({ url, investigate: true });
    expect(report).toMatchObject(findings);
    expect(report.stages.at(-1)).toMatchObject({ name: 'tls', ok: false });
  });

  test('is recognised where it answers HTTP/1.1 in HTTP/2, directly and through a proxy', async () => {
    const url = `https://localhost:${await startDeafServer()}`;
    const proxy = fixture.own(await ProxyServer.start({}));
    expect(await fixture.probe().probe({ url, investigate: true })).toMatchObject(findings);
    const route = { type: 'proxy', host: proxy.host, port: proxy.port } as const;
    expect(await fixture.probe().probe({ url, investigate: true, route })).toMatchObject(findings);
  });

  test('is recognised without encryption', async () => {
    const url = `http://localhost:${await listen(createHttp2Server())}`;
    expect(await fixture.probe().probe({ url, investigate: true })).toMatchObject(findings);
  });
});

test('a server that answers garbage to everything is not taken for one', async () => {
  const identity = await fixture.authority.issue();
  const server = fixture.own(await MisbehavingServer.start({ misbehaviour: 'garbage', identity }));
  const report = await fixture.probe().probe({ url: server.url('https'), investigate: true });
  expect(report.cause).toBe('bad-answer');
  expect(report).not.toHaveProperty('findings');
  await expect.poll(() => server.openConnections).toBe(0);
});
