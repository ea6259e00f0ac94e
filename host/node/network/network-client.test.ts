import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isCancellation, ShellError } from '../../../core/errors.ts';
import { Secret } from '../../../core/secret.ts';
import type { NetworkRoute } from '../../../core/services/network-service.ts';
import { issueFaultyIdentity } from '../../../test/servers/identity-faults.ts';
import { MisbehavingServer, type Misbehaviour } from '../../../test/servers/misbehaving-server.ts';
import { ProxyServer } from '../../../test/servers/proxy-server.ts';
import { echo, NetworkFixture } from '../../../test/support/network-fixture.ts';
import { pluginNetwork } from '../../../test/support/plugin-network.ts';
import { NetworkClient } from './network-client.ts';

let fixture: NetworkFixture;
beforeAll(async () => {
  fixture = await NetworkFixture.create();
});
afterEach(() => fixture.dispose());

function client(origin: string, route: NetworkRoute = { type: 'direct' }): NetworkClient {
  return new NetworkClient({
    ...pluginNetwork(() => [origin]),
    pluginId: 'connection',
    dialer: fixture.dialer(),
    currentRoute: async () => route,
    userAgent: 'boule-bleue/test',
  });
}

describe('a request', () => {
  test('is sent as told and its answer read', async () => {
    const origin = await fixture.serve(echo);
    const headers = { 'Content-Type': 'application/xml', 'User-Agent': 'Client-DSN' };
    const answer = await client(origin).request({ url: `${origin}/a?b=c`, method: 'POST', headers, body: 'é' });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(JSON.parse(answer.body)).toMatchObject({
      method: 'POST',
      url: '/a?b=c',
      headers: { 'content-type': 'application/xml', 'user-agent': 'Client-DSN', 'content-length': '2' },
      body: 'é',
    });
  });

  test('carries a secret body to its own origin', async () => {
    const origin = await fixture.serve(echo);
    const answer = await client(origin).request({ url: origin, method: 'POST', body: new Secret('<motdepasse>x</motdepasse>') });
    expect(JSON.parse(answer.body).body).toBe('<motdepasse>x</motdepasse>');
  });

  test.each([200, 204, 302, 401, 404, 422, 500, 503])('with the answer %i has an answer, not an error', async (status) => {
    const requests: unknown[] = [];
    const origin = await fixture.serve((request, response) => {
      requests.push(request.url);
      response.writeHead(status, { location: '/next', 'www-authenticate': 'Basic realm="net-entreprises.fr"' }).end();
    });
    const answer = await client(origin).request({ url: `${origin}/first` });
    expect(answer).toMatchObject({ status, headers: { location: '/next', 'www-authenticate': 'Basic realm="net-entreprises.fr"' } });
    expect(requests).toEqual(['/first']);
  });

  test('goes through the proxy in force, with its password', async () => {
    const proxy = fixture.own(await ProxyServer.start({ behaviour: { kind: 'basic', user: 'u', password: 'p' } }));
    const route = { type: 'proxy', host: proxy.host, port: proxy.port, user: 'u', password: new Secret('p') } as const;
    const origin = await fixture.serve(echo);
    const answer = await client(origin, route).request({ url: origin });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body).headers).not.toHaveProperty('proxy-authorization');
    expect(proxy.records).toHaveLength(1);
  });

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('reads an answer compressed by %s', async (encoding, compress) => {
    const origin = await fixture.serve((_request, response) => {
      response.setHeader('content-encoding', encoding).end(compress('réponse '.repeat(100)));
    });
    expect((await client(origin).request({ url: origin })).body).toBe('réponse '.repeat(100));
  });

  test.each(['gzip', 'deflate', 'br'])('accepts an answer without a body that names the encoding %s', async (encoding) => {
    const origin = await fixture.serve((_request, response) => response.setHeader('content-encoding', encoding).end());
    expect(await client(origin).request({ url: origin, method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
    expect(await client(origin).request({ url: origin })).toMatchObject({ status: 200, body: '' });
  });

  test('joins several values of one header', async () => {
    const origin = await fixture.serve((_request, response) => response.setHeader('www-authenticate', ['Basic', 'DSNLogin']).end());
    expect((await client(origin).request({ url: origin })).headers['www-authenticate']).toBe('Basic, DSNLogin');
  });
});

describe('what is not granted', () => {
  test.each([
    ['another host', 'https://elsewhere.example/'],
    ['another port', 'https://localhost:1/'],
    ['another scheme', 'http://localhost/'],
  ])('(%s) is refused before anything is sent', async (_what, url) => {
    const request = client('https://localhost').request({ url, allowPlainHttp: true });
    await expect(request).rejects.toMatchObject({ code: 'permission.denied', details: { plugin: 'connection', permission: 'network' } });
  });

  test('stays refused when a granted origin only looks alike', async () => {
    const request = client('https://example.com').request({ url: 'https://example.com.evil.example/' });
    await expect(request).rejects.toMatchObject({ code: 'permission.denied' });
  });

  test('a grant may be a whole address, whose origin counts', async () => {
    const origin = await fixture.serve(echo);
    expect((await client(`${origin}/authentifier/1.0/`).request({ url: `${origin}/other` })).status).toBe(200);
  });

  test.each(['nonsense', 'ftp://host/', 'https://user:password@host/'])('the address "%s" is invalid', async (url) => {
    await expect(client('https://host').request({ url })).rejects.toMatchObject({ code: 'network.address-invalid' });
  });

  test.each(['Host', 'Content-Length', 'Transfer-Encoding', 'Proxy-Authorization'])('the header %s is reserved', async (header) => {
    const request = client('https://host').request({ url: 'https://host/', headers: { [header]: 'x' } });
    await expect(request).rejects.toMatchObject({ code: 'network.header-reserved', details: { header: header.toLowerCase() } });
  });
});

describe('plain HTTP', () => {
  test('is refused unless allowed', async () => {
    const origin = await fixture.servePlain(echo);
    await expect(client(origin).request({ url: origin })).rejects.toMatchObject({ code: 'network.plain-http' });
    expect((await client(origin).request({ url: origin, allowPlainHttp: true })).status).toBe(200);
  });

  test.each([
    ['body', { method: 'POST', body: new Secret('x') }],
    ['authorization', { headers: { Authorization: 'DSNLogin jeton=x' } }],
    ['cookie', { headers: { COOKIE: 'x' } }],
  ] as const)('never carries a secret %s, allowed or not', async (_what, secret) => {
    const requests: unknown[] = [];
    const origin = await fixture.servePlain((request, response) => {
      requests.push(request.url);
      response.end();
    });
    const request = client(origin).request({ url: origin, allowPlainHttp: true, ...secret });
    await expect(request).rejects.toMatchObject({ code: 'network.plain-http' });
    expect(requests).toEqual([]);
  });
});

describe('a failure', () => {
  test('has the code of its cause, and nothing was revealed', async () => {
    const requests: unknown[] = [];
    const identity = await issueFaultyIdentity(fixture.authority, 'wrong-host');
    const origin = await fixture.serve((request) => requests.push(request.url), identity);
    let isRevealed = false;
    class WatchedSecret extends Secret {
      override async reveal(): Promise<string> {
        isRevealed = true;
        return super.reveal();
      }
    }
    const error = await client(origin)
      .request({ url: origin, method: 'POST', body: new WatchedSecret('needle') })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ShellError);
    expect(error).toMatchObject({
      code: 'network.cert-wrong-host',
      details: { host: 'localhost', systemCode: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    });
    expect(requests).toEqual([]);
    expect(isRevealed).toBe(false);
  });

  test.each<[Misbehaviour, string]>([
    ['endless-body', 'network.bad-answer'],
    ['gzip-bomb', 'network.bad-answer'],
    ['endless-headers', 'network.bad-answer'],
    ['garbage', 'network.bad-answer'],
    ['old-tls', 'network.tls-version'],
  ])('(%s) is %s, and the connection is gone', async (misbehaviour, code) => {
    const identity = await fixture.authority.issue();
    const server = fixture.own(await MisbehavingServer.start({ misbehaviour, identity }));
    const origin = server.url('https');
    await expect(client(origin).request({ url: origin })).rejects.toMatchObject({ code });
    await expect.poll(() => server.openConnections).toBe(0);
  });

  test.each(['blackhole', 'silence', 'drip'] as const)('(%s) is given up when the time is over', async (misbehaviour) => {
    const identity = await fixture.authority.issue();
    const server = fixture.own(await MisbehavingServer.start({ misbehaviour, identity }));
    const origin = server.url('https');
    await expect(client(origin).request({ url: origin, timeoutMs: 300 })).rejects.toMatchObject({ code: 'network.timeout' });
    await expect.poll(() => server.openConnections).toBe(0);
  });

  test('a server that hangs up has reset the connection', async () => {
    const identity = await fixture.authority.issue();
    const server = fixture.own(await MisbehavingServer.start({ misbehaviour: 'hang-up', identity }));
    await expect(client(server.url('https')).request({ url: server.url('https') })).rejects.toMatchObject({ code: 'network.reset' });
  });

  test('an answer up to the limit is whole, and one byte more is refused', async () => {
    const origin = await fixture.serve((request, response) => response.end('x'.repeat(Number(request.url?.slice(1)))));
    const { body } = await client(origin).request({ url: `${origin}/1000`, maximumBytes: 1000 });
    expect(body).toHaveLength(1000);
    const longer = client(origin).request({ url: `${origin}/1001`, maximumBytes: 1000 });
    await expect(longer).rejects.toMatchObject({ code: 'network.bad-answer' });
  });

  test('an answer cut short is not taken for whole', async () => {
    const origin = await fixture.serve((_request, response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('part', () => response.destroy());
    });
    await expect(client(origin).request({ url: origin })).rejects.toMatchObject({ code: 'network.reset' });
  });

  test('of what was compressed badly is a bad answer', async () => {
    const origin = await fixture.serve((_request, response) => response.setHeader('content-encoding', 'gzip').end('not gzip'));
    await expect(client(origin).request({ url: origin })).rejects.toMatchObject({ code: 'network.bad-answer' });
  });

  test('giving up is no failure, and ends the connection', async () => {
    const identity = await fixture.authority.issue();
    const server = fixture.own(await MisbehavingServer.start({ misbehaviour: 'silence', identity }));
    const controller = new AbortController();
    const requesting = client(server.url('https')).request({ url: server.url('https'), signal: controller.signal });
    await expect.poll(() => server.openConnections).toBe(1);
    controller.abort();
    expect(isCancellation(await requesting.catch((reason: unknown) => reason))).toBe(true);
    await expect.poll(() => server.openConnections).toBe(0);
  });

  test('a route that never comes is bounded too', async () => {
    const waiting = new NetworkClient({
      ...pluginNetwork(() => ['https://host']),
      dialer: fixture.dialer(),
      currentRoute: () => new Promise(() => {}),
      userAgent: 'test',
    });
    await expect(waiting.request({ url: 'https://host/', timeoutMs: 100 })).rejects.toMatchObject({ code: 'network.timeout' });
  });

  test('a bug stays a bug', async () => {
    const broken = new NetworkClient({
      ...pluginNetwork(() => ['https://host']),
      dialer: fixture.dialer(),
      currentRoute: () => Promise.reject(new TypeError('a bug')),
      userAgent: 'test',
    });
    await expect(broken.request({ url: 'https://host/' })).rejects.toThrow(TypeError);
  });
});
