/** The credentials guide on a monoposte: for « Administrateur », or for the only account there is. No password is asked for. */
import { expect, it } from 'vitest';
import { expectVisible } from '../expect-visible.ts';
import { dupont, Office, runCommandLine } from '../office.ts';
import { AccountsPage } from '../reseau/accounts-page.ts';

it.each(['Administrateur', 'Secrétariat'])('the procedure works for « %s », the only account', async (name) => {
  await using office = await Office.open();
  const rename = { account: 'Administrateur', name };
  if (name !== rename.account) {
    await runCommandLine(office.product.dataFolder, ['run', 'credentials.rename-account', '--args', JSON.stringify(rename)]);
  }
  const window = new AccountsPage(office.page);
  await window.open(name);
  await window.tab('Impact emploi').click();
  await window.field('Mot de passe').fill('mot-de-passe-IEA');
  await window.field('Confirmer').fill('mot-de-passe-IEA');
  await window.tab('Net-entreprises').click();
  await window.report(dupont);
  await window.verify();
  await expectVisible(window.checks.getByRole('listitem').first().getByRole('img', { name: 'Réussi', exact: true }));
  expect(await window.checks.getByRole('img', { name: /^Échec/ }).count()).toBe(0);
  await window.save();
  await expectVisible(office.page.getByText(/Enregistré\. Reconnectez-vous/));
  // Nor is it after a new start.
  await office.restartProduct();
  await window.open(name);
  await window.tab('Net-entreprises').click();
  await expect.poll(() => window.field('SIRET').inputValue()).toBe(dupont.siret);
});
