import { type Disposable, NetworkProbeService, type ProbeCertificate, type ProbeReport, Secret, toDisposable } from 'boule-bleue';
import { afterEach, expect, test } from 'vitest';
import { ConnectionBench } from '../../../test/support/connection-bench.ts';
import { randomSource } from '../../../test/support/random-source.ts';

/** Stands for every secret there is. */
const marker = 'GEHEIM7F3A';
const rounds = 60;

/** How secrets look where they slip into texts. */
const leaks = [
  `https://user:${marker}@server.example/a`,
  `https://server.example/a?jeton=${marker}`,
  `https://server.example/#access_token=${marker}`,
  `http://${marker}:x@proxy.example:3128`,
  `user:${marker}@proxy.example`,
  `PROXY user:${marker}@proxy.example:8080; DIRECT`,
  `Authorization: Basic ${marker}`,
  `proxy-authorization: Bearer ${marker}`,
  `Set-Cookie: sid=1; other=${marker}; path=/`,
  `refused "password": "${marker}"`,
  `mot de passe = ${marker}`,
  `jeton=${marker}`,
  `Negotiate ${marker}${marker}`,
  `\u202ehttps://user:${marker}@x.example/`,
  `${'x'.repeat(4000)} https://user:${'y'.repeat(200)}${marker}@server.example/`,
] as const;

const causes = [
  ...(['offline', 'dns-unknown', 'refused', 'timeout', 'reset', 'proxy-unreachable', 'proxy-auth', 'proxy-auth-scheme'] as const),
  ...(['proxy-forbidden', 'proxy-bad', 'cert-expired', 'cert-wrong-host', 'cert-self-signed', 'cert-incomplete-chain'] as const),
  ...(['cert-unknown-ca', 'tls-version', 'not-tls', 'captive-portal', 'bad-answer', null, null, null, null] as const),
];

/** What a prober would say that keeps no promise, of servers and proxies that keep none either. */
class TreacherousProber extends NetworkProbeService {
  private readonly random = randomSource(20260303);

  /** @param isHonest whether only what servers answer is treacherous, or the texts of the probe's own as well. */
  constructor(private readonly isHonest: boolean) {
    super();
  }

  override async probe(): Promise<ProbeReport> {
    const { pick, leak, own } = this;
    const cause = pick(causes);
    const certificate: ProbeCertificate = {
      subject: own('CN'),
      issuer: own('CA'),
      validFrom: own('2026-01-01T00:00:00.000Z'),
      validTo: own('2027-01-01T00:00:00.000Z'),
      names: [own('server.example')],
      fingerprint: own('00'),
    };
    const headers = Object.fromEntries(
      ['location', 'set-cookie', 'authorization', 'www-authenticate', 'retry-after', 'server', 'x-squid-error', 'proxy-status', 'date'].map(
        (name) => [name, leak()],
      ),
    );
    const stages = (['address', 'route', 'name', 'connect', 'proxy', 'tls', 'http'] as const).map((name) => ({
      name,
      ok: name !== 'http' || !cause,
      startMs: 0,
      ms: 1,
      detail: own(''),
    }));
    return {
      stages,
      ms: 1,
      cause,
      systemCode: own('ECODE'),
      certificate,
      answer: {
        status: pick([200, 302, 301, 403, 407, 429, 500, 503, 511]),
        headers,
        body: `<html>${leak()} maintenance <meta http-equiv="refresh" content="0; url=${leak()}">`,
      },
      route: {
        proxy: pick([null, { host: own('proxy.example'), port: 3128, isEncrypted: false }]),
        source: pick(['settings', 'environment', 'system', 'pac', 'wpad'] as const),
        detail: own('HTTPS_PROXY'),
        unreached: [own('proxy.example:1')],
      },
      attempts: [{ address: own('192.0.2.1'), family: 4, outcome: 'failed', startMs: 0, ms: 1, systemCode: own('ECODE') }],
      proxyRefusal: { status: 407, schemes: [own('Basic'), own('NTLM')], hadCredentials: true },
      encryption: {
        version: own('TLSv1.3'),
        cipher: own('AES'),
        chain: [certificate, certificate],
        unknownAuthority: { name: own('CA'), isSent: true, systemStore: 'absent' },
      },
      clock: { serverMs: 1, localMs: 2 },
      findings: {
        missingIssuer: { address: own('http://ca.example/'), certificate, completesChain: true },
        oldestEncryption: own('TLSv1.1'),
      },
    };
  }

  override onDidChangeNetwork(): Disposable {
    return toDisposable(() => {});
  }

  readonly leak = (): string => this.pick(leaks);
  private readonly own = (honest: string): string => (this.isHonest ? honest : `${honest} ${this.leak()}`);
  private readonly pick = <Item>(items: readonly Item[]): Item => items[this.random(items.length)]!;
}

let bench: ConnectionBench;
afterEach(() => bench[Symbol.asyncDispose]());

async function start(prober: TreacherousProber, typed: string): Promise<void> {
  const proxy = { 'connection.proxy.user': marker, 'connection.proxy.host': 'proxy.example', 'connection.proxy.port': 3128 };
  bench = await ConnectionBench.start({ 'connection.type': 'proxy', ...proxy }, { prober });
  bench.hooks.tapAs('credentials', 'connection.check', () => [
    { label: { key: 'label', args: { account: marker } }, ok: false, sentence: { key: 'sentence', args: { marker } } },
  ]);
  await bench.activate();
  await runRounds(typed);
}

/** One failing test after another, each with a secret wherever one can be. */
async function runRounds(netEntreprises: string): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const servers = {
      update: round % 3 === 0 ? `https://dupont:${marker}@server.example/maj?jeton=${marker}` : `https://server${round}.example/`,
    };
    const typed = round % 7 === 0 ? { netEntreprises } : {};
    const mode = (['normal', 'etendu', 'securise'] as const)[round % 3]!;
    await bench.run('connection.test', { mode, proxy: { password: new Secret(marker) }, servers: { ...servers, ...typed } });
  }
}

const json = (value: unknown) => JSON.stringify(value) ?? '';
/** Where the marker is, if it is anywhere: whole states would drown it. */
function findMarker(value: unknown): string {
  const text = json(value);
  const position = text.indexOf(marker);
  return position < 0 ? '' : text.slice(Math.max(0, position - 200), position + 60);
}

test('whatever fails and whatever a probe lets slip, no secret is in what is kept, compared, shown of it or sent', async () => {
  await start(new TreacherousProber(false), `https://dupont:${marker}`);
  const kept = await bench.storage.list('connection-tests');
  expect(kept.length).toBeGreaterThan(20);
  expect(findMarker(kept)).toBe('');
  const [first, ...others] = kept.map(({ id }) => id);
  for (const test of others) {
    expect(findMarker(await bench.run('connection.report', { test }))).toBe('');
    for (const format of ['json', 'markdown']) expect(findMarker(await bench.run('connection.copy-report', { test, format }))).toBe('');
    await bench.run('connection.mail-report', { test });
    await bench.run('connection.compare-tests', { left: first, right: test });
  }
  expect(bench.window.opened).toHaveLength(others.length);
  expect(findMarker(bench.window.opened)).toBe('');
  expect(findMarker(await bench.run('connection.contact-assistance'))).toBe('');
  const states = bench.panels.history.filter(({ panel }) => panel === 'connection.history');
  expect(states.length).toBeGreaterThan(rounds);
  for (const { state } of states) expect(findMarker(state)).toBe('');
  expect(findMarker([bench.log.lines, bench.notifications.shown, bench.contextKeys.values])).toBe('');
});

test('nothing that servers answer and nothing typed before an @ reaches the panel of the settings, but the name in its own field', async () => {
  await start(new TreacherousProber(true), `https://dupont:${marker}@`);
  const states = bench.panels.history.flatMap(({ panel, state }) => (panel === 'connection.settings' ? [state as object] : []));
  expect(states.length).toBeGreaterThan(rounds);
  for (const state of states) {
    const { values, test, ...others } = state as { values: object; test: { ticks: unknown; values: { proxy: object } } | null };
    const { ticks, values: tested, ...shown } = test ?? { values: { proxy: {} } };
    expect(findMarker([others, shown, { ...values, proxy: null }, { ...tested, proxy: null }])).toBe('');
  }
});
