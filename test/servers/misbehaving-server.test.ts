import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { CertificateAuthority, type ServerIdentity } from './authority.ts';
import { createClient } from './client.ts';
import { MisbehavingServer, type Misbehaviour } from './misbehaving-server.ts';

describe('a misbehaving server', () => {
  let authority: CertificateAuthority;
  let identity: ServerIdentity;
  beforeAll(async () => {
    authority = await CertificateAuthority.create();
    identity = await authority.issue();
  });

  /** How a careful client fares, over TLS unless told otherwise. */
  async function visit(misbehaviour: Misbehaviour, scheme: 'http' | 'https' = 'https', timeoutMs = 5_000) {
    await using server = await MisbehavingServer.start({ misbehaviour, ...(scheme === 'https' && { identity }) });
    const client = createClient(authority.rootPem);
    return await client.send(server.url(scheme), { timeoutMs });
  }

  test.each(['blackhole', 'silence', 'drip', 'endless-body'] as const)(
    'that is a %s keeps a client waiting until it gives up',
    async (misbehaviour) => {
      await expect(visit(misbehaviour, 'https', 300)).rejects.toMatchObject({ name: 'TimeoutError' });
    },
  );

  test('that is a blackhole does not even shake hands, one that is silent does', async () => {
    for (const misbehaviour of ['blackhole', 'silence'] as const) {
      await using server = await MisbehavingServer.start({ misbehaviour, identity });
      const client = connectTls({ port: server.port, host: '127.0.0.1', ca: authority.rootPem, timeout: 300 });
      const [first] = await Promise.race([
        once(client, 'secureConnect').then(() => ['handshake']),
        once(client, 'timeout').then(() => ['timeout']),
      ]);
      expect(first).toBe(misbehaviour === 'silence' ? 'handshake' : 'timeout');
      client.destroy();
    }
  });

  test.each([
    ['reset', { code: 'ECONNRESET' }],
    ['hang-up', { code: 'ECONNRESET' }],
    ['handshake-reset', { code: 'ECONNRESET' }],
    ['head-reset', { code: 'ECONNRESET' }],
    ['body-reset', { code: 'ECONNRESET' }],
    ['plain-http', { message: expect.stringContaining('wrong version number') }],
    ['old-tls', { message: expect.stringContaining('alert protocol version') }],
    ['garbage', { code: expect.stringMatching(/^HPE_/) }],
    ['endless-headers', { code: 'HPE_HEADER_OVERFLOW' }],
  ] as const)('that is of the kind %s fails a client at once', async (misbehaviour, failure) => {
    await expect(visit(misbehaviour)).rejects.toMatchObject(failure);
  });

  test('that sends garbage instead of TLS is told from one that speaks HTTP', async () => {
    await using server = await MisbehavingServer.start({ misbehaviour: 'garbage' });
    const client = createClient(authority.rootPem);
    await expect(client.send(server.url('https'))).rejects.toMatchObject({ message: expect.stringContaining('SSL routines') });
  });

  test('offers TLS 1.1 to a client that still takes it', async () => {
    await using server = await MisbehavingServer.start({ misbehaviour: 'old-tls', identity });
    const limits = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const client = connectTls({ port: server.port, host: '127.0.0.1', ca: authority.rootPem, ...limits });
    await once(client, 'secureConnect');
    expect(client.getProtocol()).toBe('TLSv1.1');
    client.destroy();
  });

  test('hides 200 MB in a small answer', async () => {
    const answer = await visit('gzip-bomb');
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(answer.body.length).toBeLessThan(400_000);
    expect(gunzipSync(answer.body).length).toBe(200 * 1_048_576);
  });

  test('hides as much by Brotli in less than a kilobyte', async () => {
    const answer = await visit('brotli-bomb');
    expect(answer.headers['content-encoding']).toBe('br');
    expect(answer.body.length).toBeLessThan(1_000);
    expect(brotliDecompressSync(answer.body).length).toBe(200 * 1_048_576);
  });

  test('drips a well-formed answer to who has the patience', async () => {
    await using server = await MisbehavingServer.start({ misbehaviour: 'drip' });
    const socket = connect(server.port, '127.0.0.1').setEncoding('latin1');
    socket.write('GET / HTTP/1.1\r\n\r\n');
    const started = performance.now();
    let received = '';
    for await (const piece of socket) {
      received += piece;
      if (received.length >= 4) break;
    }
    expect(received).toBe('HTTP');
    expect(performance.now() - started).toBeGreaterThan(300);
  });

  test('counts connections and ends every one when it closes', async () => {
    const server = await MisbehavingServer.start({ misbehaviour: 'blackhole' });
    const sockets = [connect(server.port, '127.0.0.1'), connect(server.port, '127.0.0.1')];
    await expect.poll(() => server.connections).toBe(2);
    const closed = Promise.all(sockets.map((socket) => once(socket.resume(), 'close')));
    await server.close();
    await closed;
    expect(server.openConnections).toBe(0);
  });

  test('may begin to behave otherwise while it runs', async () => {
    await using server = await MisbehavingServer.start({ misbehaviour: 'reset', identity });
    const client = createClient(authority.rootPem);
    await expect(client.send(server.url('https'))).rejects.toMatchObject({ code: 'ECONNRESET' });
    server.misbehaviour = 'garbage';
    await expect(client.send(server.url('https'))).rejects.toMatchObject({ code: expect.stringMatching(/^HPE_/) });
  });
});
