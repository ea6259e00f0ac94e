/** A réseau as those see it who are not meant to: a user of another account, whoever keeps the database, and whoever carries a disk away. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { notificationChannel } from '../../../host/node/shared-storage/postgres/postgres-connection.ts';
import { postgresProblem } from '../../support/postgres-server.ts';
import { findSecrets, readDocument, readFolder } from '../attacks/secret-traces.ts';
import { expectVisible } from '../expect-visible.ts';
import { dupont, martin } from '../office.ts';
import { AccountsPage } from './accounts-page.ts';
import { Reseau, type Workstation } from './reseau.ts';

const secrets: Record<string, string> = {
  administrator: 'Le-mot-de-passe-du-bureau',
  dupont: 'Dupont-au-bureau-7',
  martin: 'Martin-à-l’accueil-8',
  mistyped: 'Presque-le-bon-9',
  atPortal: dupont.motdepasse,
  atPortalToo: martin.motdepasse,
};

describe.skipIf(postgresProblem !== undefined)('a réseau', () => {
  let reseau: Reseau;
  let [first, second]: Workstation[] = [];
  let [atFirst, atSecond]: AccountsPage[] = [];

  beforeAll(async () => {
    reseau = await Reseau.open();
    first = await reseau.addWorkstation('first');
    for (const name of ['Dupont', 'Martin']) await first.run('credentials.add-account', { name });
    const chosen = { password: secrets.administrator, confirmation: secrets.administrator };
    const { value } = await first.run('credentials.protect', chosen);
    secrets.recoveryKey = (value as { recoveryKey: string }).recoveryKey;
    await first.run('credentials.sign-out');
    second = await reseau.addWorkstation('second');
    [atFirst, atSecond] = [new AccountsPage(first.page), new AccountsPage(second.page)];
    await Promise.all([atFirst.open(), atSecond.open()]);
    await credentialsOf(atFirst, 'Dupont', secrets.dupont!, dupont);
    await credentialsOf(atSecond, 'Martin', secrets.martin!, martin);
  }, 300_000);

  afterAll(() => reseau?.[Symbol.asyncDispose]());

  async function credentialsOf(window: AccountsPage, name: string, password: string, identity: typeof dupont): Promise<void> {
    await window.signIn(name, password);
    await window.report(identity);
    await window.verify();
    await expectVisible(window.checks.getByRole('img', { name: 'Réussi', exact: true }).first());
    await window.save();
    await expectVisible(window.page.getByText(/Enregistré\./));
  }

  const documents = () =>
    reseau.query(
      "SELECT collection, id, revision, digest FROM boule_bleue_document WHERE collection IN ('accounts', 'credentials') ORDER BY 1, 2",
    );

  test.each([
    ['credentials.show', {}],
    ['credentials.test', {}],
    ['credentials.save', { siret: martin.siret, lastName: 'x', firstName: 'y', netEntreprisesPassword: 'z' }],
    ['credentials.save', { password: 'un-autre-mot-1', confirmation: 'un-autre-mot-1' }],
    ['credentials.rename-account', { name: 'Autre' }],
    ['credentials.remove-account', { confirmed: true }],
    ['credentials.set-role', { role: 'administrator', confirmed: true }],
    ['credentials.reset-password', { password: 'un-autre-mot-1', confirmation: 'un-autre-mot-1' }],
    ['credentials.sign-in', { password: secrets.mistyped }],
  ])('lets a user do nothing to another’s account: %s %j', async (command, args) => {
    const [before, asked] = [await documents(), reseau.servers.netEntreprises.requests.length];
    const { value, told } = await second!.run(command, { account: 'Dupont', ...args });
    expect({ value, told }).toEqual({ value: undefined, told: expect.stringMatching(/^[^\n]{20,}$/) });
    expect(told).not.toContain(dupont.siret);
    expect(await documents()).toEqual(before);
    expect(reseau.servers.netEntreprises.requests).toHaveLength(asked);
  });

  test.each(['credentials.create-recovery-key', 'credentials.rotate-keys', 'credentials.add-account'])(
    'lets no user do what administrators do: %s',
    async (command) => {
      const before = await documents();
      const args = command === 'credentials.add-account' ? { name: 'Autre' } : undefined;
      expect(await second!.run(command, args)).toEqual({ told: expect.stringMatching(/administrateur/) });
      expect(await documents()).toEqual(before);
    },
  );

  test('shows nothing secret on any disk, in any row, to any other account, nor in any log', async () => {
    const contents = new Map<string, Buffer | string>();
    for (const { dataFolder, product } of [first!, second!]) {
      for (const [path, content] of await readFolder(dataFolder)) contents.set(path, content);
      contents.set(`stderr of ${dataFolder}`, product.stderr());
    }
    contents.set('rows', await reseau.everyRow());
    for (const [path, content] of await readFolder(reseau.postgres.folder)) contents.set(path, content);
    contents.set('window of Dupont', await readDocument(first!.page));
    contents.set('window of Martin', await readDocument(second!.page));
    const tokens = Object.fromEntries(reseau.servers.netEntreprises.tokens.map((token, index) => [`token ${index}`, token]));
    expect(contents.size).toBeGreaterThan(20);
    // What is no secret is found, so the search does search.
    expect(findSecrets(contents, { name: 'Dupont' })).toContain('name in rows, as text');
    expect(findSecrets(contents, { ...secrets, ...tokens })).toEqual([]);
    const workstations = new Map([...contents].filter(([place]) => !place.startsWith(reseau.postgres.folder)));
    expect(findSecrets(workstations, { database: reseau.postgres.password })).toEqual([]);
    // Of each other the users see names.
    expect(String(contents.get('window of Martin'))).not.toContain(dupont.siret);
    expect(String(contents.get('window of Dupont'))).not.toContain(martin.siret);
  });

  test('goes on where whoever keeps the database floods it with what nobody asked for', async () => {
    const garbage = ['', 'x'.repeat(7_900), '{', '{"kind":"documents"}', '[]', 'null', '{"a":{"__proto__":1}}', '\u202e\u0007'];
    // Equal ones of one transaction would be sent once.
    await reseau.query('SELECT pg_notify($1, text || number) FROM generate_series(1, 500) number, unnest($2::text[]) text', [
      notificationChannel,
      garbage,
    ]);
    expect((await second!.run('credentials.show', { account: 'Martin' })).told).toBeUndefined();
    await atFirst!.page.reload();
    await atFirst!.open();
    await atFirst!.signIn('Dupont', secrets.dupont!);
    await expect.poll(() => atFirst!.field('SIRET').inputValue()).toBe(dupont.siret);
  });

  test('tells rows that are not what was written, and reads the others', async () => {
    const ids = await reseau.query("SELECT id FROM boule_bleue_document WHERE collection = 'credentials' ORDER BY id");
    expect(ids).toHaveLength(2);
    const hostile: readonly [string, unknown][] = [
      ['not JSON', '{'],
      ['ten megabytes', JSON.stringify('x'.repeat(10_000_000))],
      ['a depth that no parser likes', '['.repeat(200_000)],
    ];
    for (const [name, value] of hostile) {
      await reseau.query(
        "INSERT INTO boule_bleue_document (plugin, collection, id, revision, value, digest) VALUES ('credentials', 'credentials', $1, 9007199254740991, $2, 'made up')",
        [name, value],
      );
      await reseau.query('SELECT pg_notify($1, $2)', [notificationChannel, 'anything']);
    }
    await atFirst!.page.reload();
    await atFirst!.open();
    await atFirst!.signIn('Dupont', secrets.dupont!);
    await expect.poll(() => atFirst!.field('SIRET').inputValue()).toBe(dupont.siret);
    await expectVisible(atFirst!.page.getByText(/abîmé/));
    expect((await fetch(first!.product.origin)).status).toBeLessThan(500);
  });
});
