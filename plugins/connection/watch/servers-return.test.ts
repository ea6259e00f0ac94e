/** Servers that die and come back, on the real network. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ImpactEmploiServer } from '../../../test/servers/impact-emploi-server.ts';
import type { ConnectionBench } from '../../../test/support/connection-bench.ts';
import { comeBack, startWatching } from '../../../test/support/watching-bench.ts';
import type { AccessTestAnswer } from '../access-test/access-test-answer.ts';
import type { ConnectionState } from '../connection-status.ts';

let bench: ConnectionBench;
afterEach(async () => {
  vi.restoreAllMocks();
  await bench[Symbol.asyncDispose]();
});

const ballBecomes = (state: ConnectionState) => vi.waitFor(() => expect(bench.ball).toBe(state), 10_000);
const logins = (server: ImpactEmploiServer) => server.requests.filter(({ path }) => path === '/authentification');
const statesOfBall = () =>
  bench.panels.history
    .filter(({ panel }) => panel === 'connection.settings')
    .map(({ state }) => (state as { status: { state: string } }).status.state);

describe('a server that is gone', () => {
  test('turns the ball blue without a click once it is back', async () => {
    bench = await startWatching(false);
    await ballBecomes('failed');
    await vi.waitFor(() => expect(bench.state.watch).toMatchObject({ isAskedToWait: false, nextAtMs: expect.any(Number) }));
    const server = await comeBack(bench);
    await ballBecomes('connected');
    expect(bench.state.watch).toBeNull();
    const kept = async () => (await bench.storage.list('connection-tests')).map(({ value }) => value);
    await vi.waitFor(async () => expect(await kept()).toMatchObject([{ trigger: 'watch', ok: true, count: 1 }]));
    expect(server.requests.map(({ method, path, body }) => [method, path, body !== ''])).toEqual([
      ['GET', '/', false],
      ['POST', '/authentification', true],
      ['GET', expect.any(String), false],
      ['GET', expect.any(String), false],
    ]);
    expect(bench.state.test).toBeNull();
    const states = statesOfBall();
    expect(states.slice(states.indexOf('failed'))).not.toContain('connecting');
    expect(bench.notifications.shown).toEqual([]);
  });
});

test('a network that changes while the server stays isn’t seen, and nothing is sent but an empty GET', async () => {
  bench = await startWatching();
  await ballBecomes('connected');
  const before = statesOfBall().length;
  bench.network.fire();
  await vi.waitFor(() => expect(bench.impactEmploi.requests).toHaveLength(2));
  expect(bench.impactEmploi.requests[1]).toMatchObject({ method: 'GET', path: '/', body: '' });
  expect(logins(bench.impactEmploi)).toHaveLength(1);
  expect(statesOfBall()).toHaveLength(before);
});

describe('« Attendre que les serveurs répondent »', () => {
  const wait = (args?: unknown, signal?: AbortSignal) => bench.run('connection.watch', args, signal) as Promise<AccessTestAnswer>;

  test('asks no plugin for its checks, which may sign in', async () => {
    bench = await startWatching();
    const check = vi.fn();
    bench.hooks.tapAs('other', 'connection.check', check);
    expect((await wait()).ok).toBe(true);
    expect(check).not.toHaveBeenCalled();
  });

  test('ends with the last failure when the time is over', async () => {
    bench = await startWatching(false);
    const answer = await wait({ timeoutMs: 1 });
    expect([answer.ok, answer.addresses.map(({ cause }) => cause)]).toEqual([false, ['refused', 'refused', null]]);
  });

  test('ends when it is cancelled, by whoever asked or by « Annuler »', async () => {
    bench = await startWatching(false);
    const caller = new AbortController();
    const outcome = expect(wait(undefined, caller.signal)).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(bench.netEntreprises.requests.length).toBeGreaterThan(0));
    caller.abort();
    await outcome;
    const second = expect(wait()).rejects.toMatchObject({ name: 'AbortError' });
    bench.notifications.cancel();
    await second;
  });

  test('waits in assistance mode too, and says so', async () => {
    bench = await startWatching();
    bench.hooks.tapAs('assistance', 'connection.onWillConnect', () => ({ reason: { key: 'refusal.reason' } }));
    expect(await wait()).toMatchObject({ ok: false, addresses: [], sentence: { key: 'refusal.reason' } });
  });
});
