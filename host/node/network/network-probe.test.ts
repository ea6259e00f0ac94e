import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isCancellation } from '../../../core/errors.ts';
import { Secret } from '../../../core/secret.ts';
import type { ProbeReport } from '../../../core/services/network-probe-service.ts';
import type { NetworkRoute } from '../../../core/services/network-service.ts';
import { CertificateAuthority } from '../../../test/servers/authority.ts';
import { identityFaults, issueFaultyIdentity } from '../../../test/servers/identity-faults.ts';
import { LoopbackListener } from '../../../test/servers/loopback-listener.ts';
import { MisbehavingServer, type Misbehaviour } from '../../../test/servers/misbehaving-server.ts';
import type { ProxyBehaviour } from '../../../test/servers/proxy-behaviour.ts';
import { ProxyServer } from '../../../test/servers/proxy-server.ts';
import { startThirdPartyProxy } from '../../../test/servers/third-party-proxy.ts';
import { NetworkFixture } from '../../../test/support/network-fixture.ts';
import { stretched } from '../../../test/support/time-bounds.ts';

let fixture: NetworkFixture;
beforeAll(async () => {
  fixture = await NetworkFixture.create();
});
afterEach(() => fixture.dispose());

const answerOk = (_request: unknown, response: { end(body: string): void }) => response.end('bonjour');

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

function stageNames(report: ProbeReport): string[] {
  return report.stages.map(({ name }) => name);
}

function lastStage(report: ProbeReport) {
  return report.stages.at(-1);
}

async function startProxy(behaviour: ProxyBehaviour, addressBook?: ReadonlyMap<string, string>): Promise<ProxyServer> {
  return fixture.own(await ProxyServer.start({ behaviour, ...(addressBook && { addressBook }) }));
}

function through(proxy: { host: string; port: number }, credentials: { user?: string; password?: Secret } = {}): NetworkRoute {
  return { type: 'proxy', host: proxy.host, port: proxy.port, ...credentials };
}

async function startMisbehaving(misbehaviour: Misbehaviour, overTls = true): Promise<MisbehavingServer> {
  const identity = overTls ? { identity: await fixture.authority.issue() } : {};
  return fixture.own(await MisbehavingServer.start({ misbehaviour, ...identity }));
}

describe('a server that answers', () => {
  test('is reported with every stage timed, its certificate and its answer', async () => {
    const origin = await fixture.serve(answerOk);
    const report = await fixture.probe().probe({ url: `${origin}/path` });
    expect(report).toMatchObject({ cause: null, answer: { status: 200, body: 'bonjour' }, certificate: { subject: 'localhost' } });
    expect(stageNames(report)).toEqual(['address', 'route', 'name', 'connect', 'tls', 'http']);
    for (const stage of report.stages) expect(stage).toMatchObject({ ok: true, ms: expect.any(Number) });
    expect(report.stages.find(({ name }) => name === 'tls')?.detail).toMatch(/^TLSv1\.3; .*; localhost; issued by .*intermédiaire/);
    expect(report.ms).toBeGreaterThanOrEqual(0);
    expect(report.route).toEqual({ proxy: null, source: 'settings', detail: '' });
    expect(report.attempts?.at(-1)).toMatchObject({ address: '127.0.0.1', family: 4, outcome: 'connected' });
    expect(report.stages.find(({ name }) => name === 'name')?.detail).toContain('IPv4 127.0.0.1');
  });

  test('is reported whatever its status, and a redirect is not followed', async () => {
    const requests: (string | undefined)[] = [];
    const origin = await fixture.serve((request, response) => {
      requests.push(request.url);
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    const report = await fixture.probe().probe({ url: `${origin}/` });
    expect(report).toMatchObject({ cause: null, answer: { status: 302, headers: { location: '/elsewhere' } } });
    expect(requests).toEqual(['/']);
  });

  test('can be reached by its address instead of a name', async () => {
    const origin = await fixture.serve(answerOk);
    const report = await fixture.probe().probe({ url: origin.replace('localhost', '127.0.0.1') });
    expect(report.cause).toBeNull();
  });

  test('can be reached over plain HTTP, without a stage of TLS', async () => {
    const report = await fixture.probe().probe({ url: await fixture.servePlain(answerOk) });
    expect(report).toMatchObject({ cause: null, answer: { body: 'bonjour' } });
    expect(stageNames(report)).toEqual(['address', 'route', 'name', 'connect', 'http']);
  });

  test('is sent an empty GET and nothing else', async () => {
    const seen: unknown[] = [];
    const origin = await fixture.serve((request, response) => {
      seen.push(request.method, request.headers);
      response.end();
    });
    await fixture.probe().probe({ url: origin });
    expect(seen).toEqual(['GET', { host: expect.any(String), connection: expect.any(String), 'user-agent': 'test', accept: '*/*' }]);
  });
});

describe('an address', () => {
  test.each(['', 'impact-emploi.urssaf.fr', 'ftp://host/', 'https://', 'https://user:password@host/', 'javascript:1'])(
    'like "%s" is invalid',
    async (url) => {
      const report = await fixture.probe().probe({ url });
      expect(report.cause).toBe('address-invalid');
      expect(stageNames(report)).toEqual(['address']);
      expect(JSON.stringify(report)).not.toContain('password');
    },
  );

  test('of an unknown name fails at the name', async () => {
    const report = await fixture.probe().probe({ url: 'https://nobody.invalid/' });
    expect(report).toMatchObject({ cause: expect.stringMatching(/^(dns-unknown|offline)$/), systemCode: 'ENOTFOUND' });
    expect(lastStage(report)).toMatchObject({ name: 'name', ok: false });
  });

  test('where nobody listens is refused', async () => {
    const report = await fixture.probe().probe({ url: `https://127.0.0.1:${await closedPort()}/` });
    expect(report).toMatchObject({ cause: 'refused', systemCode: 'ECONNREFUSED' });
    expect(lastStage(report)).toMatchObject({ name: 'connect', ok: false });
  });
});

describe('a certificate', () => {
  test.each(identityFaults)('that is %s is refused with that cause, and shown', async (fault) => {
    const origin = await fixture.serve(answerOk, await issueFaultyIdentity(fixture.authority, fault));
    const report = await fixture.probe().probe({ url: origin });
    expect(report.cause).toBe(`cert-${fault}`);
    expect(lastStage(report)).toMatchObject({ name: 'tls', ok: false });
    expect(report.certificate?.validTo).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(report.answer).toBeUndefined();
  });

  test('names who issued it, for the desk', async () => {
    const stranger = await CertificateAuthority.create({ organisation: 'Fortinet, Inc.' });
    const report = await fixture.probe().probe({ url: await fixture.serve(answerOk, await stranger.issue({ sendUpTo: 'root' })) });
    expect(report).toMatchObject({ cause: 'cert-unknown-ca', certificate: { subject: 'localhost' } });
    expect(report.certificate?.issuer).toBe('Fortinet, Inc. (intermédiaire), Fortinet, Inc.');
    expect(lastStage(report)?.detail).toContain('Fortinet');
  });

  test('of an authority added meanwhile is accepted', async () => {
    const further = await CertificateAuthority.create();
    const url = await fixture.serve(answerOk, await further.issue());
    const probe = fixture.probe();
    expect((await probe.probe({ url })).cause).toBe('cert-unknown-ca');
    const handle = fixture.trust.addAuthority(further.rootPem);
    expect((await probe.probe({ url })).cause).toBeNull();
    handle.dispose();
    expect((await probe.probe({ url })).cause).toBe('cert-unknown-ca');
  });
});

describe('a peer that misbehaves', () => {
  const cases: [Misbehaviour, string, string][] = [
    // Fast enough to come before the connection is reported.
    ['reset', 'reset', 'connect or tls'],
    ['hang-up', 'reset', 'tls'],
    ['plain-http', 'not-tls', 'tls'],
    ['old-tls', 'tls-version', 'tls'],
    ['garbage', 'bad-answer', 'http'],
    ['endless-headers', 'bad-answer', 'http'],
  ];

  test.each(cases)('(%s) ends in %s at the stage %s', async (misbehaviour, cause, stage) => {
    const server = await startMisbehaving(misbehaviour);
    const report = await fixture.probe().probe({ url: server.url('https') });
    expect(report.cause).toBe(cause);
    expect(stage).toContain(lastStage(report)?.name);
    expect(lastStage(report)?.ok).toBe(false);
  });

  test.each(['100 Continue', '101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: other'])(
    'that answers %j, which nobody asked for, gives no answer',
    async (head) => {
      const answer = `HTTP/1.1 ${head}\r\n\r\n`;
      const server = fixture.own(await LoopbackListener.open((socket) => socket.once('data', () => socket.write(answer))));
      expect((await fixture.probe().probe({ url: `http://127.0.0.1:${server.port}/` })).cause).toBe('bad-answer');
    },
  );

  test.each(['reset', 'hang-up'] as const)('(%s) is noticed over plain HTTP too', async (misbehaviour) => {
    const server = await startMisbehaving(misbehaviour, false);
    expect((await fixture.probe().probe({ url: server.url('http') })).cause).toBe('reset');
  });

  test('(garbage instead of TLS) is not TLS', async () => {
    const server = await startMisbehaving('garbage', false);
    expect((await fixture.probe().probe({ url: server.url('https') })).cause).toBe('not-tls');
  });

  test.each(['blackhole', 'silence', 'drip'] as const)('(%s) is given up when the time is over', async (misbehaviour) => {
    const server = await startMisbehaving(misbehaviour);
    const report = await fixture.probe().probe({ url: server.url('https'), timeoutMs: 300 });
    expect(report.cause).toBe('timeout');
    expect(report.ms).toBeGreaterThanOrEqual(290);
    expect(report.ms).toBeLessThan(await stretched(2_000));
    await expect.poll(() => server.openConnections).toBe(0);
  });

  test.each(['endless-body', 'gzip-bomb', 'brotli-bomb'] as const)('(%s) is read for 64 KB and no more', async (misbehaviour) => {
    const server = await startMisbehaving(misbehaviour);
    const report = await fixture.probe().probe({ url: server.url('https') });
    expect(report.cause).toBeNull();
    expect(report.answer?.body.length).toBe(65_536);
    await expect.poll(() => server.openConnections).toBe(0);
  });

  test('holds nobody who gives up', async () => {
    const server = await startMisbehaving('silence');
    const controller = new AbortController();
    const probing = fixture.probe().probe({ url: server.url('https'), signal: controller.signal });
    await expect.poll(() => server.openConnections).toBe(1);
    controller.abort();
    const error: unknown = await probing.catch((reason: unknown) => reason);
    expect(isCancellation(error)).toBe(true);
    await expect.poll(() => server.openConnections).toBe(0);
  });

  test('is not asked at all once the caller has given up', async () => {
    const server = await startMisbehaving('silence');
    await expect(fixture.probe().probe({ url: server.url('https'), signal: AbortSignal.abort() })).rejects.toThrow('gave up');
    expect(server.connections).toBe(0);
  });
});

describe('through a proxy', () => {
  test('a server is reached by a name that only the proxy knows', async () => {
    const identity = await fixture.authority.issue({ hosts: ['server.agency.example'] });
    const port = new URL(await fixture.serve(answerOk, identity)).port;
    const proxy = await startProxy({ kind: 'open' }, new Map([[`server.agency.example:${port}`, `127.0.0.1:${port}`]]));
    const report = await fixture.probe().probe({ url: `https://server.agency.example:${port}/`, route: through(proxy) });
    expect(report.cause).toBeNull();
    expect(stageNames(report)).toEqual(['address', 'route', 'name', 'connect', 'proxy', 'tls', 'http']);
    expect(proxy.records).toMatchObject([{ method: 'CONNECT', target: `server.agency.example:${port}`, credentials: null }]);
    expect(report.route?.proxy).toEqual({ host: proxy.host, port: proxy.port, isEncrypted: false });
  });

  test('plain HTTP is forwarded', async () => {
    const port = new URL(await fixture.servePlain(answerOk)).port;
    const proxy = await startProxy({ kind: 'open' }, new Map([[`server.example:${port}`, `127.0.0.1:${port}`]]));
    const report = await fixture.probe().probe({ url: `http://server.example:${port}/x?y`, route: through(proxy) });
    expect(report).toMatchObject({ cause: null, answer: { body: 'bonjour' } });
    expect(proxy.records).toMatchObject([{ method: 'GET', target: `server.example:${port}` }]);
  });

  test('a user and a password are shown to it', async () => {
    const proxy = await startProxy({ kind: 'basic', user: 'agence', password: 'été:1' });
    const url = await fixture.serve(answerOk);
    const route = through(proxy, { user: 'agence', password: new Secret('été:1') });
    const report = await fixture.probe().probe({ url, route });
    expect(report.cause).toBeNull();
    expect(JSON.stringify(report)).not.toContain('été');
  });

  test('of another maker a server is reached with a user and a password', async () => {
    await using proxy = await startThirdPartyProxy({ user: 'agence', password: 'secret' });
    const url = await fixture.serve(answerOk);
    const probe = fixture.probe();
    expect((await probe.probe({ url, route: through(proxy) })).cause).toBe('proxy-auth');
    expect((await probe.probe({ url, route: through(proxy, { user: 'agence', password: new Secret('secret') }) })).cause).toBeNull();
    expect(proxy.targets).toEqual([new URL(url).host]);
  });

  const credentials = { user: 'agence', password: new Secret('wrong') };
  const refusals: [string, ProxyBehaviour, { user?: string; password?: Secret }, string, string][] = [
    ['that wants a password', { kind: 'basic', user: 'u', password: 'p' }, {}, 'proxy-auth', 'HTTP 407; Basic'],
    [
      'that wants another password',
      { kind: 'basic', user: 'u', password: 'p' },
      credentials,
      'proxy-auth',
      'HTTP 407; Basic; user and password were sent',
    ],
    [
      'that wants a Windows session',
      { kind: 'integrated', schemes: ['Negotiate', 'NTLM'] },
      {},
      'proxy-auth-scheme',
      'HTTP 407; Negotiate, NTLM',
    ],
    [
      'that wants NTLM though a password is known',
      { kind: 'integrated', schemes: ['NTLM'] },
      credentials,
      'proxy-auth-scheme',
      'HTTP 407; NTLM; user and password were sent',
    ],
    ['that forbids the server', { kind: 'forbid', hosts: ['localhost'] }, {}, 'proxy-forbidden', 'HTTP 403'],
    [
      'that sends to a portal',
      { kind: 'captive-portal', location: 'https://portail.example/?who=me' },
      {},
      'captive-portal',
      'HTTP 302; location https://portail.example',
    ],
    ['that answers garbage', { kind: 'garbage' }, {}, 'proxy-bad', 'no HTTP'],
  ];

  test.each(refusals)('%s the probe ends with that cause', async (_what, behaviour, shown, cause, detail) => {
    const proxy = await startProxy(behaviour);
    const report = await fixture.probe().probe({ url: await fixture.serve(answerOk), route: through(proxy, shown) });
    expect(report.cause).toBe(cause);
    expect(lastStage(report)).toMatchObject({ name: 'proxy', ok: false, detail });
    const status = Number(/^HTTP (\d+)/.exec(detail)?.[1]);
    if (status) expect(report.proxyRefusal).toMatchObject({ status, hadCredentials: 'user' in shown });
  });

  test.each([
    ['wants a password', { kind: 'basic', user: 'u', password: 'p' }, 'proxy-auth'],
    ['wants a Windows session', { kind: 'integrated', schemes: ['NTLM'] }, 'proxy-auth-scheme'],
  ] as const)('that %s plain HTTP ends with that cause too', async (_what, behaviour, cause) => {
    const proxy = await startProxy(behaviour as ProxyBehaviour);
    const report = await fixture.probe().probe({ url: await fixture.servePlain(answerOk), route: through(proxy) });
    expect(report.cause).toBe(cause);
  });

  test('that hangs up after its promise the connection was reset', async () => {
    const proxy = await startProxy({ kind: 'drop' });
    const report = await fixture.probe().probe({ url: await fixture.serve(answerOk), route: through(proxy) });
    expect(report.cause).toBe('reset');
    expect(lastStage(report)?.name).toBe('tls');
  });

  test('that never answers the probe is given up when the time is over', async () => {
    const proxy = await startProxy({ kind: 'hang' });
    const report = await fixture.probe().probe({ url: await fixture.serve(answerOk), route: through(proxy), timeoutMs: 300 });
    expect(report.cause).toBe('timeout');
    expect(lastStage(report)?.name).toBe('proxy');
    await expect.poll(() => proxy.openConnections).toBe(0);
  });

  test('that doesn’t reach the server the server is the one that refused', async () => {
    const proxy = await startProxy({ kind: 'open' });
    const report = await fixture.probe().probe({ url: `https://127.0.0.1:${await closedPort()}/`, route: through(proxy) });
    expect(report).toMatchObject({ cause: 'refused', systemCode: 'HTTP 502' });
  });

  test('that isn’t there the proxy is unreachable', async () => {
    const route = through({ host: '127.0.0.1', port: await closedPort() });
    const report = await fixture.probe().probe({ url: 'https://server.example/', route });
    expect(report).toMatchObject({ cause: 'proxy-unreachable', systemCode: 'ECONNREFUSED' });
    expect(lastStage(report)?.name).toBe('connect');
  });

  test('whose name is unknown the proxy is unreachable', async () => {
    const route = through({ host: 'proxy.invalid', port: 3128 });
    const report = await fixture.probe().probe({ url: 'https://server.example/', route });
    expect(report.cause).toBe('proxy-unreachable');
    expect(lastStage(report)?.name).toBe('name');
  });

  test('that opens TLS the issuer shows who reads along', async () => {
    const inspector = await CertificateAuthority.create({ organisation: 'Zscaler' });
    const proxy = await startProxy({ kind: 'intercept', authority: inspector, trustedPem: fixture.authority.rootPem });
    const report = await fixture.probe().probe({ url: await fixture.serve(answerOk), route: through(proxy) });
    expect(report.cause).toBe('cert-unknown-ca');
    expect(report.certificate?.issuer).toContain('Zscaler');
    expect(proxy.openedRequests).toEqual([]);
  });
});

test('a route that never comes is given up when the time is over', async () => {
  const systemProxies = { resolve: () => new Promise<never>(() => {}), reportFailed: () => {} };
  const probe = fixture.probe({ systemProxies });
  const report = await probe.probe({ url: 'https://server.example/', route: { type: 'system' }, timeoutMs: 200 });
  expect(report.cause).toBe('timeout');
  expect(lastStage(report)?.name).toBe('route');
});

test('a proxy of the system that failed is reported, so that the next one is tried', async () => {
  const port = await closedPort();
  const failed: unknown[] = [];
  const answers = [{ kind: 'http' as const, host: `127.0.0.1:${port}` }];
  const systemProxies = { resolve: async () => answers, reportFailed: (proxy: unknown) => failed.push(proxy) };
  const report = await fixture.probe({ systemProxies }).probe({ url: 'https://server.example/', route: { type: 'system' } });
  expect(report.cause).toBe('proxy-unreachable');
  expect(failed).toEqual(answers);
});
