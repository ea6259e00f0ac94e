/** « Gestion des identifiants de connexion à Net-entreprises » in a réseau: Dupont and Martin, two hosts, one PostgreSQL. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { postgresProblem } from '../../support/postgres-server.ts';
import { stretched } from '../../support/time-bounds.ts';
import { expectVisible } from '../expect-visible.ts';
import { dupont, martin } from '../office.ts';
import { AccountsPage } from './accounts-page.ts';
import { Reseau, type Workstation } from './reseau.ts';

const administrator = 'Le-mot-de-passe-du-bureau';
const passwords = { Dupont: 'Dupont-au-bureau-7', Martin: 'Martin-à-l’accueil-8' };

describe.skipIf(postgresProblem !== undefined).each([
  ['extensions inside the host', []],
  ['each extension in a process of its own', ['--isolate', 'all']],
])('with %s', (_runtime, options) => {
  let reseau: Reseau;
  let [first, second]: Workstation[] = [];
  let [atFirst, atSecond]: AccountsPage[] = [];

  // One office for all: it takes longer to set up than most of them to try. Each begins with a session of its own.
  beforeAll(async () => {
    reseau = await Reseau.open();
    first = await reseau.addWorkstation('first', options);
    await first.run('credentials.add-account', { name: 'Dupont' });
    await first.run('credentials.add-account', { name: 'Martin' });
    await first.run('credentials.protect', { password: administrator, confirmation: administrator });
    second = await reseau.addWorkstation('second', options);
    [atFirst, atSecond] = [new AccountsPage(first.page), new AccountsPage(second.page)];
  }, 300_000);

  beforeEach(async () => {
    for (const workstation of [first, second]) await workstation?.run('credentials.sign-out');
    for (const window of [atFirst, atSecond]) await window?.openAnew();
  });

  afterAll(() => reseau?.[Symbol.asyncDispose]());

  it.each([
    ['Dupont', dupont, () => atFirst],
    ['Martin', martin, () => atSecond],
  ] as const)('the procedure works to the letter for « %s »', async (name, identity, at) => {
    const window = at()!;
    const before = requests().length;
    await window.signIn(name, passwords[name]);
    await window.report(identity);
    await window.verify();
    await expectVisible(window.checks.getByRole('listitem').first().getByRole('img', { name: 'Réussi', exact: true }));
    expect(await window.checks.getByRole('img', { name: /^Échec/ }).count()).toBe(0);
    await window.save();
    await expectVisible(window.page.getByText(/Enregistré\. Reconnectez-vous à Impact emploi/));
    await window.button('Reconnectez-vous').click();
    await expectVisible(window.page.getByText('Vous êtes reconnecté à Impact emploi.'));
    expect(requests()).toHaveLength(before + 1);
  });

  const requests = () =>
    reseau.servers.netEntreprises.requests.filter(({ path, method }) => method === 'POST' && path.startsWith('/authentifier'));

  it('what is saved on one workstation is seen on the other within a second', async () => {
    for (const window of [atFirst!, atSecond!]) await window.signIn('Dupont', passwords.Dupont);
    await expect.poll(() => atSecond!.field('Prénom').inputValue()).toBe(dupont.prenom);
    await atFirst!.field('Prénom').fill('Élise-Anne');
    await atFirst!.save();
    await expectVisible(atFirst!.page.getByText(/Enregistré\./));
    const savedAt = performance.now();
    await expect.poll(() => atSecond!.field('Prénom').inputValue(), { interval: 10 }).toBe('Élise-Anne');
    expect(performance.now() - savedAt).toBeLessThan(await stretched(1_000));
    await atFirst!.field('Prénom').fill(dupont.prenom);
    await atFirst!.save();
    await expect.poll(() => atSecond!.field('Prénom').inputValue()).toBe(dupont.prenom);
  });

  it('of two administrators who edit the same account the second is told, and shown both', async () => {
    for (const window of [atFirst!, atSecond!]) {
      await window.signIn('Administrateur', administrator);
      await window.field('Prénom').waitFor();
    }
    await atFirst!.report({ ...martin, prenom: 'Du premier poste' });
    await atSecond!.report({ ...martin, prenom: 'Du second poste' });
    await atFirst!.save();
    await expectVisible(atFirst!.page.getByText(/Enregistré\./));
    await atSecond!.save();
    const conflict = atSecond!.page.getByRole('alert').filter({ hasText: 'pendant que vous le modifiiez' });
    await expectVisible(conflict.getByText('Du premier poste'));
    await expectVisible(conflict.getByText('Du second poste'));
    expect(await conflict.textContent()).not.toContain(martin.motdepasse);
    await atSecond!.button('Garder les miens').click();
    await atSecond!.save();
    await expectVisible(atSecond!.page.getByText(/Enregistré\./));
    await expect.poll(() => atFirst!.field('Prénom').inputValue()).toBe('Du second poste');
  });

  it('attempts are counted over both, so that the fourth asks first', async () => {
    for (const window of [atFirst!, atSecond!]) {
      await window.signIn('Administrateur', administrator);
      await window.report({ ...dupont, motdepasse: 'pas-le-bon' });
    }
    const before = requests().length;
    for (const window of [atFirst!, atSecond!, atFirst!]) {
      await window.verify();
      await expectVisible(window.checks.getByRole('img', { name: /^Échec/ }));
      // The list of the time before stays until there is another one.
      await expect.poll(() => window.button('Vérifier et tester les connexions').isEnabled()).toBe(true);
    }
    await atSecond!.verify();
    await expectVisible(atSecond!.page.getByRole('dialog').getByText('Risquer un nouveau refus ?'));
    await atSecond!.page.keyboard.press('Escape');
    expect(requests()).toHaveLength(before + 3);
  });

  it('a database that is killed is told, and what was typed is saved once it is back', async () => {
    await atFirst!.signIn('Martin', passwords.Martin);
    await atFirst!.field('Prénom').fill('Zoé pendant la panne');
    await reseau.postgres.kill();
    for (const window of [atFirst!, atSecond!]) await expectVisible(window.page.getByText('La base de données du réseau ne répond pas.'));
    expect(await atFirst!.field('Prénom').inputValue()).toBe('Zoé pendant la panne');
    await reseau.postgres.restart();
    for (const window of [atFirst!, atSecond!])
      await expectVisible(window.page.getByText('La base de données du réseau répond de nouveau.'));
    await atFirst!.save();
    await expectVisible(atFirst!.page.getByText(/Enregistré\./));
    await atSecond!.signIn('Martin', passwords.Martin);
    await expect.poll(() => atSecond!.field('Prénom').inputValue()).toBe('Zoé pendant la panne');
  });
});
