/** Several accounts at once, as the administrator of a single workstation does it, and what the journal tells of it. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findAccessibilityViolations } from '../../support/axe.ts';
import { expectVisible } from '../expect-visible.ts';
import { dupont, Office, runCommandLine } from '../office.ts';

const identity = { siret: dupont.siret, lastName: dupont.nom, firstName: dupont.prenom, netEntreprisesPassword: dupont.motdepasse };

it('tests all, applies one’s credentials to another, and finds it in a journal that is whole', async () => {
  await using office = await Office.open();
  const { page } = office;
  const run = (command: string, args: object) =>
    runCommandLine(join(office.folder, 'data'), ['run', `credentials.${command}`, '--json', '--args', JSON.stringify(args)]);
  await run('save', { account: 'Administrateur', ...identity });
  await run('add-account', { name: 'Martin' });
  await office.choose('connecté', 'Administrer', 'État des comptes');
  const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });
  await expectVisible(row('Martin').getByText('Identifiants à saisir'));
  await page.getByRole('button', { name: 'Tout tester', exact: true }).click();
  await expectVisible(page.getByText('Sans identifiants à tester : Martin.'));
  await expectVisible(row('Administrateur').getByText('Accepté'));
  await row('Administrateur').getByRole('button').click();
  await page.getByRole('dialog').getByRole('checkbox', { name: 'Martin' }).check();
  await page.getByRole('button', { name: 'Appliquer à un compte', exact: true }).click();
  await expectVisible(page.getByText('Les identifiants sont appliqués à un compte.'));
  await expectVisible(row('Martin').getByText('Accepté'));
  // The test a moment ago stands for the one that applying asks for.
  expect(office.netEntreprises.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  expect(await findAccessibilityViolations(page)).toEqual([]);

  await office.choose('connecté', 'Administrer', 'Journal');
  const entries = page.getByRole('list', { name: 'Entrées du journal' }).getByRole('listitem');
  await expectVisible(entries.filter({ hasText: 'a appliqué au compte « Martin » les identifiants du compte « Administrateur »' }));
  await page.getByRole('button', { name: 'Vérifier le journal', exact: true }).click();
  await expectVisible(page.getByText(/^Le journal est intact/));
  const { stdout } = await run('verify-journal', {});
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, entryCount: await entries.count() });
  expect(stdout + (await page.content())).not.toContain(dupont.motdepasse);
});
