import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { startCommandLine } from '../../support/command-line.ts';
import { PostgresServer, postgresProblem } from '../../support/postgres-server.ts';
import { randomSource } from '../../support/random-source.ts';
import { startProduct } from '../../support/started-product.ts';
import { openSurvivalStore } from '../../support/survival/open-survival-store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'storage-commands-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

const storage = (...args: readonly string[]) => startCommandLine(['storage', ...args, '--data-dir', folder]);
const run = (...args: readonly string[]) => storage(...args).ended;
const lineCount = (text: string) => text.split('\n').length - 1;

async function fill(documents: number): Promise<void> {
  const { store } = openSurvivalStore(join(folder, 'shared.sqlite'));
  for (let start = 0; start < documents; start += 1_000) {
    const ids = Array.from({ length: Math.min(1_000, documents - start) }, (_, index) => `account-${start + index}`);
    const changes = ids.map((id) => ({ collection: 'accounts', id, value: { name: id, filler: 'x'.repeat(500) } }));
    await store.write('credentials', changes, [{ action: 'credentials.saved', subject: `${start}` }]);
  }
  await store.engine.close();
}

describe('used wrongly, storage says so in one line and ends with 2', () => {
  test.each([
    [['move'], '--from'],
    [['move', '--from', 'embedded'], '--to'],
    [['move', '--from', 'embedded', '--to', 'embedded'], '--from et --to'],
    [['move', '--from', 'embedded', '--to', 'postgres://iea:Geheimnis@db.example.fr/iea?sslmode=require'], 'sslmode=verify-full'],
    [['move', '--from', 'somewhere', '--to', 'embedded'], 'postgres://utilisateur@serveur'],
    [['frobnicate'], 'frobnicate'],
  ])('%j', async (args, hint) => {
    const ending = await run(...args);
    expect(ending).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ending.stderr).toContain(hint);
    expect(lineCount(ending.stderr)).toBe(1);
    expect(ending.stderr).not.toContain('Geheimnis');
  });
});

test('a folder without shared data is told, and left as it is', async () => {
  for (const command of ['status', 'verify']) {
    expect(await run(command)).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('pas de données partagées') });
  }
  expect(existsSync(join(folder, 'shared.sqlite'))).toBe(false);
});

describe.skipIf(postgresProblem !== undefined)('the shared data', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server.stop());

  test('is moved to a réseau, told, and used there', async () => {
    await fill(20);
    const url = server.url(await server.createDatabase());
    const shown = url.replace(`:${server.password}`, '');
    const moved = await run('move', '--from', 'embedded', '--to', url, '--json');
    expect(moved).toMatchObject({ exitCode: 0, stderr: expect.stringContaining(`--database ${shown}`) });
    expect(JSON.parse(moved.stdout)).toMatchObject({ from: 'embedded', to: shown, documents: 20, entries: 1 });
    expect(moved.stdout + moved.stderr).not.toContain(server.password);
    expect((await run('status')).stdout).toContain(`Déplacées vers : ${shown}`);
    expect(await run('verify', '--database', url)).toMatchObject({
      exitCode: 0,
      stderr: '',
      stdout: expect.stringContaining('20 documents vérifiés'),
    });
    expect(await run('move', '--from', 'embedded', '--to', url)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('ont été déplacées'),
    });
  });

  test('is not moved while a host runs, on the folder or on another workstation', async () => {
    await fill(3);
    const url = server.url(await server.createDatabase());
    await using product = await startProduct({ dataFolder: folder });
    expect(await run('move', '--from', 'embedded', '--to', url)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('Fermez-le'),
    });
    await product.stop();
    await using workstation = await startProduct({ options: ['--database', url] });
    const listening = "SELECT 1 FROM pg_stat_activity WHERE application_name = 'boule-bleue' AND datname = $1";
    await expect.poll(() => server.query(listening, [new URL(url).pathname.slice(1)])).not.toEqual([]);
    expect(await run('move', '--from', 'embedded', '--to', url)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('Des postes'),
    });
    await workstation.stop();
    // The workstation founded the réseau meanwhile.
    expect(await run('move', '--from', 'embedded', '--to', url, '--replace')).toMatchObject({ exitCode: 0 });
  });

  test('that was tampered with is told by verification', async () => {
    await fill(3);
    const database = await server.createDatabase();
    await run('move', '--from', 'embedded', '--to', server.url(database));
    await server.query("UPDATE boule_bleue_document SET revision = 7 WHERE id = 'account-1'", [], database);
    await server.query('DELETE FROM boule_bleue_journal', [], database);
    const verdict = await run('verify', '--database', server.url(database));
    expect(verdict).toMatchObject({
      exitCode: 1,
      stderr: '',
      stdout: expect.stringMatching(/1 document abîmé : .*account-1.*\n.*ligne 1 .*la fin manque/),
    });
  });

  test('is whole or not there at all wherever moving is killed', async () => {
    const random = randomSource(9);
    await fill(6_000);
    const url = server.url(await server.createDatabase());
    const whole = { documents: 6_000, entries: 6 };
    for (let round = 0; round < 12; round += 1) {
      const { child, ended } = storage('move', '--from', 'embedded', '--to', url);
      const killed = delay(300 + random(2_000)).then(() => child.kill('SIGKILL'));
      await Promise.race([ended, killed]);
      await ended;
      const status = await run('status', '--database', url, '--json');
      const { documents, entries } = status.exitCode === 0 ? JSON.parse(status.stdout) : { documents: 0, entries: 0 };
      expect([{ documents: 0, entries: 0 }, whole]).toContainEqual({ documents, entries });
    }
    const last = await run('move', '--from', 'embedded', '--to', url);
    expect([0, 1]).toContain(last.exitCode);
    expect(JSON.parse((await run('status', '--json')).stdout).movedTo).toBe(url.replace(`:${server.password}`, ''));
    expect(await run('verify', '--database', url)).toMatchObject({ exitCode: 0 });
  });
});
