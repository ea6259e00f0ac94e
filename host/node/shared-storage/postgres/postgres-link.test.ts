import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ShellError } from '../../../../core/errors.ts';
import { EventEmitter } from '../../../../core/event.ts';
import { StallingProxy } from '../../../../test/servers/stalling-proxy.ts';
import { TestLink } from '../../../../test/support/postgres-link-fixture.ts';
import { PostgresServer, postgresProblem } from '../../../../test/support/postgres-server.ts';

const quick = {
  attemptMs: 1_000,
  callMs: 1_500,
  silenceMs: 600,
  lookEveryMs: 100,
  lookMs: 300,
  restMs: 50,
  spareIdleMs: 100,
  steadyMs: 100,
};
const backends = `SELECT pid FROM pg_stat_activity WHERE application_name = 'boule-bleue' AND datname = $1`;

describe.skipIf(postgresProblem !== undefined)('the link to a database', () => {
  let server: PostgresServer;
  let database: string;
  beforeAll(async () => {
    server = await PostgresServer.start();
    database = await server.createDatabase();
  });
  afterAll(() => server.stop());

  const url = () => server.url(database);
  const urlBy = (proxy: StallingProxy) => url().replace(`:${server.port}/`, `:${proxy.port}/`);
  const countBackends = async () => (await server.query(backends, [database])).length;

  test('works over TCP and over a Unix socket, with bounds on the server’s side', async () => {
    await using link = new TestLink(url());
    await using near = new TestLink(url().replace('127.0.0.1', encodeURIComponent(server.socketFolder)));
    expect(await link.ask(`SELECT current_setting('statement_timeout') AS bound, $1::int + 1 AS sum`, [1])).toEqual([
      { bound: '4s', sum: 2 },
    ]);
    expect(link.status()).toEqual({ isReachable: true });
    expect(await near.ask('SELECT inet_server_addr() AS address')).toEqual([{ address: null }]);
  });

  test('asks for commits that last, whatever the server’s default', async () => {
    await using link = new TestLink(url());
    expect(await link.ask('SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
  });

  test('passes on what another workstation notifies', async () => {
    await using one = new TestLink(url());
    await using other = new TestLink(url());
    const heard: (string | undefined)[] = [];
    one.onNotification((payload) => heard.push(payload));
    await one.ask('SELECT 1');
    const startedMs = performance.now();
    await other.ask(`SELECT pg_notify('boule_bleue', 'hello')`);
    await expect.poll(() => heard, { interval: 5 }).toContain('hello');
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  });

  test('keeps one connection, and a second while the first is busy', async () => {
    await using link = new TestLink(url(), { bounds: quick });
    await link.ask('SELECT 1');
    await expect.poll(countBackends).toBe(1);
    const first = await link.pool.connect();
    const [second, third] = [await link.pool.connect(), link.pool.connect()];
    expect(await countBackends()).toBe(2);
    first.release();
    (await third).release();
    second.release();
    await expect.poll(countBackends).toBe(1);
  });

  test('does all over one connection where the server grants no second', async () => {
    const role = `limited_${randomUUID().slice(0, 8)}`;
    await server.query(`CREATE ROLE ${role} LOGIN PASSWORD 'x' CONNECTION LIMIT 1`);
    await using link = new TestLink(url().replace(`${server.user}:${server.password}`, `${role}:x`), { bounds: quick });
    const sums = await Promise.all([1, 2, 3, 4].map((value) => link.ask('SELECT $1::int AS value', [value])));
    expect(sums.flat().map(({ value }) => value)).toEqual([1, 2, 3, 4]);
    await using late = new TestLink(url().replace(`${server.user}:${server.password}`, `${role}:x`), { bounds: quick });
    await expect(late.ask('SELECT 1')).rejects.toMatchObject({ code: 'shared-storage.too-many-connections' });
  });

  test.each([
    ['shared-storage.sign-in-refused', (text: string) => text.replace(server.password, 'wrong-Geheimnis')],
    ['shared-storage.sign-in-refused', (text: string) => text.replace(`//${server.user}:`, '//nobody:')],
    ['shared-storage.password-missing', (text: string) => text.replace(`:${server.password}`, '')],
    ['shared-storage.database-missing', (text: string) => text.replace(database, 'elsewhere')],
    ['shared-storage.unreachable', (text: string) => text.replace(`:${server.port}`, ':1')],
    ['shared-storage.unreachable', (text: string) => text.replace('127.0.0.1', 'localhost').replace(`:${server.port}`, ':1')],
  ])('says %s, to calls and in its status, and shows no password', async (code, change) => {
    await using link = new TestLink(change(url()), { bounds: quick });
    const error = await link.ask('SELECT 1').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code });
    expect(link.status()).toEqual({ isReachable: false, problem: code, error });
    expect(inspect([error, link.logged], { depth: 20, showHidden: true })).not.toMatch(new RegExp(`${server.password}|Geheimnis`));
  });

  test('tells what whoever prepares the database finds, and tries again later', async () => {
    let version = 3;
    const prepare = async () => {
      if (version > 2) throw new ShellError('shared-storage.newer', { version, knownVersion: 2 });
    };
    await using link = new TestLink(url(), { bounds: quick, prepare });
    await expect(link.ask('SELECT 1')).rejects.toMatchObject({ code: 'shared-storage.newer' });
    version = 2;
    await expect.poll(() => link.status().isReachable).toBe(true);
  });

  test('comes back when the server does, without being asked, and says that something may have been missed', async () => {
    await using link = new TestLink(url(), { bounds: quick });
    await link.ask('SELECT 1');
    const heard: (string | undefined)[] = [];
    const states: boolean[] = [];
    link.onNotification((payload) => heard.push(payload));
    link.onDidChangeStatus(() => states.push(link.status().isReachable));
    await server.kill();
    await expect.poll(() => states).toEqual([false]);
    await expect(link.ask('SELECT 1')).rejects.toMatchObject({ code: 'shared-storage.unreachable' });
    await server.restart();
    await expect.poll(() => states, { timeout: 20_000 }).toEqual([false, true]);
    expect(heard).toEqual([undefined]);
    expect(await link.ask('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('is back at once after its backend was ended', async () => {
    await using link = new TestLink(url(), { bounds: { steadyMs: 0 } });
    await link.ask('SELECT 1');
    await server.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [database]);
    await expect
      .poll(
        () =>
          link.ask('SELECT 1').then(
            () => true,
            () => false,
          ),
        { timeout: 2_000 },
      )
      .toBe(true);
  });

  test('notices within moments that an idle connection leads nowhere', async () => {
    await using proxy = await StallingProxy.open(server.port);
    await using link = new TestLink(urlBy(proxy), { bounds: quick });
    await link.ask('SELECT 1');
    proxy.stall();
    await expect.poll(() => link.status(), { timeout: 2_000, interval: 20 }).toMatchObject({ problem: 'shared-storage.unreachable' });
    proxy.recover();
    await expect.poll(() => link.status().isReachable, { timeout: 5_000 }).toBe(true);
  });

  test('lets no call hang whose answer gets lost', async () => {
    await using proxy = await StallingProxy.open(server.port);
    await using link = new TestLink(urlBy(proxy), { bounds: { ...quick, lookEveryMs: 60_000 } });
    const client = await link.pool.connect();
    proxy.stall();
    const startedMs = performance.now();
    await expect(client.query('SELECT 1', [])).rejects.toMatchObject({ code: 'shared-storage.unreachable' });
    client.release();
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });

  test('lets no call hang where a server accepts and says nothing', async () => {
    await using proxy = await StallingProxy.open(server.port);
    proxy.stall();
    await using link = new TestLink(urlBy(proxy), { bounds: { ...quick, attemptMs: 400 } });
    const startedMs = performance.now();
    await expect(link.ask('SELECT 1')).rejects.toMatchObject({ code: 'shared-storage.unreachable' });
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });

  test('tries at once when the network changes', async () => {
    const changes = new EventEmitter<void>();
    await using proxy = await StallingProxy.open(server.port);
    proxy.stall();
    const bounds = { ...quick, attemptMs: 300 };
    await using link = new TestLink(urlBy(proxy), { bounds, onNetworkChange: changes.event });
    // Several failures, so that the next attempt is far away.
    for (let round = 0; round < 6; round += 1) await link.ask('SELECT 1').catch(() => {});
    proxy.recover();
    changes.fire();
    await expect.poll(() => link.status().isReachable, { timeout: 3_000, interval: 10 }).toBe(true);
  });

  test('leaves nothing behind when it is closed, even while it connects', async () => {
    const link = new TestLink(url());
    await link.ask('SELECT 1');
    await link.close();
    const early = new TestLink(url());
    await early.close();
    await expect(link.pool.connect()).rejects.toMatchObject({ code: 'shared-storage.unreachable' });
    await expect.poll(countBackends).toBe(0);
  });
});
