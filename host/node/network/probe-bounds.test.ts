/** How long each part of a probe may take, and that nothing is left of one that ends early. */
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isCancellation } from '../../../core/errors.ts';
import type { ProbeStageName } from '../../../core/services/network-probe-service.ts';
import type { NetworkRoute } from '../../../core/services/network-service.ts';
import { startFilteredPort } from '../../../test/servers/filtered-port.ts';
import { MisbehavingServer, type Misbehaviour } from '../../../test/servers/misbehaving-server.ts';
import { ProxyServer } from '../../../test/servers/proxy-server.ts';
import { NetworkFixture } from '../../../test/support/network-fixture.ts';
import { stretched } from '../../../test/support/time-bounds.ts';
import { type OpenSocket, openSocket } from './dialing/open-socket.ts';
import type { ProbeBounds } from './network-probe.ts';

let fixture: NetworkFixture;
beforeAll(async () => {
  fixture = await NetworkFixture.create();
});
afterEach(() => fixture.dispose());

/** Nothing else is tight, so that a slow machine fails at nothing else. */
const tight = (...stages: ProbeStageName[]): ProbeBounds => ({
  stages: Object.fromEntries(stages.map((stage) => [stage, 60])),
  bodyMs: 200,
});
const nobodyAnswers = () => new Promise<never>(() => {});

async function startMisbehaving(misbehaviour: Misbehaviour): Promise<string> {
  const server = fixture.own(await MisbehavingServer.start({ misbehaviour, identity: await fixture.authority.issue() }));
  return server.url('https');
}

async function throughSilentProxy(): Promise<NetworkRoute> {
  const proxy = fixture.own(await ProxyServer.start({ behaviour: { kind: 'hang' } }));
  return { type: 'proxy', host: proxy.host, port: proxy.port };
}

describe('a stage without an answer leaves time for other questions', () => {
  const late = 'no answer within 60 ms';

  test('name', async () => {
    const probe = fixture.probe({ bounds: tight('name'), hosts: { lookUp: nobodyAnswers } });
    const report = await probe.probe({ url: 'https://server.example' });
    expect(report).toMatchObject({ cause: 'timeout', systemCode: 'ETIMEDOUT' });
    expect(report.stages.at(-1)).toMatchObject({ name: 'name', ok: false, detail: late });
  });

  test('connect, to a port that is filtered', async () => {
    await using filtered = await startFilteredPort();
    const report = await fixture.probe({ bounds: tight('connect') }).probe({ url: `https://127.0.0.1:${filtered.port}` });
    expect(report).toMatchObject({ cause: 'timeout', attempts: [{ address: '127.0.0.1', outcome: 'failed', systemCode: 'ETIMEDOUT' }] });
    expect(report.stages.at(-1)).toMatchObject({ name: 'connect', ok: false, detail: late });
    expect(report.ms).toBeLessThan(await stretched(2_000));
  });

  test('connect, to a proxy that is filtered', async () => {
    await using filtered = await startFilteredPort();
    const route = { type: 'proxy', host: '127.0.0.1', port: filtered.port } as const;
    const report = await fixture.probe({ bounds: tight('connect') }).probe({ url: 'https://server.example', route });
    expect(report).toMatchObject({ cause: 'proxy-unreachable', systemCode: 'ETIMEDOUT' });
    expect(report.stages.at(-1)).toMatchObject({ name: 'connect', ok: false, detail: late });
  });

  test('proxy', async () => {
    const probe = fixture.probe({ bounds: tight('proxy') });
    const report = await probe.probe({ url: 'https://server.example', route: await throughSilentProxy() });
    expect(report.cause).toBe('timeout');
    expect(report.stages.at(-1)).toMatchObject({ name: 'proxy', ok: false, detail: late });
  });

  test('tls', async () => {
    const report = await fixture.probe({ bounds: tight('tls') }).probe({ url: await startMisbehaving('blackhole') });
    expect(report.cause).toBe('timeout');
    expect(report.stages.at(-1)).toMatchObject({ name: 'tls', ok: false, detail: late });
  });
});

describe('a server has answered once its head has come', () => {
  const describedAs = 'HTTP 200; the body was cut off or broke off';

  test('though its body drips', async () => {
    const url = await fixture.serve((_request, response) => void response.write('bon'));
    const report = await fixture.probe({ bounds: tight() }).probe({ url });
    expect(report).toMatchObject({ cause: null, answer: { status: 200, body: 'bon' } });
    expect(report.stages.at(-1)).toMatchObject({ name: 'http', ok: true, detail: describedAs });
  });

  test('though the time for the whole ends in its body', async () => {
    const url = await fixture.serve((_request, response) => void response.write('bon'));
    expect(await fixture.probe().probe({ url, timeoutMs: 500 })).toMatchObject({ cause: null, answer: { body: 'bon' } });
  });

  test('though its body breaks off', async () => {
    const report = await fixture.probe().probe({ url: await startMisbehaving('body-reset') });
    expect(report).toMatchObject({ cause: null, answer: { status: 200, body: '{"etat":"autor' } });
  });

  test('and not before', async () => {
    const report = await fixture.probe().probe({ url: await startMisbehaving('head-reset') });
    expect(report.cause).toBe('reset');
  });
});

describe('a probe that is given up leaves nothing open', () => {
  const openSockets = () => process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length;

  /** Gives up once the stage is under way, which shows by a connection where there is one to show. */
  async function giveUp(probing: (signal: AbortSignal) => Promise<unknown>, isUnderWay: () => boolean): Promise<void> {
    const before = openSockets();
    const controller = new AbortController();
    const ended = probing(controller.signal).catch((error: unknown) => error);
    await expect.poll(isUnderWay, { interval: 5 }).toBe(true);
    const startMs = performance.now();
    controller.abort();
    expect(isCancellation(await ended)).toBe(true);
    expect(performance.now() - startMs).toBeLessThan(await stretched(500));
    await expect.poll(openSockets).toBeLessThanOrEqual(before);
  }

  test('while it asks for the route', async () => {
    let isAsked = false;
    const resolve = () => {
      isAsked = true;
      return nobodyAnswers();
    };
    const probe = fixture.probe({ systemProxies: { resolve, reportFailed: () => {} } });
    await giveUp(
      (signal) => probe.probe({ url: 'https://server.example', route: { type: 'system' }, signal }),
      () => isAsked,
    );
  });

  test('while it looks up the name', async () => {
    let isAsked = false;
    const lookUp = () => {
      isAsked = true;
      return nobodyAnswers();
    };
    const probe = fixture.probe({ hosts: { lookUp } });
    await giveUp(
      (signal) => probe.probe({ url: 'https://server.example', signal }),
      () => isAsked,
    );
  });

  test('while it connects', async () => {
    await using filtered = await startFilteredPort();
    let isBegun = false;
    const hosts = {
      openSocket: (...connection: Parameters<OpenSocket>) => {
        isBegun = true;
        return openSocket(...connection);
      },
    };
    const probing = (signal: AbortSignal) => fixture.probe({ hosts }).probe({ url: `https://127.0.0.1:${filtered.port}`, signal });
    await giveUp(probing, () => isBegun);
  });

  test('while it waits for a proxy', async () => {
    const proxy = fixture.own(await ProxyServer.start({ behaviour: { kind: 'hang' } }));
    const route = { type: 'proxy', host: proxy.host, port: proxy.port } as const;
    const probing = (signal: AbortSignal) => fixture.probe().probe({ url: 'https://server.example', route, signal });
    await giveUp(probing, () => proxy.records.length > 0);
  });

  test.each(['blackhole', 'silence', 'drip'] as const)('while it waits for a server (%s)', async (misbehaviour) => {
    const server = fixture.own(await MisbehavingServer.start({ misbehaviour, identity: await fixture.authority.issue() }));
    await giveUp(
      (signal) => fixture.probe().probe({ url: server.url('https'), signal }),
      () => server.openConnections > 0,
    );
  });

  test('while it reads a body', async () => {
    let isAnswered = false;
    const url = await fixture.serve((_request, response) => {
      response.write('bon', () => {
        isAnswered = true;
      });
    });
    await giveUp(
      (signal) => fixture.probe().probe({ url, signal }),
      () => isAnswered,
    );
  });

  test('while it looks closer', async () => {
    const server = fixture.own(await MisbehavingServer.start({ misbehaviour: 'garbage', identity: await fixture.authority.issue() }));
    const closer = (signal: AbortSignal) => fixture.probe().probe({ url: server.url('https'), investigate: true, signal });
    const accept = () => {
      if (server.connections === 1) server.misbehaviour = 'blackhole';
      return server.connections > 1;
    };
    await giveUp(closer, accept);
  });
});

describe('what a name is unknown to is told apart', () => {
  const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));

  test.each(['ENOTFOUND', 'EAI_AGAIN'])('the system says %s', async (code) => {
    const report = await fixture.probe({ hosts: { lookUp: failing(code) } }).probe({ url: 'https://server.example' });
    expect(report).toMatchObject({ cause: expect.stringMatching(/^(dns-unknown|offline)$/), systemCode: code });
    expect(report.stages.at(-1)).toMatchObject({ name: 'name', detail: `IPv4 ${code}; IPv6 ${code}` });
    const route = { type: 'proxy', host: 'proxy.example', port: 3128 } as const;
    const behind = await fixture.probe({ hosts: { lookUp: failing(code) } }).probe({ url: 'https://server.example', route });
    expect(behind).toMatchObject({ cause: 'proxy-unreachable', systemCode: code });
    expect(behind.stages.at(-1)).toMatchObject({ name: 'name', detail: `IPv4 ${code}; IPv6 ${code}` });
  });

  test('a proxy doesn’t know it, for a tunnel and for a request', async () => {
    const headers = [['X-Squid-Error', 'ERR_DNS_FAIL 0']] as const;
    const proxy = fixture.own(await ProxyServer.start({ behaviour: { kind: 'answer', status: 503, headers } }));
    const route = { type: 'proxy', host: proxy.host, port: proxy.port } as const;
    const report = await fixture.probe().probe({ url: 'https://server.example', route });
    expect(report).toMatchObject({ cause: 'dns-unknown', proxyRefusal: { status: 503, schemes: [], hadCredentials: false } });
    const detail = 'HTTP 503; from the proxy; X-Squid-Error: ERR_DNS_FAIL 0';
    expect(report.stages.at(-1)).toMatchObject({ name: 'proxy', ok: false, detail });
    expect(await fixture.probe().probe({ url: 'http://server.example', route })).toMatchObject({ cause: 'dns-unknown' });
  });
});
