/** `npm start -- --demo`, tried as a newcomer would: by the guide's steps, with the addresses that the guide prints. */
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoAccounts } from '../servers/demo/demo-accounts.ts';
import { launchChromium } from '../support/chromium.ts';
import { type StartedProduct, startProduct } from '../support/started-product.ts';
import { expectVisible } from './expect-visible.ts';

let stack: AsyncDisposableStack;
let product: StartedProduct;
let page: Page;

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  product = stack.use(await startProduct({ options: ['--demo'] }));
  const browser = stack.adopt(await launchChromium(), (browser) => browser.close());
  page = await browser.newPage({ locale: 'fr-FR' });
  await page.goto(product.url);
});
afterEach(() => stack.disposeAsync());

type BallState = 'connecté' | 'échec de la connexion' | 'mode assistance';
const ball = (state: BallState) => page.getByRole('button', { name: `Impact emploi : ${state}`, exact: true });
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
const box = (name: string) => page.getByLabel(name, { exact: true });

async function choose(state: BallState, ...entries: readonly string[]): Promise<void> {
  await ball(state).click({ button: 'right' });
  for (const name of entries) await page.getByRole('menuitem', { name, exact: true }).click();
}

/** The steps of « Procédure de connexion au serveur », to the letter. */
async function followTheGuide(): Promise<void> {
  await press('Fermer la notification');
  await choose('échec de la connexion', 'Paramètres de connexion');
  await page.getByRole('radio', { name: 'Sécurisé', exact: true }).check();
  await box("Adresse du serveur d'authentification").fill('https://impact-emploi.urssaf.fr');
  await box('Adresse du serveur de mise à jour').fill('https://impact-emploi.urssaf.fr/updates');
  await press("Tester l'accès aux serveurs");
  await expect.poll(() => page.getByRole('img', { name: 'Réussi', exact: true }).count(), { timeout: 25_000 }).toBe(3);
  await press('Enregistrer');
  await expectVisible(ball('connecté'));
}

describe('the demonstration', () => {
  it('says what it is', async () => {
    await expectVisible(page.getByText('Démonstration', { exact: true }));
  });

  it("leads from the red heart to the blue ball by the guide's own steps and addresses", async () => {
    await expectVisible(ball('échec de la connexion'));
    await followTheGuide();
  });

  it('leads there by one click too, offered at the start', async () => {
    await expectVisible(ball('échec de la connexion'));
    await page.getByRole('button', { name: /^Passer en mode « Sécurisé »/ }).click();
    await expectVisible(ball('connecté'));
  });

  it('has the guide’s Dupont and Martin among its accounts, and their identifiers pass', async () => {
    await expectVisible(ball('échec de la connexion'));
    await followTheGuide();
    await choose('connecté', 'Administrer', 'Comptes utilisateurs');
    const accounts = page.getByRole('list', { name: 'Comptes' }).or(page.getByRole('listbox', { name: 'Comptes' }));
    await expectVisible(accounts.getByText('Martin', { exact: true }));
    await accounts.getByText('Dupont', { exact: true }).click();
    await page.getByRole('tab', { name: 'Net-entreprises', exact: true }).click();
    const [dupont] = demoAccounts;
    await box('SIRET').fill(dupont?.siret ?? '');
    await box('Nom').fill(dupont?.lastName ?? '');
    await box('Prénom').fill(dupont?.firstName ?? '');
    await box('Mot de passe Net-entreprises').fill(dupont?.password ?? '');
    await press('Vérifier et tester les connexions');
    const checks = page.getByRole('list', { name: 'Vérifications' });
    await expectVisible(checks.getByRole('img', { name: 'Réussi', exact: true }));
    expect(await checks.getByRole('img', { name: /^Échec/ }).count()).toBe(0);
  });

  it('prints the password of the day that its servers go by', async () => {
    await page.getByRole('button', { name: /^Passer en mode « Sécurisé »/ }).click();
    await choose('connecté', 'Demande de support technique', 'Activer le mode assistance');
    const text = await page.getByText(/Mot de passe du jour, pour quitter/).textContent();
    await choose('mode assistance', 'Demande de support technique', 'Désactiver le mode assistance');
    await box('Mot de passe du jour').fill(/Mot de passe du jour\D+(\d{8})/.exec(text ?? '')?.[1] ?? '');
    await page.keyboard.press('Enter');
    await expectVisible(ball('échec de la connexion'));
    await choose('échec de la connexion', "Relancer l'authentification auprès du serveur");
    await expectVisible(ball('connecté'));
  });
});
