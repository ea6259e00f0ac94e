/** « Gestion des identifiants de connexion à Net-entreprises », followed for Dupont and Martin. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { createAccount } from '../../servers/net-entreprises-accounts.ts';
import { expectVisible } from '../expect-visible.ts';
import { dupont, Office } from '../office.ts';

const checks = (page: Page) => page.getByRole('list', { name: 'Vérifications' });
const box = (page: Page, name: string) => page.getByLabel(name, { exact: true });

async function openAccounts(office: Office): Promise<Page> {
  await expectVisible(office.ball('connecté'));
  await office.choose('connecté', 'Administrer', 'Comptes utilisateurs');
  return office.page;
}

async function report(page: Page, identity: typeof dupont): Promise<void> {
  await page.getByRole('tab', { name: 'Net-entreprises', exact: true }).click();
  await box(page, 'SIRET').fill(identity.siret);
  await box(page, 'Nom').fill(identity.nom);
  await box(page, 'Prénom').fill(identity.prenom);
  await box(page, 'Mot de passe Net-entreprises').fill(identity.motdepasse);
}

const verify = (page: Page) => page.getByRole('button', { name: 'Vérifier et tester les connexions', exact: true }).click();
const save = (page: Page) => page.getByRole('button', { name: 'Enregistrer', exact: true }).click();

describe('the credentials guide', () => {
  it('ends with green ticks and saved credentials', async () => {
    await using office = await Office.open();
    const page = await openAccounts(office);
    await page.getByRole('tab', { name: 'Impact emploi', exact: true }).click();
    await box(page, 'Mot de passe').fill('mot-de-passe-IEA');
    await box(page, 'Confirmer').fill('mot-de-passe-IEA');
    await report(page, dupont);
    await verify(page);
    await expectVisible(checks(page).getByRole('listitem').first().getByRole('img', { name: 'Réussi', exact: true }));
    expect(
      await checks(page)
        .getByRole('img', { name: /^Échec/ })
        .count(),
    ).toBe(0);
    await save(page);
    await expectVisible(page.getByText(/reconnectez[- ]vous/i));
    expect(office.netEntreprises.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('says what a wrong password means, and never tries it twice by itself', async () => {
    await using office = await Office.open();
    const page = await openAccounts(office);
    await report(page, { ...dupont, motdepasse: 'été&2024<paie>' });
    await verify(page);
    const first = checks(page).getByRole('listitem').first();
    await expectVisible(first.getByRole('img', { name: /^Échec : .{10,}/ }));
    expect(office.netEntreprises.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it.each([
    ['password-expired', /expir/i],
    ['not-registered', /inscrit/i],
    ['locked', /bloqué|verrouillé/i],
  ] as const)('tells an account that is %s apart', async (state, sentence) => {
    await using office = await Office.open({ accounts: [createAccount(dupont, { state })] });
    const page = await openAccounts(office);
    await report(page, dupont);
    await verify(page);
    await expectVisible(checks(page).getByRole('img', { name: sentence }));
  });

  it('cleans what was pasted with stray characters and says so', async () => {
    await using office = await Office.open();
    const page = await openAccounts(office);
    await page.getByRole('tab', { name: 'Net-entreprises', exact: true }).click();
    await box(page, 'SIRET').focus();
    await page.evaluate((text) => {
      let focused = document.activeElement;
      while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      focused?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true, cancelable: true }));
    }, ' 732\u00a0829 320\u200b 00074 ');
    expect(await box(page, 'SIRET').inputValue()).toBe('73282932000074');
    await expectVisible(page.getByText(/espace/i));
  });

  it('counts a press on a button that a note about the field before moves away', async () => {
    await using office = await Office.open();
    const page = await openAccounts(office);
    await report(page, dupont);
    await box(page, 'SIRET').fill(' 732 829 320 00075 ');
    const button = page.getByRole('button', { name: 'Vérifier et tester les connexions', exact: true });
    await button.scrollIntoViewIfNeeded();
    const before = await button.boundingBox();
    await page.mouse.move((before?.x ?? 0) + 20, (before?.y ?? 0) + 5);
    await page.mouse.down();
    await expectVisible(page.getByText(/clé de ce SIRET/));
    expect((await button.boundingBox())?.y).toBeGreaterThan((before?.y ?? 0) + 5);
    await page.mouse.up();
    await expectVisible(checks(page));
  });

  it('asks before unsaved credentials are left', async () => {
    await using office = await Office.open();
    const page = await openAccounts(office);
    await report(page, dupont);
    await page.getByRole('tab', { name: /Comptes utilisateurs/ }).click({ button: 'middle' });
    await expectVisible(page.getByRole('dialog').getByRole('button', { name: /ne pas enregistrer/i }));
  });
});
