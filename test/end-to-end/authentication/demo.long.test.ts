import { join } from 'node:path';
import { test } from 'vitest';
import { demoAccounts } from '../../servers/demo/demo-accounts.ts';
import { builtExamples } from '../../support/built-parts.ts';
import { launchChromium } from '../../support/chromium.ts';
import { startProduct } from '../../support/started-product.ts';
import { expectVisible } from '../expect-visible.ts';
import { runCommandLine } from '../office.ts';

test('in the demonstration the example finds a return with the permissions it has', async () => {
  const [dupont] = demoAccounts;
  await using product = await startProduct({ options: ['--demo', '--plugin', join(await builtExamples(), 'retours-crm-pas')] });
  const { siret, lastName, firstName, password: netEntreprisesPassword } = dupont as NonNullable<typeof dupont>;
  const typed = { account: 'Dupont', siret, lastName, firstName, netEntreprisesPassword };
  await runCommandLine(product.dataFolder, ['run', 'credentials.save', '--args', JSON.stringify(typed)]);
  await using browser = await launchChromium();
  const page = await browser.newPage({ locale: 'fr-FR' });
  await page.goto(product.url);
  const searched = runCommandLine(product.dataFolder, ['run', 'retours-crm-pas.refresh', '--args', '{"account":"Dupont"}']);
  searched.catch(() => {});
  await page.getByRole('button', { name: 'Autoriser' }).click();
  await page.getByRole('toolbar', { name: 'Barre d’activité' }).getByRole('button', { name: 'Retours CRM PAS', exact: true }).click();
  await expectVisible(page.getByRole('row').filter({ hasText: '2f9Hk3aVd0WQm71' }));
  await expectVisible(page.getByText(/Compte «\s?Dupont\s?»/));
  // Whoever asked leaves, and the search ends.
  searched.child.kill();
  await expectVisible(page.getByText(/La première fois, la fenêtre vous demande votre accord/));
});
