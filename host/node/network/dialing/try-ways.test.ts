import type { Proxy as SystemProxy } from '@vscode/os-proxy-resolver';
import { afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { ProbeReport } from '../../../../core/services/network-probe-service.ts';
import { LoopbackListener } from '../../../../test/servers/loopback-listener.ts';
import { ProxyServer } from '../../../../test/servers/proxy-server.ts';
import { NetworkFixture } from '../../../../test/support/network-fixture.ts';
import { untilAborted } from '../deadline.ts';
import { type ResolvedRoute, RouteResolver } from '../routes/route.ts';
import type { SystemOrigin } from '../routes/system-proxies.ts';
import { Dialer, type Dialled, type DialRequest, noLimits, runUnobserved } from './dialer.ts';
import { type OpenSocket, openSocket } from './open-socket.ts';
import { tryWays } from './try-ways.ts';

const pac: SystemOrigin = { source: 'pac', detail: 'http://conf.example/proxy.pac' };
/** What a proxy knows and this workstation doesn't. */
const target = 'intranet.example';

let fixture: NetworkFixture;
let reported: (string | undefined)[];
let addressBook: Map<string, string>;
beforeAll(async () => {
  fixture = await NetworkFixture.create();
});
beforeEach(async () => {
  reported = [];
  const origin = new URL(await fixture.servePlain((_request, response) => response.end('bonjour')));
  addressBook = new Map([[`${target}:80`, origin.host]]);
});
afterEach(() => fixture.dispose());

const startProxy = async (behaviour: Parameters<typeof ProxyServer.start>[0] = {}) =>
  fixture.own(await ProxyServer.start({ addressBook, ...behaviour }));

async function closedPort(): Promise<number> {
  const listener = await LoopbackListener.open(() => {});
  const { port } = listener;
  await listener.close();
  return port;
}

function probe(answer: readonly SystemProxy[], url = `http://${target}/`): Promise<ProbeReport> {
  const systemProxies = {
    resolve: async () => answer,
    origin: async () => pac,
    reportFailed: (proxy: SystemProxy) => void reported.push(proxy.host),
  };
  return fixture.probe({ systemProxies }).probe({ url, route: { type: 'system' } });
}

const http = (port: number): SystemProxy => ({ kind: 'http', host: `127.0.0.1:${port}` });
const direct: SystemProxy = { kind: 'direct' };
const stages = (report: ProbeReport) => report.stages.map(({ name, ok }) => `${name}${ok ? '' : '!'}`);

describe('where a script names several ways', () => {
  test('the first that is reached is taken', async () => {
    const [first, second] = [await startProxy(), await startProxy()];
    const report = await probe([http(first.port), http(second.port), direct]);
    expect(report).toMatchObject({ cause: null, route: { proxy: { port: first.port }, ...pac } });
    expect(report.route).not.toHaveProperty('unreached');
    expect([first.records.length, second.records.length, reported]).toEqual([1, 0, []]);
    expect(report.stages.find(({ name }) => name === 'route')?.detail).toBe(
      `proxy 127.0.0.1:${first.port}, then proxy 127.0.0.1:${second.port}, then direct (pac, http://conf.example/proxy.pac)`,
    );
  });

  test('one that isn’t reached is passed over, told, and reported to the system', async () => {
    const [dead, living] = [await closedPort(), await startProxy()];
    const report = await probe([http(dead), http(living.port), direct]);
    expect(report).toMatchObject({ cause: null, route: { proxy: { port: living.port }, unreached: [`127.0.0.1:${dead}`] } });
    expect(stages(report)).toEqual(['address', 'route', 'name', 'connect', 'http']);
    expect(report.attempts).toMatchObject([{ outcome: 'failed', systemCode: 'ECONNREFUSED' }, { outcome: 'connected' }]);
    expect(reported).toEqual([`127.0.0.1:${dead}`]);
  });

  test('one that refuses isn’t passed over: it was reached', async () => {
    const [refusing, other] = [await startProxy({ behaviour: { kind: 'forbid', hosts: [target] } }), await startProxy()];
    const report = await probe([http(refusing.port), http(other.port)]);
    expect(report.route).toMatchObject({ proxy: { port: refusing.port } });
    expect(other.records).toEqual([]);
  });

  test('none of which is reached, the first proxy’s failure is told with its own stages', async () => {
    const [first, second] = [await closedPort(), await closedPort()];
    const report = await probe([direct, http(first), http(second)], 'http://unknown.invalid/');
    expect(report).toMatchObject({ cause: 'proxy-unreachable', route: { proxy: { port: first }, ...pac } });
    expect(report.route).not.toHaveProperty('unreached');
    expect(stages(report)).toEqual(['address', 'route', 'name', 'connect!']);
    expect(report.attempts).toMatchObject([{ outcome: 'failed' }, { outcome: 'failed' }]);
  });

  test('the last of which is silent until the time is over, the first proxy’s failure is told too', async () => {
    const dead = await closedPort();
    const silent: OpenSocket = (_address, _port, signal) => untilAborted(new Promise<never>(() => {}), signal);
    const hosts = { openSocket: (...asked: Parameters<OpenSocket>) => (asked[1] === dead ? openSocket : silent)(...asked) };
    const systemProxies = { resolve: async () => [http(dead), direct], origin: async () => pac, reportFailed: () => {} };
    const request = { url: 'http://192.0.2.1/', route: { type: 'system' }, timeoutMs: 300 } as const;
    const report = await fixture.probe({ systemProxies, hosts }).probe(request);
    expect(report).toMatchObject({ cause: 'proxy-unreachable', route: { proxy: { port: dead } } });
    expect(stages(report)).toEqual(['address', 'route', 'name', 'connect!']);
  });

  test('a hundred of them are not all tried', async () => {
    const dead = await closedPort();
    await probe(Array.from({ length: 100 }, () => http(dead)));
    expect(reported).toHaveLength(4);
  });
});

describe('requests', () => {
  async function dial(answer: readonly SystemProxy[]): Promise<Dialled> {
    const systemProxies = { resolve: async () => answer, reportFailed: () => {} };
    const routes = new RouteResolver({ warn: fixture.warn, environment: {}, systemProxies });
    const request = { url: new URL(`http://${target}/`), route: async () => ({ type: 'system' }) as const, limits: noLimits };
    const dialled = await new Dialer(routes, fixture.trust, addressBook).dial({
      ...request,
      signal: new AbortController().signal,
      run: runUnobserved,
    });
    dialled.socket.destroy();
    return dialled;
  }

  test('pass over a dead proxy too', async () => {
    const [dead, living] = [await closedPort(), await startProxy()];
    expect((await dial([http(dead), http(living.port)])).forwarder?.port).toBe(living.port);
  });

  test('go directly where the script allows it at last', async () => {
    expect((await dial([http(await closedPort()), direct])).forwarder).toBeUndefined();
  });

  test('go through the proxy where « directly » leads nowhere', async () => {
    const living = await startProxy();
    const systemProxies = { resolve: async () => [direct, http(living.port)], reportFailed: () => {} };
    const report = await fixture.probe({ systemProxies }).probe({ url: 'http://unknown.invalid/', route: { type: 'system' } });
    expect(report.route?.proxy?.port).toBe(living.port);
  });
});

test('a way that says nothing is left after three seconds, but for the last', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const caller = new AbortController();
  const asked: string[] = [];
  const reach = ({ detail }: ResolvedRoute, { signal }: DialRequest) => {
    asked.push(detail);
    return new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  };
  const ways: ResolvedRoute = {
    source: 'pac',
    detail: 'first',
    next: { source: 'pac', detail: 'second', next: { source: 'pac', detail: 'last' } },
  };
  const request = {
    signal: caller.signal,
    limits: noLimits,
    run: runUnobserved,
    url: new URL('http://h/'),
    route: async () => ({ type: 'system' }) as const,
  };
  const outcome = expect(tryWays(ways, request, reach)).rejects.toMatchObject({ name: 'AbortError' });
  await vi.advanceTimersByTimeAsync(2_999);
  expect(asked).toEqual(['first']);
  await vi.advanceTimersByTimeAsync(3_001);
  expect(asked).toEqual(['first', 'second', 'last']);
  await vi.advanceTimersByTimeAsync(60_000);
  caller.abort();
  await outcome;
});
