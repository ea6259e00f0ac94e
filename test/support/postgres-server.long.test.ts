import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CertificateAuthority } from '../servers/authority.ts';
import { PostgresServer, postgresProblem } from './postgres-server.ts';

describe.skipIf(postgresProblem !== undefined)('a PostgreSQL server for tests', () => {
  let server: PostgresServer;

  beforeAll(async () => {
    const authority = await CertificateAuthority.create();
    server = await PostgresServer.start({ isDurable: true, identity: await authority.issue({ hosts: ['localhost', '127.0.0.1'] }) });
  });
  afterAll(async () => {
    await server.stop();
    expect(existsSync(server.folder)).toBe(false);
  });

  test('speaks TLS, and a killed one has what it acknowledged', async () => {
    const database = await server.createDatabase();
    await server.query('CREATE TABLE kept (value TEXT)', [], database);
    await server.query('INSERT INTO kept VALUES ($1)', ['é'], database);
    expect(await server.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')).toEqual([{ ssl: true }]);
    await server.kill();
    await expect(server.query('SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await server.restart();
    expect(await server.query('SELECT value FROM kept', [], database)).toEqual([{ value: 'é' }]);
  });

  test('gives each test a copy of a database', async () => {
    const template = await server.createDatabase();
    await server.query('CREATE TABLE kept (value TEXT)', [], template);
    const copy = await server.createDatabase(template);
    expect(await server.query('SELECT * FROM kept', [], copy)).toEqual([]);
  });
});
