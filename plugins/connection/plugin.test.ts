import { Secret } from 'boule-bleue';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { CertificateAuthority } from '../../test/servers/authority.ts';
import { identityFaults, issueFaultyIdentity } from '../../test/servers/identity-faults.ts';
import { ProxyServer } from '../../test/servers/proxy-server.ts';
import { ConnectionBench } from '../../test/support/connection-bench.ts';
import type { AccessTestResult } from './access-test/access-test.ts';

let bench: ConnectionBench;
afterEach(() => bench[Symbol.asyncDispose]());

async function activate(settings?: Parameters<typeof ConnectionBench.start>[0]): Promise<ConnectionBench> {
  bench = await ConnectionBench.start(settings);
  await bench.activate();
  return bench;
}

/** Starts the plugin and waits until its first authentication has ended. */
async function activateSettled(settings?: Parameters<typeof ConnectionBench.start>[0]): Promise<ConnectionBench> {
  await activate(settings);
  await ballBecomes('connected');
  return bench;
}

const ballBecomes = (state: string) => vi.waitFor(() => expect(bench.ball).toBe(state), { timeout: 5000 });
const runTest = (args?: unknown, signal?: AbortSignal) => bench.run('connection.test', args, signal) as Promise<AccessTestResult>;
const causes = ({ addresses }: AccessTestResult) => addresses.map(({ cause }) => cause);
const askedToAuthenticate = () => bench.impactEmploi.requests.filter(({ path }) => path === '/authentification');

describe('at start', () => {
  test('the installation is authenticated, and the key of the password of the day handed out', async () => {
    bench = await ConnectionBench.start();
    const keys: Secret[] = [];
    bench.hooks.tapAs('assistance', 'connection.onDidAuthenticate', ({ cleAssistance }) => void keys.push(cleAssistance));
    await bench.activate();
    await ballBecomes('connected');
    expect(JSON.parse(askedToAuthenticate()[0]!.body)).toEqual({ installation: 'IEA-0001', version: '3.00.72' });
    await vi.waitFor(() => expect(keys).toHaveLength(1));
    expect(await keys[0]!.reveal()).toBe(bench.impactEmploi.cleAssistance);
  });

  test('nothing that the server keeps secret reaches the panel, the log or the notifications', async () => {
    await activateSettled();
    await runTest();
    const shown = JSON.stringify([bench.panels.history, bench.log.lines, bench.notifications.shown, bench.contextKeys.values]);
    expect(bench.impactEmploi.tokens).toHaveLength(2);
    for (const token of bench.impactEmploi.tokens) expect(shown).not.toContain(token);
    expect(shown).not.toContain(bench.impactEmploi.cleAssistance);
  });

  test.each([
    ['autorisation-refusee', 'refused', 'authentication.refused'],
    ['licence-inconnue', 'unknown-licence', 'authentication.unknown-licence'],
  ] as const)('%s is told at once, with the mail and the assistance mode as ways out', async (outcome, state, reason) => {
    bench = await ConnectionBench.start();
    bench.impactEmploi.behaviour.authentication = outcome;
    await bench.activate();
    await ballBecomes(state);
    expect(bench.state.status).toMatchObject({ state, reason: { key: reason } });
    await vi.waitFor(() => expect(bench.notifications.shown).toHaveLength(1));
    expect(bench.notifications.shown[0]).toMatchObject({
      severity: 'error',
      message: { args: { reason: { key: reason } } },
      actions: [{ command: 'connection.contact-assistance' }, { command: 'assistance.activate' }],
    });
  });

  test.each([
    ['503 with a time', { kind: 'unavailable', retryAfterSeconds: 120 }, 'maintenance'],
    ['a maintenance page', { kind: 'maintenance-page', status: 200 }, 'maintenance'],
    ['500', { kind: 'status', status: 500 }, 'server-error'],
    ['404', { kind: 'status', status: 404 }, 'wrong-address'],
    ['403 of another making', { kind: 'status', status: 403 }, 'forbidden'],
    ['429', { kind: 'status', status: 429 }, 'too-many'],
    ['a redirect', { kind: 'redirect', location: 'https://ailleurs.example/' }, 'redirect'],
    ['nothing', { kind: 'empty' }, 'bad-answer'],
    ['garbage', { kind: 'garbage' }, 'bad-answer'],
    ['200 MB', { kind: 'huge', bytes: 200_000_000 }, 'bad-answer'],
    ['a reset', { kind: 'reset' }, 'reset'],
  ] as const)('%s in the place of an answer is a failure with its cause', async (_name, fault, cause) => {
    bench = await ConnectionBench.start();
    bench.impactEmploi.behaviour.authentication = fault;
    await bench.activate();
    await ballBecomes('failed');
    expect(bench.state.status).toMatchObject({ cause, reason: { key: expect.stringContaining(`cause.${cause}`) } });
    expect(bench.notifications.shown).toEqual([]);
  });

  test('nothing is sent to an address without encryption', async () => {
    bench = await ConnectionBench.start({ 'connection.mode': 'normal' });
    bench.impactEmploi.transport = 'plain-http';
    await bench.settings.update({ 'connection.servers.authentication': bench.impactEmploi.authenticationUrl.replace('https', 'http') });
    await bench.activate();
    await ballBecomes('failed');
    expect(bench.state.status).toMatchObject({ reason: { key: 'authentication.without-encryption' } });
    expect(bench.impactEmploi.requests).toEqual([]);
  });

  test('the authentication is renewed when the token ends', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      await activate();
      await vi.waitFor(() => expect(bench.ball).toBe('connected'), { timeout: 5000 });
      expect(vi.getTimerCount()).toBe(1);
      await vi.advanceTimersByTimeAsync(86_400_000);
      await vi.waitFor(() => expect(askedToAuthenticate()).toHaveLength(2), { timeout: 5000 });
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("« Relancer l'authentification »", () => {
  test('turns the heart into the ball, and says so', async () => {
    bench = await ConnectionBench.start();
    bench.impactEmploi.behaviour.authentication = { kind: 'status', status: 500 };
    await bench.activate();
    await ballBecomes('failed');
    bench.impactEmploi.behaviour.authentication = 'authorised';
    expect(await bench.run('connection.authenticate')).toMatchObject({ ok: true, state: 'connected' });
    expect(bench.ball).toBe('connected');
    expect(bench.notifications.shown).toMatchObject([{ severity: 'info', message: { key: 'notice.connected' } }]);
  });

  test('says why it failed, with the ways out of the guide, once', async () => {
    await activateSettled();
    bench.impactEmploi.behaviour.authentication = { kind: 'status', status: 500 };
    expect(await bench.run('connection.authenticate')).toMatchObject({
      ok: false,
      state: 'failed',
      sentence: { key: 'cause.server-error' },
    });
    await bench.run('connection.authenticate');
    expect(bench.notifications.shown).toMatchObject([
      {
        severity: 'error',
        actions: [{ command: 'connection.open' }, { command: 'connection.contact-assistance' }, { command: 'assistance.activate' }],
      },
    ]);
  });

  test('joins the authentication under way', async () => {
    await activate();
    await Promise.all([bench.run('connection.authenticate'), bench.run('connection.authenticate')]);
    expect(askedToAuthenticate()).toHaveLength(1);
  });

  test('can be cancelled, and the state is then what it was', async () => {
    await activateSettled();
    bench.impactEmploi.behaviour.authentication = { kind: 'hang' };
    const outcome = bench.run('connection.authenticate');
    await vi.waitFor(() => expect(askedToAuthenticate()).toHaveLength(2));
    expect(bench.ball).toBe('connecting');
    bench.notifications.cancel();
    await expect(outcome).rejects.toMatchObject({ name: 'AbortError' });
    await ballBecomes('connected');
  });
});

describe("« Tester l'accès aux serveurs »", () => {
  test('reaches the three addresses, and gives scripts the agreed members', async () => {
    await activateSettled();
    const result = await runTest();
    expect(result).toMatchObject({ ok: true, ms: expect.any(Number) });
    expect(result.addresses.map(({ role, url, ok }) => ({ role, url, ok }))).toEqual([
      { role: 'authentication', url: bench.impactEmploi.authenticationUrl, ok: true },
      { role: 'update', url: bench.impactEmploi.updatesUrl, ok: true },
      { role: 'netEntreprises', url: bench.netEntreprises.authenticationUrl, ok: true },
    ]);
    expect(Object.keys(result.addresses[0]!).sort()).toEqual(['actor', 'cause', 'ms', 'next', 'ok', 'role', 'sentence', 'stages', 'url']);
    const reached = ['address', 'route', 'name', 'connect', 'tls', 'http'];
    expect(result.addresses.map(({ stages }) => stages.map(({ name }) => name))).toEqual([
      [...reached, 'authentication'],
      reached,
      reached,
    ]);
    expect(Object.keys(result.addresses[0]!.stages.at(-1)!).sort()).toEqual(['detail', 'ms', 'name', 'ok']);
    expect(bench.state.test).toMatchObject({ outcome: 'reached', summary: { key: 'summary.reached-saved' } });
    expect(bench.panels.revealed).toEqual(['connection.settings']);
  });

  test('tests what is given, and saves none of it', async () => {
    await activateSettled();
    const servers = { update: ' « 127.0.0.1:1/updates » ' };
    const result = await runTest({ type: 'direct', servers });
    expect(result.addresses[1]).toMatchObject({ url: 'https://127.0.0.1:1/updates', ok: false, cause: 'refused', actor: 'user' });
    expect(await bench.settings.get('connection.servers.update')).toBe(bench.impactEmploi.updatesUrl);
    expect(bench.state.test?.values).toMatchObject({ type: 'direct', servers: { update: 'https://127.0.0.1:1/updates' } });
    expect(bench.ball).toBe('connected');
  });

  test('shows answers as they come', async () => {
    await activateSettled();
    await runTest();
    const counts = bench.panels.history.flatMap(({ state }) => {
      const { test: shown } = state as { test: { outcome: string; addresses: unknown[] } | null };
      return shown?.outcome === 'running' ? [shown.addresses.length] : [];
    });
    expect(new Set(counts)).toEqual(new Set([0, 1, 2, 3]));
  });

  test.each(identityFaults)('tells a certificate that is %s', async (fault) => {
    await activateSettled();
    bench.impactEmploi.identity = await issueFaultyIdentity(bench.authority, fault);
    const result = await runTest();
    expect(causes(result)).toEqual([`cert-${fault}`, `cert-${fault}`, null]);
    expect(bench.state.test?.outcome).toBe('unreached');
  });

  test('tells maintenance, an address that is none and one that nobody listens at apart', async () => {
    await activateSettled();
    bench.impactEmploi.behaviour.authentication = { kind: 'unavailable', retryAfterSeconds: 60 };
    const result = await runTest({ servers: { update: 'https://dupont:se/cret@127.0.0.1/', netEntreprises: 'https://127.0.0.1:1' } });
    expect(causes(result)).toEqual(['maintenance', 'address-invalid', 'refused']);
    expect(JSON.stringify([result, bench.panels.history])).not.toContain('cret');
  });

  test('a failure of the saved authentication address gives the ball its heart', async () => {
    await activateSettled();
    bench.impactEmploi.behaviour.authentication = { kind: 'status', status: 500 };
    await runTest();
    expect(bench.ball).toBe('failed');
    expect(bench.state.status).toMatchObject({ cause: 'server-error' });
  });

  test('a failure of an address that is only being tried does not', async () => {
    await activateSettled();
    const result = await runTest({ servers: { authentication: 'https://127.0.0.1:1' } });
    expect(result.addresses[0]).toMatchObject({ cause: 'refused' });
    expect(bench.ball).toBe('connected');
  });

  test('when all is reached but the authorisation refused, it is the guide’s case n°3', async () => {
    bench = await ConnectionBench.start();
    bench.impactEmploi.behaviour.authentication = 'licence-inconnue';
    await bench.activate();
    await ballBecomes('unknown-licence');
    await runTest();
    expect(bench.state.test).toMatchObject({
      outcome: 'reached-but-refused',
      summary: { args: { reason: { key: 'authentication.unknown-licence' } } },
    });
  });

  test('can be cancelled at any time', async () => {
    await activateSettled();
    bench.impactEmploi.behaviour.updates = { kind: 'hang' };
    const outcome = runTest();
    await vi.waitFor(() => expect(bench.state.test?.addresses).toHaveLength(2));
    await bench.run('connection.cancel-test');
    await expect(outcome).rejects.toMatchObject({ name: 'AbortError' });
    expect(bench.state.test).toMatchObject({ outcome: 'cancelled' });
  });

  test('a newer test takes the place of the one under way', async () => {
    await activateSettled();
    bench.impactEmploi.behaviour.updates = { kind: 'hang' };
    const older = runTest();
    const failure = expect(older).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(bench.state.test?.addresses).toHaveLength(2));
    bench.impactEmploi.behaviour.updates = 'normal';
    expect(await runTest()).toMatchObject({ ok: true });
    await failure;
    expect(bench.state.test).toMatchObject({ outcome: 'reached' });
  });

  test('shows the ticks of other plugins, in their own words, and leaves out what is none', async () => {
    await activateSettled();
    const tick = { label: { key: 'label' }, ok: false, sentence: { key: 'sentence', args: { count: 2 } } };
    bench.hooks.tapAs('credentials', 'connection.check', () => [tick]);
    bench.hooks.tapAs('odd', 'connection.check', () => 'all is well');
    await runTest();
    expect(bench.state.test?.ticks).toEqual([
      {
        label: { key: 'label', plugin: 'credentials' },
        ok: false,
        sentence: { key: 'sentence', args: { count: 2 }, plugin: 'credentials' },
      },
    ]);
    expect(bench.log.lines).toMatchObject([{ level: 'warn', fields: { plugin: 'odd' } }]);
  });
});

describe('finished tests', () => {
  const changes = () => bench.state.test?.changes;

  test('are kept, and one that fails says what changed since the last that succeeded', async () => {
    await activateSettled();
    await runTest();
    expect(changes()).toBeNull();
    bench.impactEmploi.identity = await issueFaultyIdentity(bench.authority, 'expired');
    await runTest({ mode: 'normal' });
    await vi.waitFor(() => expect(changes()?.changes.map(({ kind }) => kind)).toContain('mode'));
    expect(changes()!.sentence.key).toBe('changes.since');
    expect((await bench.storage.list('connection-tests')).map(({ value }) => value)).toMatchObject([{ ok: true }, { ok: false }]);
  });

  test('still say what changed after the watch has kept one of its own', async () => {
    await activateSettled();
    await runTest();
    await bench.netEntreprises.close();
    await runTest();
    await vi.waitFor(() => expect(changes()).not.toBeNull());
    await bench.run('connection.watch', { timeoutMs: 1 });
    await vi.waitFor(async () => expect(await bench.storage.list('connection-tests')).toHaveLength(3));
    expect(changes()).not.toBeNull();
  });

  test('are not those that were cancelled or had to wait', async () => {
    await activateSettled();
    const controller = new AbortController();
    const cancelled = runTest(undefined, controller.signal);
    controller.abort();
    await expect(cancelled).rejects.toThrow();
    bench.hooks.tapAs('assistance', 'connection.onWillConnect', () => ({ reason: { key: 'wait' } }));
    await runTest();
    expect(await bench.storage.list('connection-tests')).toEqual([]);
  });
});

describe('the stages that follow', () => {
  const stages = () => bench.state.test!.addresses.map((address) => address.stages.map(({ name }) => name).slice(6));

  test('a refused installation is reached all the same, and is the case n°3 of the guide', async () => {
    await activateSettled();
    bench.impactEmploi.behaviour.authentication = 'autorisation-refusee';
    const result = await runTest();
    expect(result).toMatchObject({ ok: true, addresses: [{ ok: true, cause: null }, {}, {}] });
    expect(bench.state.test).toMatchObject({
      outcome: 'reached-but-refused',
      summary: { args: { reason: { key: 'authentication.refused' } } },
    });
    expect(bench.ball).toBe('refused');
  });

  test('nobody is authenticated by a test of values that are not saved', async () => {
    await activateSettled();
    await runTest({ servers: { update: bench.impactEmploi.authenticationUrl } });
    await runTest({ proxy: { password: new Secret('x') } });
    expect(bench.impactEmploi.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(stages()[0]).toEqual([]);
  });

  test('of other plugins come last, also where the address is not reached, and end what scripts read where they fail', async () => {
    await activateSettled();
    const check = { label: { key: 'a' }, sentence: { key: 'b' } };
    bench.hooks.tapAs('lender', 'connection.check', () => [
      { ...check, ok: false, address: 'netEntreprises', name: 'card' },
      { ...check, ok: true, address: 'netEntreprises' },
      { ...check, ok: true, address: 'authentication' },
    ]);
    const result = await runTest();
    expect(stages()).toEqual([['authentication', 'lender'], [], ['lender.card', 'lender']]);
    expect(result.addresses[2]!.stages.map(({ name }) => name).slice(6)).toEqual(['lender.card']);
    expect(result.ok).toBe(true);
    await bench.netEntreprises.close();
    await runTest();
    expect(bench.state.test!.addresses[2]!.stages.at(-1)!.name).toBe('lender');
  });
});

describe('the modes', () => {
  const plainServer = async (mode: string) => {
    await activateSettled();
    bench.impactEmploi.transport = 'plain-http';
    const address = bench.impactEmploi.authenticationUrl;
    return runTest({ mode, servers: { authentication: address, update: address.replace('https', 'http') } });
  };

  test('Sécurisé is HTTPS and nothing else', async () => {
    const result = await plainServer('securise');
    expect(causes(result)).toEqual(['not-tls', 'address-invalid', null]);
    expect(result.addresses[1]!.sentence.key).toBe('error.connection.address-http');
    expect(bench.impactEmploi.requests.filter(({ encrypted }) => !encrypted)).toEqual([]);
  });

  test('Étendu falls back to HTTP where there is no HTTPS, and says so', async () => {
    const result = await plainServer('etendu');
    expect(causes(result)).toEqual([null, null, null]);
    expect(result.addresses[0]).toMatchObject({
      url: bench.impactEmploi.authenticationUrl.replace('https', 'http'),
      sentence: { key: 'result.reached-without-encryption' },
    });
  });

  test('Étendu does not fall back for a certificate that is not trusted', async () => {
    await activateSettled();
    bench.impactEmploi.identity = await issueFaultyIdentity(bench.authority, 'self-signed');
    expect(causes(await runTest({ mode: 'etendu' }))).toEqual(['cert-self-signed', 'cert-self-signed', null]);
  });

  test('Normal asks as typed', async () => {
    expect(causes(await plainServer('normal'))).toEqual(['not-tls', null, null]);
  });
});

describe('through a proxy', () => {
  const throughProxy = (proxy: ProxyServer, more: object = {}) => ({
    type: 'proxy',
    proxy: { host: proxy.host, port: proxy.port, ...more },
  });
  const startProxy = async (behaviour: ProxyServer['behaviour']) => bench.own(await ProxyServer.start({ behaviour }));

  test('all three are reached by the way given', async () => {
    await activateSettled();
    const proxy = await startProxy({ kind: 'open' });
    expect(await runTest(throughProxy(proxy))).toMatchObject({ ok: true });
    expect(proxy.records).toHaveLength(3);
  });

  test('one that asks who is there gets what was typed, and after saving what is sealed', async () => {
    await activateSettled();
    const proxy = await startProxy({ kind: 'basic', user: 'dupont', password: 'Été 2024' });
    expect(await runTest(throughProxy(proxy))).toMatchObject({
      ok: false,
      addresses: [{ cause: 'proxy-auth', next: { key: 'next.sign-in-to-proxy' } }, {}, {}],
    });
    const typed = throughProxy(proxy, { user: 'dupont', password: new Secret('Été 2024') });
    expect(await runTest(typed)).toMatchObject({ ok: true });
    expect(await bench.secrets.list()).toEqual([]);

    await bench.run('connection.save', typed);
    await ballBecomes('connected');
    expect(bench.state).toMatchObject({ hasProxyPassword: true, values: { type: 'proxy', proxy: { user: 'dupont' } } });
    expect(await runTest()).toMatchObject({ ok: true });
    expect(JSON.stringify([bench.panels.history, await bench.settings.get('connection.proxy.user')])).not.toContain('Été 2024');
  });

  test('the sealed password never goes to another proxy', async () => {
    await activateSettled();
    const proxy = await startProxy({ kind: 'open' });
    await bench.run('connection.save', {
      type: 'proxy',
      proxy: { host: 'proxy.local', port: 8080, user: 'dupont', password: new Secret('x') },
    });
    await runTest(throughProxy(proxy, { user: 'dupont' }));
    expect(proxy.records.map(({ credentials }) => credentials?.password ?? '')).toEqual(['', '', '']);
    await bench.run('connection.save', throughProxy(proxy));
    expect(await bench.secrets.list()).toEqual([]);
    expect(bench.state.hasProxyPassword).toBe(false);
  });

  test.each([
    [{ kind: 'integrated', schemes: ['NTLM'] }, 'proxy-auth-scheme'],
    [{ kind: 'forbid', hosts: ['127.0.0.1'] }, 'proxy-forbidden'],
    [{ kind: 'garbage' }, 'proxy-bad'],
    [{ kind: 'captive-portal', location: 'http://wifi.hotel/login' }, 'captive-portal'],
  ] as const)('%j is told as what it is', async (behaviour, cause) => {
    await activateSettled();
    expect(causes(await runTest(throughProxy(await startProxy(behaviour))))).toEqual([cause, cause, cause]);
    expect(bench.state.test?.summary).toMatchObject({ key: 'summary.unreached', args: { count: 3 } });
  });

  test('one that opens encrypted connections is found by the name in its certificates', async () => {
    await activateSettled();
    const inspector = await CertificateAuthority.create({ organisation: 'Fortinet' });
    const proxy = await startProxy({ kind: 'intercept', authority: inspector, trustedPem: bench.authority.rootPem });
    expect(causes(await runTest(throughProxy(proxy)))).toEqual(['cert-intercepted', 'cert-intercepted', 'cert-intercepted']);
  });

  test('one that is not there, or not given, is told', async () => {
    await activateSettled();
    const away = { type: 'proxy', proxy: { host: '127.0.0.1', port: 1 } };
    expect(causes(await runTest(away))).toEqual(['proxy-unreachable', 'proxy-unreachable', 'proxy-unreachable']);
    expect(causes(await runTest({ type: 'proxy' }))).toEqual(['address-invalid', 'address-invalid', 'address-invalid']);
  });

  test('one that is not there is left out by another type of connection, where that reaches the servers', async () => {
    await activateSettled();
    await runTest({ type: 'proxy', proxy: { host: '127.0.0.1', port: 1 } });
    const [first] = bench.state.test!.addresses;
    expect(first).toMatchObject({
      cause: 'proxy-unreachable',
      sentence: { key: 'cause.proxy-other-way-system' },
      actor: 'user',
      action: { kind: 'change', changes: { type: 'system' } },
    });
    const { action } = first!;
    expect(await runTest(action?.kind === 'change' ? action.changes : undefined)).toMatchObject({ ok: true });
  });

  test('one that is noted in the panel is proposed where it alone knows the servers’ names', async () => {
    await activateSettled();
    const { port } = new URL(bench.impactEmploi.authenticationUrl);
    const addressBook = new Map([[`serveur.agence.example:${port}`, `127.0.0.1:${port}`]]);
    const proxy = bench.own(await ProxyServer.start({ addressBook }));
    bench.impactEmploi.identity = await bench.authority.issue({ hosts: ['serveur.agence.example', '127.0.0.1'] });
    const servers = { authentication: `https://serveur.agence.example:${port}` };
    const { addresses } = await runTest({ type: 'direct', proxy: { host: proxy.host, port: proxy.port }, servers });
    expect(addresses[0]).toMatchObject({ cause: expect.stringMatching(/dns-unknown|offline/), next: { key: 'next.use-proxy' } });
    expect(bench.state.test!.addresses[0]!.action).toMatchObject({
      changes: { type: 'proxy', proxy: { host: proxy.host, port: proxy.port } },
    });
  });

  test('a page where one signs in to the network opens in the browser, at the address that the test found', async () => {
    await activateSettled();
    await expect(bench.run('connection.open-portal')).rejects.toMatchObject({ code: 'connection.no-portal' });
    const proxy = await startProxy({ kind: 'captive-portal', location: 'http://wifi.hotel/login?client=dupont' });
    await runTest(throughProxy(proxy));
    expect(bench.state.test!.addresses[0]).toMatchObject({ action: { kind: 'run', command: 'connection.open-portal' } });
    await bench.run('connection.open-portal');
    expect(bench.window.opened).toEqual(['http://wifi.hotel']);
    await runTest();
    await expect(bench.run('connection.open-portal')).rejects.toMatchObject({ code: 'connection.no-portal' });
  });

  test('a proxy that lacks its name is never gone around', async () => {
    await activateSettled();
    await bench.settings.update({ 'connection.type': 'proxy' });
    await ballBecomes('failed');
    expect(askedToAuthenticate()).toHaveLength(1);
  });
});

describe('« Enregistrer »', () => {
  test('saves without a test, cleaned, and authenticates again', async () => {
    await activateSettled();
    expect(await bench.run('connection.save', { type: 'direct', servers: { update: `« ${bench.impactEmploi.updatesUrl} »` } })).toEqual({
      saved: true,
      corrections: [
        { key: 'corrected.spaces', args: {} },
        { key: 'corrected.quotes', args: {} },
      ],
    });
    expect(await bench.settings.get('connection.type')).toBe('direct');
    expect(await bench.settings.get('connection.servers.update')).toBe(bench.impactEmploi.updatesUrl);
    expect(bench.state.test).toBeNull();
    await vi.waitFor(() => expect(askedToAuthenticate()).toHaveLength(2));
  });

  test('refuses what is no address, and then saves nothing', async () => {
    await activateSettled();
    await expect(bench.run('connection.save', { type: 'direct', servers: { update: 'javascript:alert(1)' } })).rejects.toMatchObject({
      code: 'connection.address-scheme',
      details: { scheme: 'javascript' },
    });
    expect(await bench.settings.get('connection.type')).toBe('system');
  });

  test('a change by another way counts as well', async () => {
    await activateSettled();
    await bench.settings.update({ 'connection.type': 'direct' });
    await vi.waitFor(() => expect(bench.state.values.type).toBe('direct'));
    await vi.waitFor(() => expect(askedToAuthenticate()).toHaveLength(2));
  });
});

describe('addresses without encryption', () => {
  const old = {
    'connection.mode': 'normal',
    'connection.servers.authentication': 'http://127.0.0.1:1',
    'connection.servers.update': 'http://127.0.0.1:1/updates',
  };

  test('are told at start with what takes their place, and replaced in one click', async () => {
    await activate(old);
    expect(bench.contextKeys.values['connection.hasPlainHttp']).toBe(true);
    expect(bench.notifications.shown).toMatchObject([
      {
        severity: 'warning',
        message: {
          args: {
            count: 2,
            before: 'http://127.0.0.1:1, http://127.0.0.1:1/updates',
            after: 'https://impact-emploi.urssaf.fr, https://impact-emploi.urssaf.fr/updates',
          },
        },
        actions: [{ command: 'connection.switch-to-secure' }, { command: 'connection.open' }],
      },
    ]);
    expect(bench.state.plainHttp).toHaveLength(2);

    await bench.run('connection.switch-to-secure');
    expect(bench.state).toMatchObject({
      plainHttp: [],
      values: {
        mode: 'securise',
        servers: {
          authentication: 'https://impact-emploi.urssaf.fr',
          update: 'https://impact-emploi.urssaf.fr/updates',
          netEntreprises: bench.netEntreprises.authenticationUrl,
        },
      },
    });
    expect(bench.notifications.shown).toEqual([]);
    expect(bench.contextKeys.values['connection.hasPlainHttp']).toBe(false);
  });

  test('are no longer told beside the panel once it is open', async () => {
    await activate(old);
    expect(bench.notifications.shown).toHaveLength(1);
    await bench.run('connection.open');
    expect(bench.notifications.shown).toEqual([]);
    expect(bench.panels.revealed).toEqual(['connection.settings']);
    expect(bench.state.plainHttp).toHaveLength(2);
  });

  test('are not told where there are none', async () => {
    await activateSettled();
    expect(bench.contextKeys.values['connection.hasPlainHttp']).toBe(false);
    expect(bench.notifications.shown).toEqual([]);
  });
});

describe('in assistance mode', () => {
  const refusal = { reason: { key: 'refusal.reason' }, command: 'assistance.deactivate', commandTitle: { key: 'command.deactivate' } };
  const inFrench = {
    reason: { key: 'refusal.reason', plugin: 'assistance' },
    command: 'assistance.deactivate',
    commandTitle: { key: 'command.deactivate', plugin: 'assistance' },
  };

  async function activateInAssistanceMode() {
    bench = await ConnectionBench.start();
    const mode = { active: true };
    bench.hooks.tapAs('assistance', 'connection.onWillConnect', () => (mode.active ? refusal : undefined));
    await bench.activate();
    await vi.waitFor(() => expect(bench.state.refusal).toEqual(inFrench));
    return async (active: boolean) => {
      mode.active = active;
      await bench.hooks.call('assistance.onDidChangeMode', { active });
    };
  }

  test('a refusal speaks in no other name than that of the plugin that it comes from', async () => {
    bench = await ConnectionBench.start();
    bench.hooks.tapAs('odd', 'connection.onWillConnect', () => ({ reason: { key: 'notice.connected', plugin: 'connection' } }));
    await bench.activate();
    await vi.waitFor(() => expect(bench.state.refusal).toMatchObject({ reason: { key: 'notice.connected', plugin: 'odd' } }));
  });

  test('the procedure waits: nothing is sent by start, test or authentication', async () => {
    await activateInAssistanceMode();
    expect(await runTest()).toEqual({ ok: false, ms: 0, addresses: [], sentence: inFrench.reason, refusal: inFrench });
    expect(await bench.run('connection.authenticate')).toMatchObject({ ok: false, sentence: inFrench.reason });
    expect(bench.notifications.shown).toMatchObject([{ message: inFrench.reason, actions: [{ command: 'assistance.deactivate' }] }]);
    expect(bench.impactEmploi.requests).toEqual([]);
    expect(bench.ball).toBe('unknown');
  });

  test('after it the heart shows until an authentication succeeds', async () => {
    const change = await activateInAssistanceMode();
    await change(false);
    expect(bench.ball).toBe('failed');
    expect(bench.state).toMatchObject({ refusal: null, status: { reason: { key: 'authentication.after-assistance' } } });
    expect(bench.notifications.shown).toMatchObject([
      { actions: [{ command: 'connection.open' }, { command: 'connection.authenticate' }] },
    ]);
    expect(bench.impactEmploi.requests).toEqual([]);
    await bench.run('connection.authenticate');
    expect(bench.ball).toBe('connected');
  });

  test('entering it cancels what is under way', async () => {
    await activateSettled();
    bench.impactEmploi.behaviour.updates = { kind: 'hang' };
    const outcome = runTest();
    const failure = expect(outcome).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(bench.state.test?.addresses).toHaveLength(2));
    await bench.hooks.call('assistance.onDidChangeMode', { active: true });
    await failure;
    expect(bench.ball).toBe('unknown');
  });

  test('an answer that is no refusal is left out', async () => {
    bench = await ConnectionBench.start();
    bench.hooks.tapAs('odd', 'connection.onWillConnect', () => ({ reason: 'no' }));
    await bench.activate();
    await ballBecomes('connected');
    expect(bench.log.lines).toMatchObject([{ level: 'warn', fields: { plugin: 'odd' } }]);
  });
});

describe("« Contacter l'assistance »", () => {
  test('prepares the mail of the guide, with what the desk needs', async () => {
    await activateSettled();
    await runTest({ servers: { update: 'https://127.0.0.1:1' } });
    const mail = await bench.run('connection.contact-assistance');
    expect(mail).toMatchObject({ address: 'impact-emploi-association@urssaf.fr', subject: 'Serveur de connexion 3.00.72' });
    const url = new URL(bench.window.opened[0]!);
    expect(url.href).toMatch(/^mailto:impact-emploi-association@urssaf\.fr\?subject=Serveur%20de%20connexion%203\.00\.72&body=/);
    const body = url.searchParams.get('body')!;
    expect(body).toContain('Installation : IEA-0001');
    expect(body).toContain('Serveur de mise à jour : https://127.0.0.1:1 refused (connect');
    expect(bench.notifications.shown).toMatchObject([
      { message: { key: 'notice.mail', args: { subject: 'Serveur de connexion 3.00.72' } } },
    ]);
  });
});

describe('a report', () => {
  const report = (args: object = {}) => bench.run('connection.report', args);

  test('is of the last test, as JSON or as a text', async () => {
    await activateSettled();
    await runTest({ mode: 'normal' });
    expect(await report()).toMatchObject({ format: 'boule-bleue-connection-report', version: 1, test: { values: { mode: 'normal' } } });
    expect(await report({ format: 'markdown' })).toMatch(/^# Rapport de connexion.+\n- \*\*Mode de connexion\*\* : Normal\n/s);
  });

  test('for a script brings nothing to the front, and says of its test that a script made it', async () => {
    await activateSettled();
    bench.commands.caller = 'command-line';
    await runTest({});
    expect(await report()).toMatchObject({ test: { trigger: 'command-line' } });
    expect(bench.panels.revealed).toEqual([]);
    bench.commands.caller = 'window';
    await report();
    expect(bench.panels.revealed).toEqual(['connection.history']);
  });

  test('of no test, or of one that is no longer kept, is refused', async () => {
    await activateSettled();
    await expect(report()).rejects.toMatchObject({ code: 'connection.no-test' });
    await expect(report({ test: 'gone' })).rejects.toMatchObject({ code: 'connection.test-unknown' });
  });
});

test('every command and hook of the manifest is answered', async () => {
  await activateSettled();
  const { default: manifest } = await import('./package.json', { with: { type: 'json' } });
  expect(bench.commands.registered).toEqual(manifest.contributes.commands.map(({ command }) => command).sort());
});

test('unloading cancels what is under way', async () => {
  await activateSettled();
  bench.impactEmploi.behaviour.updates = { kind: 'hang' };
  const outcome = runTest();
  const failure = expect(outcome).rejects.toMatchObject({ name: 'AbortError' });
  await vi.waitFor(() => expect(bench.state.test?.addresses).toHaveLength(2));
  await Promise.all([bench.deactivate(), failure]);
  await vi.waitFor(() => expect(bench.impactEmploi.openConnections).toBe(0));
});
