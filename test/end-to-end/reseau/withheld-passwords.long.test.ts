/** A stolen disk of a single workstation, and what becomes of its passwords once it is in a réseau. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from 'boule-bleue';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { HolderKeys } from '../../../plugins/credentials/sealing/key-holder.ts';
import { PasswordKeys } from '../../../plugins/credentials/sealing/password-key.ts';
import { openValue } from '../../../plugins/credentials/sealing/sealed-value.ts';
import { PostgresServer, postgresProblem } from '../../support/postgres-server.ts';
import { type ProductOptions, startProduct } from '../../support/started-product.ts';
import { findSecrets, readFolder } from '../attacks/secret-traces.ts';
import { dupont, runCommandLine } from '../office.ts';

const password = 'Dupont-au-bureau-7';
const identity = { siret: dupont.siret, lastName: 'Dupont', firstName: 'Élise', netEntreprisesPassword: dupont.motdepasse };

/**
 * Tries a guess against all that a text holds: each salt with each sealed value, for each account. What a row was before, and lies in the file
 * still, is tried too.
 */
async function opensSomething(text: string, guess: string): Promise<boolean> {
  const distinct = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([found, part]) => part ?? found))];
  const salts = distinct(/"salt":"([\w-]{22})"/g);
  const ids = distinct(/[0-9a-f]{8}-[0-9a-f-]{27}|administrateur/g);
  const holders = distinct(/"holder":(\{[^{}]*"endorsements":\[[^\]]*\][^{}]*\})/g).map((holder) => JSON.parse(holder));
  const sealed = distinct(/[\w-]{60,}/g);
  for (const salt of salts) {
    const parameters = { algorithm: 'argon2id', salt, memoryKib: 64 * 1024, passes: 3, lanes: 4 } as const;
    const key = await new PasswordKeys().derive(new Secret(guess), parameters);
    if (holders.some((holder) => ids.some((id) => HolderKeys.open(id, holder, key)))) return true;
    if (sealed.some((value) => ids.some((id) => openValue(key, ['holder', id], value)))) return true;
  }
  return false;
}

describe.skipIf(postgresProblem !== undefined)('an Impact emploi password that was chosen on a single workstation', () => {
  let server: PostgresServer;
  let folder: string;
  let options: ProductOptions;
  beforeAll(async () => {
    server = await PostgresServer.start();
    folder = await mkdtemp(join(tmpdir(), 'withheld-'));
    options = { dataFolder: join(folder, 'founder') };
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const runIn = async (dataFolder: string, command: string, args: object) =>
    JSON.parse((await runCommandLine(dataFolder, ['run', command, '--json', '--args', JSON.stringify(args)])).stdout);
  const onFounder = (command: string, args: object = {}) => runIn(join(folder, 'founder'), command, args);

  async function fileText(): Promise<string> {
    const files = await readFolder(join(folder, 'founder'));
    const shared = [...files].filter(([path]) => path.includes('shared.sqlite')).map(([, content]) => content.toString('latin1'));
    expect(shared.length).toBeGreaterThan(0);
    return shared.join('\n');
  }

  test('can’t be guessed by who steals the store, is moved with it, and opens its account elsewhere once its workstation joined the réseau', async () => {
    const alone = await startProduct(options);
    await onFounder('credentials.add-account', { name: 'Dupont' });
    await onFounder('credentials.save', { account: 'Dupont', password, confirmation: password, ...identity });
    expect(await opensSomething(await fileText(), password)).toBe(false);
    await alone.stop();
    const text = await fileText();
    expect(text).toMatch(/"salt":"[\w-]{22}"/);
    expect(await opensSomething(text, password)).toBe(false);
    expect(findSecrets(await readFolder(join(folder, 'founder')), { password })).toEqual([]);

    const database = await server.createDatabase();
    const url = server.url(database);
    await runCommandLine(join(folder, 'founder'), ['storage', 'move', '--from', 'embedded', '--to', url]);
    const rows = async () => {
      const found = await server.query<{ id: string; value: string }>('SELECT id, value FROM boule_bleue_document', [], database);
      return found.map(({ id, value }) => `${id} ${value}`).join('\n');
    };
    expect(await opensSomething(await rows(), password)).toBe(false);
    const elsewhere = join(folder, 'elsewhere');
    await using _other = await startProduct({ dataFolder: elsewhere, options: ['--database', url] });
    const signIn = () => runIn(elsewhere, 'credentials.sign-in', { account: 'Dupont', password });
    await expect(signIn()).rejects.toMatchObject({ stderr: expect.stringContaining('sur le poste qui a créé le réseau') });
    await using _founder = await startProduct({ ...options, options: ['--database', url] });
    expect(await onFounder('credentials.show', { account: 'Dupont' })).toBeTruthy();
    // What is to be opened by a password on any workstation can be guessed at: the search does find it.
    expect(await opensSomething(await rows(), password)).toBe(true);
    await vi.waitFor(signIn, { timeout: 10_000, interval: 200 });
    expect(await runIn(elsewhere, 'credentials.show', { account: 'Dupont' })).toBeTruthy();
  }, 180_000);
});
