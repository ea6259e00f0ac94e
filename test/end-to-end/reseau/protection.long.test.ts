/** What an administrator does in « Comptes utilisateurs », on the real accounts of two workstations: protect, give a password, come back with the key. */
import { afterAll, beforeAll, describe, it } from 'vitest';
import { postgresProblem } from '../../support/postgres-server.ts';
import { expectVisible } from '../expect-visible.ts';
import { AccountsPage } from './accounts-page.ts';
import { Reseau } from './reseau.ts';

describe.skipIf(postgresProblem !== undefined)('the administrator of a réseau', () => {
  let reseau: Reseau;
  let [atFirst, atSecond]: AccountsPage[] = [];
  let recoveryKey = '';

  beforeAll(async () => {
    reseau = await Reseau.open();
    const first = await reseau.addWorkstation('first');
    await first.run('credentials.add-account', { name: 'Dupont' });
    atFirst = new AccountsPage(first.page);
    await atFirst.openAnew();
  }, 300_000);

  afterAll(() => reseau?.[Symbol.asyncDispose]());

  it('protects it in three steps, and types the recovery key back', async () => {
    const { page } = atFirst!;
    await atFirst!.button('Protéger le réseau…').click();
    await fillNewPassword(atFirst!, 'premier-mot-de-passe');
    await atFirst!.button('Continuer').click();
    const groups = page.getByRole('list', { name: 'Clé de secours' }).getByRole('listitem');
    await groups.first().waitFor();
    recoveryKey = (await groups.allTextContents()).join('-');
    await atFirst!.button('Je l’ai imprimée ou notée').click();
    await atFirst!.field('Clé de secours').fill(recoveryKey.slice(0, -1));
    await atFirst!.button('Vérifier').click();
    await page.getByRole('dialog').getByRole('alert').filter({ hasText: /\S/ }).waitFor();
    await atFirst!.field('Clé de secours').fill(recoveryKey.toLowerCase());
    await atFirst!.button('Vérifier').click();
    await expectVisible(page.getByText('La clé de secours est vérifiée.'));
    await expectVisible(page.getByText('Session ouverte : Administrateur'));
  });

  it('gives a user a password, who has to choose another one', async () => {
    await atFirst!.account('Dupont').click();
    await atFirst!.field('Mot de passe').fill('donné-par-le-chef');
    await atFirst!.field('Confirmer').fill('donné-par-le-chef');
    await atFirst!.button('Enregistrer').click();
    await expectVisible(atFirst!.page.getByText('Donnez ce mot de passe à l’utilisateur du compte « Dupont »'));
    const second = await reseau.addWorkstation('second');
    atSecond = new AccountsPage(second.page);
    await atSecond.openAnew();
    await atSecond.signIn('Dupont', 'donné-par-le-chef');
    await fillNewPassword(atSecond, 'choisi-par-Dupont');
    await atSecond.page.getByRole('dialog').getByRole('button', { name: 'Enregistrer' }).click();
    await expectVisible(atSecond.page.getByText('Votre nouveau mot de passe est enregistré.'));
  });

  it('comes back with the recovery key', async () => {
    await atFirst!.button('Fermer ma session').click();
    await atFirst!.button('Mot de passe de l’administrateur perdu ?').click();
    await atFirst!.field('Clé de secours').fill(recoveryKey);
    await fillNewPassword(atFirst!, 'second-mot-de-passe');
    await atFirst!.button('Ouvrir les comptes').click();
    await expectVisible(atFirst!.page.getByText('Session ouverte : Administrateur'));
  });
});

async function fillNewPassword(window: AccountsPage, password: string): Promise<void> {
  await window.field('Nouveau mot de passe').fill(password);
  await window.field('Confirmer le nouveau mot de passe').fill(password);
}
