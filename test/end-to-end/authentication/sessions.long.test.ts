/** A plugin by a stranger acts for an account: the user agrees, sees it, takes it back; wherever the credentials plugin runs. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleReturns } from '../../servers/net-entreprises-returns.ts';
import { findAccessibilityViolations } from '../../support/axe.ts';
import { builtExamples } from '../../support/built-parts.ts';
import { findSecrets, readDocument, readFolder } from '../attacks/secret-traces.ts';
import { expectVisible } from '../expect-visible.ts';
import { dupont, Office, runCommandLine } from '../office.ts';

const question = 'L’extension « Retours CRM PAS » demande à agir auprès de « Net-entreprises » avec le compte « Administrateur ».';
const search = 'Chercher les retours CRM PAS';

let folder: string;

beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'sessions-')), 'retours-crm-pas');
  await cp(join(await builtExamples(), 'retours-crm-pas'), folder, { recursive: true });
  // The stand-in of the portal stands on this machine.
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  manifest.permissions.privateNetwork = true;
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
});

afterAll(() => rm(join(folder, '..'), { recursive: true, force: true }));

async function openOffice(options: readonly string[]): Promise<Office> {
  const office = await Office.open({ options: ['--plugin', folder, ...options] });
  office.netEntreprises.consultation.returns = sampleReturns(Date.now() - 30 * 60_000);
  const { siret, nom: lastName, prenom: firstName, motdepasse: netEntreprisesPassword } = dupont;
  const typed = { account: 'Administrateur', siret, lastName, firstName, netEntreprisesPassword };
  await runCommandLine(office.product.dataFolder, ['run', 'credentials.save', '--args', JSON.stringify(typed)]);
  return office;
}

async function openPanel(page: Page, name: string): Promise<void> {
  await page.getByRole('toolbar', { name: 'Barre d’activité' }).getByRole('button', { name, exact: true }).click();
  await expectVisible(page.getByRole('tabpanel', { name }));
}

const dialog = (page: Page) => page.getByRole('dialog', { name: question });
const rows = (page: Page) =>
  page.getByRole('tabpanel', { name: 'Retours CRM PAS' }).getByRole('row').filter({ hasText: '2f9Hk3aVd0WQm71' });
const card = (page: Page) => page.locator('shell-plugin-card').filter({ hasText: 'Retours CRM PAS' }).first();

describe.each([
  ['inside the host', []],
  ['in a process of its own', ['--isolate', 'all']],
])('with the credentials %s', (_where, options) => {
  test('the user agrees, sees what is done in their name, takes it back, and is asked again', async () => {
    await using office = await openOffice(options);
    const { page } = office;
    await openPanel(page, 'Retours CRM PAS');
    expect(office.netEntreprises.requests).toEqual([]);
    await page.getByRole('button', { name: search }).click();
    await expectVisible(dialog(page));
    expect(await findAccessibilityViolations(page)).toEqual([]);
    // Enter alone gives nothing away.
    await page.keyboard.press('Enter');
    await expectVisible(page.getByText('Sans votre accord, rien n’est demandé à Net-entreprises.'));
    expect(office.netEntreprises.requests).toEqual([]);
    await agreeOnceAsked(page);
    await expectVisible(rows(page));
    await expectVisible(page.getByText(/Le portail demande de la patience/));

    await openPanel(page, 'Extensions');
    const session = card(page).getByRole('listitem').filter({ hasText: '« Net-entreprises », compte « Administrateur »' });
    await expectVisible(session.getByText(/Autorisée le .* demandes? de jeton/));
    expect(await findAccessibilityViolations(page)).toEqual([]);
    const revoke = card(page).getByRole('button', { name: 'Révoquer « Net-entreprises », compte « Administrateur »' });
    await revoke.focus();
    await page.keyboard.press('Enter');
    await expectVisible(card(page).getByText(/Celui qu’elle a déjà reçu reste valable/));
    expect(await revoke.count()).toBe(0);

    await card(page).getByRole('button', { name: 'Voir les requêtes réseau' }).click();
    for (const outcome of ['Jeton remis', 'Accord retiré', 'Pas d’accord de l’utilisateur'])
      await expectVisible(page.getByRole('cell', { name: outcome }).first());

    const { tokens } = office.netEntreprises;
    expect(tokens).toHaveLength(1);
    const secrets = { token: tokens[0] as string, password: dupont.motdepasse };
    expect(findSecrets(new Map([['the page', await readDocument(page)]]), secrets)).toEqual([]);
    await office.restartProduct(['--plugin', folder, ...options]);
    expect(findSecrets(await readFolder(office.product.dataFolder), secrets)).toEqual([]);
    await openPanel(page, 'Retours CRM PAS');
    await page.getByRole('button', { name: search }).click();
    await expectVisible(dialog(page));
  });
});

/** Who has just refused is left in peace for a moment. */
async function agreeOnceAsked(page: Page): Promise<void> {
  await expect
    .poll(
      async () => {
        const retry = page.getByRole('button', { name: 'Réessayer' });
        if (!(await dialog(page).isVisible()) && (await retry.isVisible())) await retry.click();
        return dialog(page).isVisible();
      },
      { interval: 500 },
    )
    .toBe(true);
  await dialog(page).getByRole('button', { name: 'Autoriser' }).click();
}
