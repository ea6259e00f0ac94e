import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { WorkbenchSnapshot } from '../../../core/protocol/window-protocol.ts';
import { startCommandLine } from '../../support/command-line.ts';
import { PostgresServer, postgresProblem } from '../../support/postgres-server.ts';
import { ProductWindow } from '../../support/product-window.ts';
import { startProduct } from '../../support/started-product.ts';

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => startCommandLine(args, { env }).ended;
const temporaryFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'reseau-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
const lines = (text: string) => text.split('\n').filter(Boolean);

describe('a database’s address', () => {
  test.each([
    [['serve', '--no-open', '--database', 'mysql://iea:Geheimnis@h/iea'], 'postgres://utilisateur@serveur'],
    [['commands', '--database', 'postgres://iea:Geheim/nis@h/iea'], 'postgres://utilisateur@serveur'],
    [['--database', 'postgres://iea:Geheimnis@db.example.fr/iea?sslmode=require', 'commands'], 'sslmode=verify-full'],
    [['settings', 'list', '--database=postgres://iea:Geheimnis@db.example.fr/iea?sslrotcert=x'], 'sslrotcert'],
    [['--no-open', '--database', 'postgres://h/iea?sslrootcert=/no/such/file'], '/no/such/file'],
  ])('is refused in one line: %j', async (args, hint) => {
    const ending = await run([...args, '--data-dir', temporaryFolder()]);
    expect(ending).toMatchObject({ exitCode: 2, stdout: '' });
    expect(lines(ending.stderr)).toHaveLength(1);
    expect(ending.stderr).toContain(hint);
    expect(ending.stderr).not.toContain('Geheim');
  });

  test('comes from the environment too', async () => {
    const ending = await run(['commands', '--data-dir', temporaryFolder()], { BOULE_BLEUE_DATABASE: 'iea' });
    expect(ending).toMatchObject({ exitCode: 2, stdout: '' });
  });
});

describe.skipIf(postgresProblem !== undefined)('a host with a database', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server.stop());

  const url = (database = 'postgres') => server.url(database).replace(server.password, 'Geheim%21');
  const withPassword = { PGPASSWORD: '' };
  beforeAll(() => {
    withPassword.PGPASSWORD = server.password;
  });

  test('shows its password nowhere', async () => {
    const folder = temporaryFolder();
    await using product = await startProduct({ options: ['--database', url(), '--log-level', 'trace', '--verbose'], dataFolder: folder });
    await expect.poll(() => product.stderr()).toContain('shared-storage.sign-in-refused');
    const files = globSync('**/*', { cwd: folder }).map((name) => join(folder, name));
    const shown = files.filter((path) => !path.endsWith('host.lock') && existsSync(path)).flatMap((path) => readTextOf(path));
    const command = process.platform === 'linux' ? readFileSync(`/proc/${product.processId}/cmdline`, 'utf8') : '';
    expect([...shown, product.stderr(), command].filter((text) => /Geheim/.test(text))).toEqual([]);
    expect(JSON.parse(readFileSync(join(folder, 'host.json'), 'utf8')).database).toBe(
      `postgres://postgres@127.0.0.1:${server.port}/postgres`,
    );
    await product.stop();
  });

  test('starts, serves and ends in time though the server is away', async () => {
    const database = 'postgres://iea@127.0.0.1:1/iea';
    await using product = await startProduct({ options: ['--database', database] });
    const commands = await run(['commands', '--data-dir', product.dataFolder]);
    expect(commands.exitCode).toBe(0);
    const startedMs = performance.now();
    expect(await product.stop('SIGINT')).toMatchObject({ exitCode: 0 });
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });

  test('says once that the database is away, as long as it is', async () => {
    const proxied = await PostgresServer.start();
    onTestFinished(() => proxied.stop());
    await using product = await startProduct({ options: ['--database', proxied.url()] });
    const notices: (readonly string[])[] = [];
    const note = (all: WorkbenchSnapshot['notices'] | undefined) => {
      if (all) notices.push(all.map(({ text }) => text).filter((text) => text.startsWith('Comptes utilisateurs du réseau')));
    };
    const window = await ProductWindow.open(product, (patch) => note(patch.notices));
    await proxied.kill();
    await expect.poll(() => notices.at(-1)).toEqual([expect.stringContaining('ne répond pas (127.0.0.1)')]);
    await proxied.restart();
    await expect.poll(() => notices.at(-1)).toEqual([]);
    window.close();
  });

  test('says beside a running host which database that one has', async () => {
    await using product = await startProduct();
    const other = await run(['commands', '--data-dir', product.dataFolder, '--database', 'postgres://iea:Geheim@127.0.0.1/iea']);
    expect(other).toMatchObject({ exitCode: 0 });
    expect(lines(other.stderr)).toEqual([expect.stringContaining('garde ses données sur ce poste')]);
    const window = await run(['serve', '--no-open', '--data-dir', product.dataFolder], {
      BOULE_BLEUE_DATABASE: 'postgres://iea@127.0.0.1/iea',
    });
    expect(window.stderr).toContain('garde ses données sur ce poste');
  });

  test('makes its tables, once, whoever starts first', async () => {
    const database = await server.createDatabase();
    const address = server.url(database).replace(`:${server.password}`, '');
    const file = join(temporaryFolder(), 'pgpass');
    writeFileSync(file, `127.0.0.1:*:${database}:postgres:${server.password}\n`, { mode: 0o600 });
    await using one = await startProduct({ options: ['--database', address], env: withPassword });
    await using other = await startProduct({
      env: { BOULE_BLEUE_DATABASE: `${address}?passfile=${encodeURIComponent(file)}`, PGPASSWORD: '' },
    });
    const listening = "SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'boule-bleue' AND datname = $1";
    await expect.poll(() => server.query(listening, [database])).toEqual([{ count: 2 }]);
    expect(await server.query('SELECT count(*)::int AS count FROM boule_bleue_store', [], database)).toEqual([{ count: 1 }]);
    await Promise.all([one.stop(), other.stop()]);
    await expect.poll(() => server.query(listening, [database])).toEqual([{ count: 0 }]);
  });
});

function readTextOf(path: string): readonly string[] {
  try {
    return [readFileSync(path, 'latin1')];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EISDIR') return [];
    throw error;
  }
}
