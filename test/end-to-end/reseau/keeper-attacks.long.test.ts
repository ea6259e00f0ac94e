/** What the window's own connection lets a user do, and what whoever keeps the database or carries a disk away comes by. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentDigest, firstHash, journalHash } from '../../../host/node/shared-storage/digests.ts';
import { notificationChannel } from '../../../host/node/shared-storage/postgres/postgres-connection.ts';
import { PostgresServer, postgresProblem } from '../../support/postgres-server.ts';
import { ProductWindow } from '../../support/product-window.ts';
import { type StartedProduct, startProduct } from '../../support/started-product.ts';
import { runCommandLine } from '../office.ts';

const chief = 'Le-mot-de-passe-du-bureau';
const passwords: Readonly<Record<string, string>> = { Dupont: 'Dupont-au-bureau-7', Martin: 'Martin-à-l’accueil-8' };
const identity = { siret: '73282932000074', firstName: 'Élise' };
const another = { password: 'un-autre-mot-1', confirmation: 'un-autre-mot-1' };
const denied = /^credentials\.(sign-in-required|administrator-required|account-foreign)$/;

interface Row {
  readonly id: string;
  readonly collection: string;
  readonly plugin: string;
  readonly revision: number;
  readonly value: string;
}

describe.skipIf(postgresProblem !== undefined)('a réseau', () => {
  let server: PostgresServer;
  let folder: string;
  let database: string;
  let [founder, second]: StartedProduct[] = [];
  let window: ProductWindow;

  const query = <T extends object>(text: string, values: unknown[] = []) => server.query<T>(text, values, database);
  const start = (name: string) => startProduct({ dataFolder: join(folder, name), options: ['--database', server.url(database)] });

  async function run(name: string, command: string, args: object = {}) {
    try {
      const { stdout } = await runCommandLine(join(folder, name), ['run', command, '--json', '--args', JSON.stringify(args)]);
      return { value: JSON.parse(stdout) };
    } catch (failure) {
      return { told: String((failure as { stderr?: string }).stderr).trim() };
    }
  }

  async function rowOf(collection: string, name: string): Promise<Row> {
    const [account] = await query<Row>("SELECT id FROM boule_bleue_document WHERE collection = 'accounts' AND value LIKE $1", [
      `%"name":"${name}"%`,
    ]);
    const [row] = await query<Row>('SELECT * FROM boule_bleue_document WHERE collection = $1 AND id = $2', [collection, account?.id]);
    if (!row) throw new Error(`There are no ${collection} of ${name}.`);
    return { ...row, revision: Number(row.revision) };
  }

  /** As whoever may write and knows how rows are told from damaged ones. */
  async function replace(row: Row, value: string): Promise<void> {
    const revision = row.revision + 1;
    const digest = documentDigest({ ...row, value, revision });
    await query('UPDATE boule_bleue_document SET value = $1, digest = $2, revision = $3 WHERE collection = $4 AND id = $5', [
      ...[value, digest, revision],
      ...[row.collection, row.id],
    ]);
    await query('SELECT pg_notify($1, $2)', [notificationChannel, 'anything']);
  }

  beforeAll(async () => {
    server = await PostgresServer.start();
    database = await server.createDatabase();
    folder = await mkdtemp(join(tmpdir(), 'keeper-'));
    founder = await start('founder');
    for (const [name, password] of Object.entries(passwords)) {
      await run('founder', 'credentials.add-account', { name });
      const typed = { ...identity, lastName: name, netEntreprisesPassword: `portail ${name}` };
      await run('founder', 'credentials.save', { account: name, password, confirmation: password, ...typed });
    }
    await run('founder', 'credentials.protect', { password: chief, confirmation: chief });
    second = await start('second');
    window = await ProductWindow.open(second);
  }, 180_000);

  afterAll(async () => {
    window?.close();
    await Promise.all([founder?.stop(), second?.stop()]);
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const commands: readonly [string, Readonly<Record<string, string | boolean | readonly string[]>>][] = [
    ['show', { account: 'Martin' }],
    ['test', { account: 'Martin', confirmed: true }],
    ['save', { account: 'Martin', ...identity, lastName: 'x', netEntreprisesPassword: 'z' }],
    ['rename-account', { account: 'Martin', name: 'Autre' }],
    ['remove-account', { account: 'Martin', confirmed: true }],
    ['set-role', { account: 'Dupont', role: 'administrator', confirmed: true }],
    ['reset-password', { account: 'Martin', ...another }],
    ['reset-password', { account: 'Dupont', ...another }],
    ['add-account', { name: 'Durand' }],
    ['protect', another],
    ['protect', { account: 'Dupont', ...another }],
    ['create-recovery-key', {}],
    ['rotate-keys', { confirmed: true }],
    ['apply', { account: 'Martin', targets: ['Dupont'] }],
  ];

  test.each(['nobody', 'an ordinary user'])('has the window’s own connection do nothing for %s that is not theirs', async (who) => {
    if (who !== 'nobody') {
      expect(await window.run('credentials.sign-in', { account: 'Dupont', password: passwords.Dupont! })).toMatchObject({ ok: true });
    }
    const documents = () => query('SELECT collection, id, revision, digest FROM boule_bleue_document ORDER BY 1, 2');
    const before = await documents();
    for (const [command, args] of commands) {
      const outcome = await window.run(`credentials.${command}`, { ...args });
      expect({ command, args, outcome }).toMatchObject({ outcome: { ok: false, cancelled: false } });
      expect({ command, code: outcome.ok ? '' : outcome.code }).toMatchObject({ code: expect.stringMatching(denied) });
      expect(JSON.stringify(outcome)).not.toMatch(/portail|73282932000074/);
    }
    expect(await documents()).toEqual(before);
    expect(JSON.stringify(await window.openPanel('credentials.accounts'))).not.toContain('"lastName":"Martin"');
  });

  test('lets go of a row that asks for gigabytes to work a password out, at once, and opens the others', async () => {
    const row = await rowOf('accounts', 'Martin');
    const value = JSON.parse(row.value);
    await replace(row, JSON.stringify({ ...value, password: { ...value.password, memoryKib: 64 * 1024 * 1024, passes: 1_000_000 } }));
    const begun = Date.now();
    expect(await window.run('credentials.sign-in', { account: 'Martin', password: passwords.Martin! })).toMatchObject({ ok: false });
    expect(Date.now() - begun).toBeLessThan(10_000);
    expect(await window.run('credentials.sign-in', { account: 'Dupont', password: passwords.Dupont! })).toMatchObject({ ok: true });
    await replace({ ...row, revision: row.revision + 1 }, row.value);
    expect(await window.run('credentials.sign-in', { account: 'Martin', password: passwords.Martin! })).toMatchObject({ ok: true });
  });

  test('opens no credentials that lie in another account’s place', async () => {
    const [dupont, martin] = [await rowOf('credentials', 'Dupont'), await rowOf('credentials', 'Martin')];
    await replace(dupont, martin.value);
    await replace(martin, dupont.value);
    for (const account of ['Dupont', 'Martin']) {
      expect(await window.run('credentials.sign-in', { account, password: passwords[account]! })).toMatchObject({ ok: true });
      await window.run('credentials.show', { account });
      const shown = JSON.stringify(await window.openPanel('credentials.accounts'));
      expect(shown).not.toMatch(/"lastName":"(Dupont|Martin)"/);
    }
    await replace({ ...dupont, revision: dupont.revision + 1 }, dupont.value);
    await replace({ ...martin, revision: martin.revision + 1 }, martin.value);
    await window.run('credentials.show', { account: 'Martin' });
    // States are published in turn, so what is drawn may be a moment behind.
    const shown = async () => JSON.stringify(await window.openPanel('credentials.accounts'));
    await expect.poll(shown).toContain('"lastName":"Martin"');
  });

  test('tells a journal that somebody wrote anew with every hash in its place, on workstations that had seen it', async () => {
    expect(await run('second', 'credentials.verify-journal')).toMatchObject({ value: { ok: true } });
    const [store] = await query<{ store_id: string }>('SELECT store_id FROM boule_bleue_store');
    const rows = await query<Parameters<typeof journalHash>[1]>('SELECT * FROM boule_bleue_journal ORDER BY sequence');
    let hash = firstHash(store!.store_id);
    for (const row of rows) {
      const { sequence, at_ms } = row;
      const forged = { ...row, sequence: Number(sequence), at_ms: Number(at_ms), actor: row.actor === 'Dupont' ? 'Martin' : row.actor };
      hash = journalHash(hash, forged);
      await query('UPDATE boule_bleue_journal SET actor = $1, hash = $2 WHERE sequence = $3', [forged.actor, hash, sequence]);
    }
    await query('UPDATE boule_bleue_store SET hash = $1', [hash]);
    const verdict = await run('second', 'credentials.verify-journal');
    expect(verdict).toMatchObject({ value: { ok: false, problem: 'altered' } });
    // Whoever has seen nothing of the former one has nothing to hold against it: every hash is in its place.
    await using _newcomer = await start('newcomer');
    expect(await run('newcomer', 'credentials.verify-journal')).toMatchObject({ value: { ok: true } });
  });

  test('gives whoever carries a copy of a workstation’s folder away nobody’s session and no key', async () => {
    await founder!.stop();
    await cp(join(folder, 'founder'), join(folder, 'stolen'), { recursive: true });
    await using stolen = await start('stolen');
    const thief = await ProductWindow.open(stolen);
    try {
      for (const [command, args] of commands) {
        expect(await thief.run(`credentials.${command}`, { ...args })).toMatchObject({ ok: false });
      }
      const shown = JSON.stringify(await thief.openPanel('credentials.accounts'));
      expect(shown).toContain('"session":null');
      expect(shown).not.toMatch(/"lastName":"|73282932000074/);
    } finally {
      thief.close();
    }
  });
});
