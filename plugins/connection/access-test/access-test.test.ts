import { NetworkProbeService, type ProbeReport, type ProbeRequest } from 'boule-bleue';
import { expect, test } from 'vitest';
import { type ConnectionMode, factoryAddresses } from '../values/connection-values.ts';
import { AccessTest, type AccessTestLimits } from './access-test.ts';

/** Answers at once what the test says, or for `undefined` only when cancelled, as a server that hangs. */
class ScriptedProbe extends NetworkProbeService {
  readonly asked: string[] = [];

  constructor(private readonly answer: (url: string) => ProbeReport | undefined) {
    super();
  }

  override probe({ url, signal }: ProbeRequest): Promise<ProbeReport> {
    this.asked.push(url);
    const report = this.answer(url);
    if (report) return Promise.resolve(report);
    return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
  }

  override onDidChangeNetwork() {
    return { dispose: () => {} };
  }
}

const reached: ProbeReport = { stages: [], ms: 1, cause: null, answer: { status: 200, headers: {}, body: '' } };
const failed = (cause: ProbeReport['cause'], at: ProbeReport['stages'][number]['name'] = 'connect'): ProbeReport => ({
  stages: [{ name: at, ok: false, startMs: 0, ms: 1, detail: '' }],
  ms: 1,
  cause,
});

const run = (prober: ScriptedProbe, options: { limits?: AccessTestLimits; mode?: ConnectionMode; signal?: AbortSignal } = {}) =>
  new AccessTest(prober, Date.now, options.limits).run({
    values: { type: 'direct', mode: options.mode ?? 'securise', proxy: { host: '', port: 0, user: '' }, servers: factoryAddresses },
    route: { type: 'direct' },
    signal: options.signal ?? new AbortController().signal,
    onAnswer: () => {},
  });

test('ends when its time is over, with what is known by then', async () => {
  const prober = new ScriptedProbe((url) => (url.includes('net-entreprises') ? reached : undefined));
  const result = await run(prober, { limits: { addressMs: 10_000, addressOfTwoMs: 10_000, questionMs: 10, totalMs: 20 } });
  expect(result.addresses.map(({ cause }) => cause)).toEqual(['timeout', 'timeout', null]);
});

test('a cancellation is no timeout', async () => {
  const cancellation = new AbortController();
  const outcome = run(new ScriptedProbe(() => undefined), { signal: cancellation.signal });
  cancellation.abort();
  await expect(outcome).rejects.toMatchObject({ name: 'AbortError' });
});

test('a bug of the probe is no timeout either', async () => {
  const broken = new ScriptedProbe(() => {
    throw new TypeError('bug');
  });
  await expect(run(broken)).rejects.toThrow(TypeError);
});

test.each([
  ['refuses', failed('refused'), true],
  ['speaks HTTP there', failed('not-tls', 'tls'), true],
  ['lets connections to the port wait', failed('timeout'), true],
  ['is slow to answer', failed('timeout', 'http'), false],
  ['is unknown', failed('dns-unknown', 'name'), false],
  ['has a certificate nobody trusts', failed('cert-unknown-ca', 'tls'), false],
  ['hides behind a proxy that forbids it', failed('proxy-forbidden', 'proxy'), false],
])('in mode Étendu HTTP is tried where the HTTPS port %s: %#', async (_name, report, isTried) => {
  const prober = new ScriptedProbe((url) => (url.startsWith('https:') ? report : reached));
  const result = await run(prober, { mode: 'etendu' });
  const isAskedInTheOpen = (url: string) => prober.asked.includes(url.replace('https:', 'http:'));
  expect(isAskedInTheOpen(factoryAddresses.update)).toBe(isTried);
  expect(result.ok).toBe(isTried);
});

test('in mode Étendu, where HTTP fails too, the failure told is that of the address as typed', async () => {
  const result = await run(new ScriptedProbe((url) => failed(url.startsWith('https:') ? 'refused' : 'reset')), { mode: 'etendu' });
  expect(result.addresses.map(({ url, cause }) => ({ url, cause }))).toEqual(
    Object.values(factoryAddresses).map((url) => ({ url, cause: 'refused' })),
  );
});

test.each(['normal', 'securise'] as const)('in mode %s an address is asked once', async (mode) => {
  const prober = new ScriptedProbe(() => failed('refused'));
  await run(prober, { mode });
  expect(prober.asked.filter((url) => url.startsWith('https:'))).toEqual(Object.values(factoryAddresses));
});
