import { NetworkProbeService, type ProbeReport, type ProbeRequest, Secret } from 'boule-bleue';
import { expect, test, vi } from 'vitest';
import { failed, reached } from '../../../test/support/connection-evidence.ts';
import { stretched } from '../../../test/support/time-bounds.ts';
import type { AddressResult } from '../diagnosis/address-result.ts';
import type { Ways } from '../diagnosis/questions.ts';
import { factoryAddresses } from '../values/connection-values.ts';
import { AccessTest, type AccessTestRun } from './access-test.ts';

/** Answers what the test says; for `undefined` not before it is cancelled or its time is over, as a server that hangs. */
class ScriptedProbe extends NetworkProbeService {
  readonly asked: ProbeRequest[] = [];

  constructor(private readonly answer: (request: ProbeRequest) => ProbeReport | undefined) {
    super();
  }

  override probe(request: ProbeRequest): Promise<ProbeReport> {
    this.asked.push(request);
    const report = this.answer(request);
    if (report) return Promise.resolve(report);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => resolve(failed('timeout', 'connect')), request.timeoutMs);
      request.signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(request.signal?.reason);
      });
    });
  }

  override onDidChangeNetwork() {
    return { dispose: () => {} };
  }
}

const proxy = { type: 'proxy', host: 'proxy.local', port: 3128, user: 'dupont', password: new Secret('x') } as const;
const limits = { addressMs: 40, addressOfTwoMs: 25, questionMs: 40, totalMs: 2000 };

function run(prober: ScriptedProbe, more: Partial<AccessTestRun> & { limits?: typeof limits } = {}) {
  const shown: (readonly AddressResult[])[] = [];
  const tested = new AccessTest(prober, Date.now, more.limits ?? limits);
  const outcome = tested.run({
    values: { type: 'direct', mode: 'securise', proxy: { host: 'proxy.local', port: 3128, user: 'dupont' }, servers: factoryAddresses },
    route: { type: 'direct' },
    otherWays: { system: { type: 'system' }, direct: { type: 'direct' }, proxy } satisfies Ways,
    signal: new AbortController().signal,
    onAnswer: (addresses) => shown.push(addresses),
    ...more,
  });
  return { outcome, shown, tested };
}

const unknownButForProxy = ({ route }: ProbeRequest) => (route?.type === 'proxy' ? reached() : failed('dns-unknown', 'name'));

test('an answer is shown at once, and again when more is known of it; what failed stays failed', async () => {
  const { outcome, shown } = run(new ScriptedProbe(unknownButForProxy));
  const { addresses } = await outcome;
  expect(addresses.map(({ sentence }) => sentence.key)).toEqual([0, 1, 2].map(() => 'cause.dns-known-to-proxy'));
  expect(shown[0]).toMatchObject([{ sentence: { key: 'cause.dns-unknown' } }]);
  expect(shown.length).toBeGreaterThan(3);
  expect(shown.flat().some(({ ok }) => ok)).toBe(false);
});

test('first probes look closer, further questions do not', async () => {
  const prober = new ScriptedProbe(unknownButForProxy);
  await run(prober).outcome;
  expect(prober.asked.filter(({ investigate }) => investigate)).toHaveLength(3);
});

test('the proxy’s password goes to that proxy and nowhere else', async () => {
  const prober = new ScriptedProbe(() => failed('timeout', 'connect'));
  await run(prober).outcome;
  const given = prober.asked.flatMap(({ route }) => (route && 'password' in route ? [route] : []));
  expect(given.length).toBeGreaterThan(0);
  expect(new Set(given)).toEqual(new Set([proxy]));
});

test('where everything hangs the whole still ends within its bound, and each failure has its cause', async () => {
  const startMs = Date.now();
  const { addresses } = await run(new ScriptedProbe(() => undefined)).outcome;
  expect(Date.now() - startMs).toBeLessThan(await stretched(limits.totalMs));
  expect(addresses).toMatchObject([0, 1, 2].map(() => ({ cause: 'timeout', sentence: { key: 'cause.timeout-connect' } })));
  expect(addresses[0]?.facts.questions).toMatchObject([{ way: 'proxy', cause: 'timeout' }, { way: 'system' }, { purpose: 'portal' }]);
});

test('the whole ends in time also where a prober keeps to no bound of its own', async () => {
  const deaf = new ScriptedProbe(({ url, route }) =>
    url.startsWith('https:') && route?.type === 'direct' ? failed('timeout', 'connect') : undefined,
  );
  const { addresses } = await run(deaf, { limits: { ...limits, questionMs: 60_000, totalMs: 60 } }).outcome;
  expect(addresses).toMatchObject([0, 1, 2].map(() => ({ cause: 'timeout', sentence: { key: 'cause.timeout-connect' } })));
});

test('questions are cancelled with the test', async () => {
  const cancellation = new AbortController();
  const prober = new ScriptedProbe(({ route }) => (route?.type === 'direct' ? failed('dns-unknown', 'name') : undefined));
  const { outcome } = run(prober, { signal: cancellation.signal, limits: { ...limits, questionMs: 60_000, totalMs: 60_000 } });
  const failure = expect(outcome).rejects.toMatchObject({ name: 'AbortError' });
  await vi.waitFor(() => expect(prober.asked.length).toBeGreaterThan(3));
  cancellation.abort();
  await failure;
});

test('without other ways nothing is asked of them', async () => {
  const prober = new ScriptedProbe(() => failed('dns-unknown', 'name'));
  await run(prober, { otherWays: {} }).outcome;
  expect(prober.asked).toHaveLength(3);
});

test('a portal is remembered for the button until the next test', async () => {
  let isAway = false;
  const portal = reached({ answer: { status: 302, headers: { location: 'http://wifi.hotel/login?a=1' }, body: '' } });
  const prober = new ScriptedProbe(({ url }) => (isAway ? reached() : url.startsWith('http:') ? portal : failed('reset', 'tls')));
  const { outcome, tested } = run(prober);
  const { addresses } = await outcome;
  expect(addresses.map(({ cause }) => cause)).toEqual(['captive-portal', 'captive-portal', 'captive-portal']);
  expect(tested.portalAddress).toBe('http://wifi.hotel/login?a=1');
  isAway = true;
  const { values, route, signal } = {
    values: { type: 'direct', mode: 'securise', proxy: { host: '', port: 0, user: '' }, servers: factoryAddresses },
    route: { type: 'direct' },
    signal: new AbortController().signal,
  } as const;
  await tested.run({ values, route, signal, onAnswer: () => {} });
  expect(tested.portalAddress).toBeUndefined();
});
