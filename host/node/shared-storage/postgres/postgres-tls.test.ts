import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createSecureContext } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CertificateAuthority, createSelfSignedIdentity, type ServerIdentity } from '../../../../test/servers/authority.ts';
import { LoopbackListener } from '../../../../test/servers/loopback-listener.ts';
import { TestLink } from '../../../../test/support/postgres-link-fixture.ts';
import { PostgresServer, postgresProblem } from '../../../../test/support/postgres-server.ts';
import { DatabaseAddress } from './database-address.ts';
import { dialDatabase } from './dial-database.ts';

const bounds = { attemptMs: 3_000, callMs: 3_000, restMs: 0 };
const dayMs = 86_400_000;
let authority: CertificateAuthority;
beforeAll(async () => {
  authority = await CertificateAuthority.create();
});

describe.skipIf(postgresProblem !== undefined)('a PostgreSQL server that speaks TLS', () => {
  let server: PostgresServer;
  let good: ServerIdentity;
  beforeAll(async () => {
    good = await authority.issue();
    server = await PostgresServer.start({ identity: good });
  });
  afterAll(() => server.stop());

  const url = (parameters = 'sslmode=verify-full', host = 'localhost') => `${server.url('postgres', host)}?${parameters}`;
  /** What a link that trusts the authority says; a server takes its new certificate when it is told to read its files anew. */
  const problemWith = async (identity: ServerIdentity, options = { authorities: [authority.rootPem] }) => {
    writeFileSync(join(server.folder, 'server.crt'), identity.cert);
    writeFileSync(join(server.folder, 'server.key'), identity.key);
    const before = await server.query<{ at: Date }>('SELECT pg_conf_load_time() AS at, pg_reload_conf()');
    await expect.poll(() => server.query('SELECT 1 FROM pg_stat_activity WHERE pg_conf_load_time() > $1', [before[0]?.at])).not.toEqual([]);
    await using link = new TestLink(url(), { ...options, bounds });
    const error = await link.ask('SELECT 1').catch((reason: unknown) => reason as { details: object });
    return 'details' in error ? error.details : 'none';
  };

  test('is connected to where its certificate is good, by name and by address', async () => {
    await using link = new TestLink(url(), { authorities: [authority.rootPem], bounds });
    expect(await link.ask('SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()')).toEqual([
      { ssl: true, version: 'TLSv1.3' },
    ]);
    await using byAddress = new TestLink(url('sslmode=require', '127.0.0.1'), { authorities: [authority.rootPem], bounds });
    expect(await byAddress.ask('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('is trusted by a file of authorities, and by that file alone', async () => {
    const file = join(server.folder, 'root.crt');
    writeFileSync(file, authority.rootPem);
    const parameter = `sslmode=verify-full&sslrootcert=${encodeURIComponent(file)}`;
    await using link = new TestLink(url(parameter), { bounds });
    expect(await link.ask('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    writeFileSync(file, (await CertificateAuthority.create()).rootPem);
    await using other = new TestLink(url(parameter), { authorities: [authority.rootPem], bounds });
    await expect(other.ask('SELECT 1')).rejects.toMatchObject({ code: 'shared-storage.not-secure', details: { fault: 'authority' } });
  });

  test.each([
    ['name', () => authority.issue({ hosts: ['db.example.fr'] })],
    ['expired', () => authority.issue({ notBefore: new Date(Date.now() - 9 * dayMs), notAfter: new Date(Date.now() - dayMs) })],
    ['early', () => authority.issue({ notBefore: new Date(Date.now() + dayMs) })],
    ['authority', async () => (await CertificateAuthority.create()).issue()],
    ['authority', () => createSelfSignedIdentity()],
    ['authority', () => authority.issue({ sendUpTo: 'leaf' })],
  ])('is refused for its %s', async (fault, make) => {
    expect(await problemWith(await make())).toEqual({ server: 'localhost', fault });
    expect(await problemWith(good)).toBe('none');
  });

  test('is not told users and databases before its certificate was judged', async () => {
    await problemWith(await authority.issue({ hosts: ['db.example.fr'] }));
    await problemWith(good);
    expect(server.messages).not.toMatch(/authenticat|startup packet: user/i);
  });

  test('is verified though the environment says not to', async () => {
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    process.env.PGSSLMODE = 'disable';
    try {
      expect(await problemWith(good, { authorities: [] })).toEqual({ server: 'localhost', fault: 'authority' });
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      delete process.env.PGSSLMODE;
    }
  });
});

describe('whoever stands in between', () => {
  /** Plays a server; what it was sent is kept. */
  const play = async (answer: (socket: Socket) => void) => {
    const received: Buffer[] = [];
    const listener = await LoopbackListener.open((socket) => {
      socket.once('data', () => answer(socket)).on('data', (data) => received.push(Buffer.from(data)));
    });
    const close = () => listener.close();
    return { port: listener.port, received: () => Buffer.concat(received), [Symbol.asyncDispose]: close };
  };
  const fail = async (port: number, host = 'localhost') => {
    await using link = new TestLink(`postgres://iea:Geheimnis@${host}:${port}/office?sslmode=verify-full`, { bounds });
    return await link.ask('SELECT 1').catch((reason: unknown) => reason);
  };

  test.each([
    ['open', 'N'],
    ['stranger', 'E'],
    ['stranger', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['stranger', 'SR\0\0\0\x08\0\0\0\x03'],
  ])('is told nothing, and is said to be: %s (%j)', async (fault, answer) => {
    await using server = await play((socket) => socket.write(answer));

    expect(await fail(server.port)).toMatchObject({ code: 'shared-storage.not-secure', details: { server: 'localhost', fault } });
    expect(server.received().length).toBe(8);
  });

  test('is told nothing either where it hangs up, or answers TLS with something else', async () => {
    await using silent = await play((socket) => socket.destroy());
    expect(await fail(silent.port)).toMatchObject({ code: 'shared-storage.unreachable' });
    await using noise = await play((socket) => {
      socket.write('S');
      socket.once('data', () => socket.write('no TLS at all, whatever was said'));
    });
    expect(await fail(noise.port)).toMatchObject({ code: 'shared-storage.not-secure', details: { fault: 'stranger' } });
    await setImmediate();
    expect(noise.received().toString('latin1')).not.toMatch(/iea|office|Geheimnis/);
  });

  test('can’t have another machine taken for this one, where no TLS is asked for', async () => {
    const elsewhere = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find(({ internal, family }) => !internal && family === 'IPv4')?.address;
    const server = createServer().listen(0, elsewhere);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    // What a workstation's file of names can make of `localhost`.
    const address = Object.assign(Object.create(DatabaseAddress.parse('postgres://iea@localhost/office')), {
      host: elsewhere ?? '0.0.0.0',
      port,
    });
    const trust = { secureContext: async () => createSecureContext() };
    const dialled = dialDatabase(address, trust, AbortSignal.timeout(5_000));
    if (elsewhere) await expect(dialled).rejects.toMatchObject({ code: 'shared-storage.not-secure', details: { fault: 'elsewhere' } });
    else (await dialled).destroy();
    server.close();
  });
});
