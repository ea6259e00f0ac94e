import type { LookupAddress, LookupOptions } from 'node:dns';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { toDisposable } from '../../../core/lifecycle.ts';
import type { Permissions } from '../../../core/manifest/permissions.ts';
import { Secret } from '../../../core/secret.ts';
import type { NetworkRoute } from '../../../core/services/network-service.ts';
import { MisbehavingServer } from '../../../test/servers/misbehaving-server.ts';
import { ProxyServer } from '../../../test/servers/proxy-server.ts';
import { ChangeableGrants } from '../../../test/support/changeable-grants.ts';
import { echo, NetworkFixture } from '../../../test/support/network-fixture.ts';
import type { RequestRecord } from '../permissions/request-journal.ts';
import { Dialer } from './dialing/dialer.ts';
import { NetworkClient } from './network-client.ts';
import { NetworkProbe } from './network-probe.ts';
import { RouteResolver } from './routes/route.ts';

/** What names lead to, one answer after the other; the last one stays. */
const names = new Map<string, (readonly string[])[]>();
const asked = new Map<string, number>();
vi.mock('node:dns', async (importOriginal) => {
  const dns = await importOriginal<typeof import('node:dns')>();
  const lookup = (host: string, options: LookupOptions, callback: (error: Error | null, addresses?: LookupAddress[]) => void) => {
    const answers = names.get(host);
    if (!answers) return dns.lookup(host, options as never, callback as never);
    const question = `${host} ${options.family}`;
    const timesAsked = asked.get(question) ?? 0;
    asked.set(question, timesAsked + 1);
    const found = (answers[timesAsked] ?? answers.at(-1)!)
      .map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
      .filter(({ family }) => family === options.family);
    if (found.length > 0) callback(null, found);
    else callback(Object.assign(new Error('none'), { code: 'ENOTFOUND' }));
  };
  return { ...dns, lookup };
});

/** Global unicast, in a block that was never given to anyone: nothing answers there. */
const publicAddress = '2000::1';

let fixture: NetworkFixture;
let grants: ChangeableGrants;
let journal: RequestRecord[];
let route: NetworkRoute;

beforeAll(async () => {
  fixture = await NetworkFixture.create();
});
beforeEach(() => {
  names.clear();
  asked.clear();
  grants = new ChangeableGrants();
  journal = [];
  route = { type: 'direct' };
});
afterEach(() => fixture.dispose());

function parts() {
  return {
    pluginId: 'evil',
    dialer: fixture.dialer(),
    currentRoute: async () => route,
    userAgent: 'test',
    grants: {
      origins: () => grants.current.network ?? [],
      privateNetwork: () => grants.current.privateNetwork === true,
      onDidChange: grants.onDidChange,
    },
    onRequest: (record: RequestRecord) => void journal.push(record),
    onDidChangeNetwork: () => toDisposable(() => {}),
  };
}

function allow(origins: readonly string[], others: Permissions = { privateNetwork: true }): NetworkClient {
  grants.set({ network: origins, ...others });
  return new NetworkClient(parts());
}

const denied = (permission: string, subject: string) => ({ code: 'permission.denied', details: { plugin: 'evil', permission, subject } });

/** A server that sends everyone elsewhere, or answers what it got when it is asked for `/end`. */
async function serveRedirect(location: () => string, status = 302): Promise<string> {
  return fixture.serve((request, response) => redirect(request, response, location(), status));
}

function redirect(request: IncomingMessage, response: ServerResponse, location: string, status: number): void {
  if (request.url === '/end') void echo(request, response);
  else response.writeHead(status, { location }).end();
}

describe('a plugin can’t reach', () => {
  test('an origin that was not granted', async () => {
    const origin = await fixture.serve(echo);
    await expect(allow(['https://other.example']).request({ url: `${origin}/x?y#z` })).rejects.toMatchObject(denied('network', origin));
    expect(journal).toMatchObject([{ origin, path: '/x', status: null, cause: 'permission.denied', sentBytes: 0 }]);
  });

  test('an ungranted origin by way of a redirect', async () => {
    const asked = vi.fn(echo);
    const victim = await fixture.serve(asked);
    const origin = await serveRedirect(() => `${victim}/private?query`);
    const request = allow([origin]).request({ url: origin, followRedirects: 5 });
    await expect(request).rejects.toMatchObject(denied('network', victim));
    expect(asked).not.toHaveBeenCalled();
    expect(journal.map(({ status, cause }) => [status, cause])).toEqual([
      [302, null],
      [null, 'permission.denied'],
    ]);
  });

  test('plain HTTP by way of a redirect from TLS, though it may speak plain HTTP to it', async () => {
    const asked = vi.fn(echo);
    const plain = await fixture.servePlain(asked);
    const origin = await serveRedirect(() => plain);
    const request = allow([origin, plain]).request({ url: origin, followRedirects: 1, allowPlainHttp: true });
    await expect(request).rejects.toMatchObject({ code: 'network.plain-http' });
    expect(asked).not.toHaveBeenCalled();
  });

  test.each([
    ['https://localhost:1', 'localhost'],
    ['https://127.0.0.1:1', '127.0.0.1'],
    ['https://[::1]:1', '::1'],
    ['https://2130706433:1', '127.0.0.1'],
    ['https://0x7f.1:1', '127.0.0.1'],
    ['https://0177.0.0.1:1', '127.0.0.1'],
    ['https://127.1:1', '127.0.0.1'],
    ['https://%31%32%37.0.0.1:1', '127.0.0.1'],
    ['https://①②⑦.0.0.1:1', '127.0.0.1'],
    ['https://[::ffff:127.0.0.1]:1', '::ffff:7f00:1'],
    ['https://[::ffff:169.254.169.254]', '::ffff:a9fe:a9fe'],
    ['https://[64:ff9b::7f00:1]:1', '64:ff9b::7f00:1'],
    ['https://0:1', '0.0.0.0'],
    ['https://169.254.169.254', '169.254.169.254'],
    ['https://192.168.0.1', '192.168.0.1'],
  ])('this workstation or its network by the granted address %s', async (url, subject) => {
    const client = allow([url], {});
    await expect(client.request({ url })).rejects.toMatchObject(denied('privateNetwork', subject));
    await expect(new NetworkProbe(parts()).probe({ url })).rejects.toMatchObject(denied('privateNetwork', subject));
  });

  test.each([
    ['of the network', ['10.0.0.1']],
    ['of this workstation', ['127.0.0.1']],
    ['of both sides', [publicAddress, '127.0.0.1']],
    ['mapped to IPv6', ['::ffff:127.0.0.1']],
  ])('addresses %s by a granted name that leads there', async (_what, addresses) => {
    const server = fixture.own(await MisbehavingServer.start({ misbehaviour: 'blackhole' }));
    names.set('evil.example', [addresses]);
    const url = `https://evil.example:${new URL(server.url('https')).port}`;
    await expect(allow([url], {}).request({ url })).rejects.toMatchObject(denied('privateNetwork', 'evil.example'));
    await expect(new NetworkProbe(parts()).probe({ url })).rejects.toMatchObject(denied('privateNetwork', 'evil.example'));
    expect(server.openConnections).toBe(0);
  });

  test('as much as whether a name of the office exists', async () => {
    for (const url of ['https://intranet', 'https://there-is-none.internal']) {
      await expect(allow([url], {}).request({ url })).rejects.toMatchObject({ code: 'permission.denied' });
      await expect(new NetworkProbe(parts()).probe({ url })).rejects.toMatchObject({ code: 'permission.denied' });
    }
  });

  test('an address by a name that leads elsewhere between the look and the connection', async () => {
    const connected = vi.fn(echo);
    const inside = await fixture.serve(connected, await fixture.authority.issue({ hosts: ['rebinding.example'] }));
    names.set('rebinding.example', [[publicAddress], ['127.0.0.1']]);
    const url = `https://rebinding.example:${new URL(inside).port}`;
    await expect(allow([url], {}).request({ url, timeoutMs: 500 })).rejects.toMatchObject({
      code: expect.stringMatching(/^network\.(timeout|offline|refused|reset)$/),
    });
    expect(connected).not.toHaveBeenCalled();
  });

  test('the inside by a redirect of a server outside', async () => {
    const identity = await fixture.authority.issue({ hosts: ['outside.example'] });
    const server = await fixture.serve(
      (_request, response) => response.writeHead(302, { location: 'https://192.168.0.1/' }).end(),
      identity,
    );
    const addressBook = new Map([['outside.example:443', `127.0.0.1:${new URL(server).port}`]]);
    const dialer = new Dialer(new RouteResolver({ warn: fixture.warn, environment: {} }), fixture.trust, addressBook);
    allow(['https://outside.example', 'https://192.168.0.1'], {});
    const request = new NetworkClient({ ...parts(), dialer }).request({ url: 'https://outside.example', followRedirects: 1 });
    await expect(request).rejects.toMatchObject(denied('privateNetwork', '192.168.0.1'));
    expect(journal.map(({ status }) => status)).toEqual([302, null]);
  });

  test.each([
    ['https://192.168.0.1', '192.168.0.1'],
    ['https://intranet', 'intranet'],
    ['https://printer.local', 'printer.local'],
    ['https://localhost.', 'localhost.'],
  ])('%s through the user’s proxy', async (url, subject) => {
    const proxy = fixture.own(await ProxyServer.start());
    route = { type: 'proxy', host: proxy.host, port: proxy.port };
    await expect(allow([url], {}).request({ url })).rejects.toMatchObject(denied('privateNetwork', subject));
    expect(proxy.records).toEqual([]);
  });

  test('a device of the network by calling it a proxy', async () => {
    const device = fixture.own(await ProxyServer.start());
    allow([], { networkProbe: true });
    const way = { type: 'proxy', host: device.host, port: device.port } as const;
    const probe = new NetworkProbe(parts()).probe({ url: 'https://example.org', route: way });
    await expect(probe).rejects.toMatchObject(denied('privateNetwork', device.host));
    expect(device.records).toEqual([]);
  });
});

describe('a redirect', () => {
  test('never takes a secret to another origin: neither headers of whatever name nor a secret body', async () => {
    const target = await fixture.serve(echo);
    const origin = await serveRedirect(() => `${target}/end`, 307);
    const client = allow([origin, target]);
    const headers = { authorization: 'Bearer x', cookie: 'x', 'x-api-key': 'x', accept: 'text/plain', 'content-type': 'text/x' };
    const answer = await client.request({ url: origin, method: 'POST', body: 'plain', headers, followRedirects: 1 });
    const seen = JSON.parse(answer.body);
    expect(seen).toMatchObject({ method: 'POST', body: 'plain', headers: { accept: 'text/plain', 'content-type': 'text/x' } });
    for (const name of ['authorization', 'cookie', 'x-api-key']) expect(seen.headers).not.toHaveProperty(name);
    const secret = client.request({ url: origin, method: 'POST', body: new Secret('s'), followRedirects: 1 });
    await expect(secret).rejects.toMatchObject({ code: 'network.secret-elsewhere', details: { target } });
  });

  test('within an origin takes them along', async () => {
    const origin: string = await serveRedirect(() => '/end', 308);
    const request = { url: origin, method: 'PUT', body: new Secret('s'), headers: { authorization: 'a' }, followRedirects: 1 } as const;
    const answer = await allow([origin]).request(request);
    expect(JSON.parse(answer.body)).toMatchObject({ method: 'PUT', body: 's', headers: { authorization: 'a' } });
  });

  test.each([
    [301, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [302, 'DELETE', 'DELETE'],
    [303, 'PUT', 'GET'],
    [303, 'HEAD', 'HEAD'],
    [307, 'POST', 'POST'],
    [308, 'DELETE', 'DELETE'],
  ] as const)('%s to a %s is followed by a %s', async (status, method, expected) => {
    const methods: (string | undefined)[] = [];
    const origin: string = await fixture.serve((request, response) => {
      methods.push(`${request.method} ${request.headers['content-type']}`);
      redirect(request, response, '/end', status);
    });
    await allow([origin]).request({ url: origin, method, headers: { 'content-type': 'text/x' }, followRedirects: 1 });
    const type = method === expected ? 'text/x' : undefined;
    expect(methods).toEqual([`${method} text/x`, `${expected} ${type}`]);
  });

  test('is followed no further than was asked, and five times at most', async () => {
    const origin: string = await serveRedirect(() => '/again');
    const client = allow([origin]);
    for (const [asked, sent] of [
      [undefined, 1],
      [2, 3],
      [Number.POSITIVE_INFINITY, 6],
    ] as const) {
      journal.length = 0;
      const answer = await client.request({ url: origin, ...(asked && { followRedirects: asked }) });
      expect([answer.status, journal.length]).toEqual([302, sent]);
    }
  });

  test.each(['https://user:password@localhost/', 'javascript:alert(1)', 'file:///etc/passwd', 'https://', ''])(
    'to %s is an answer',
    async (location) => {
      const origin = await serveRedirect(() => location);
      expect((await allow([origin]).request({ url: origin, followRedirects: 1 })).status).toBe(302);
    },
  );
});

describe('taken back while a request is under way', () => {
  test.each([
    ['the origin', (origin: string) => denied('network', origin)],
    ['the private network', (origin: string) => denied('privateNetwork', new URL(origin).host)],
  ] as const)('%s ends it at once', async (what, expected) => {
    const server = fixture.own(await MisbehavingServer.start({ misbehaviour: 'blackhole' }));
    const url = server.url('https');
    const { origin } = new URL(url);
    const request = allow([origin]).request({ url, timeoutMs: 60_000 });
    const probe = new NetworkProbe(parts()).probe({ url, timeoutMs: 20_000 });
    const outcomes = Promise.allSettled([request, probe]);
    await vi.waitFor(() => expect(server.openConnections).toBe(2));
    grants.set(what === 'the origin' ? { network: ['https://other.example'] } : { network: [origin] });
    const [asked, probed] = await outcomes;
    expect(asked).toMatchObject({ status: 'rejected', reason: expected(origin) });
    expect(probed).toMatchObject({ status: 'rejected', reason: denied('privateNetwork', new URL(origin).host) });
    await vi.waitFor(() => expect(server.openConnections).toBe(0));
    expect(journal.map(({ cause }) => cause)).toEqual(['permission.denied', 'permission.denied']);
  });

  test('another origin ends nothing', async () => {
    const origin = await fixture.serve(echo);
    const asking = allow([origin, 'https://other.example']).request({ url: origin });
    grants.set({ network: [origin], privateNetwork: true });
    expect((await asking).status).toBe(200);
  });
});

describe('the journal', () => {
  test('tells what was exchanged, without anything that may be secret', async () => {
    const origin = await fixture.serve(echo);
    const request = { url: `${origin}/path?token=SECRET#SECRET`, method: 'POST', body: new Secret('SECRET') } as const;
    const answer = await allow([origin]).request({ ...request, headers: { authorization: 'SECRET' } });
    const receivedBytes = Buffer.byteLength(answer.body);
    expect(journal).toMatchObject([{ method: 'POST', origin, path: '/path', status: 200, cause: null, sentBytes: 6, receivedBytes }]);
    expect(JSON.stringify(journal)).not.toContain('SECRET');
    expect(Math.abs((journal[0]?.time ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  test('tells why no answer came', async () => {
    const server = fixture.own(await MisbehavingServer.start({ misbehaviour: 'blackhole' }));
    const url = server.url('https');
    const client = allow([new URL(url).origin]);
    await client.request({ url, timeoutMs: 50 }).catch(() => {});
    await client.request({ url, signal: AbortSignal.abort() }).catch(() => {});
    await new NetworkProbe(parts()).probe({ url, timeoutMs: 50 });
    expect(journal.map(({ cause }) => cause)).toEqual(['network.timeout', 'cancelled', 'network.timeout']);
  });
});
