/** « Mise à jour du mode de connexion au serveur Impact emploi », followed from its first line to its last. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { passwordOfTheDay } from '../../servers/password-of-the-day.ts';
import { expectVisible } from '../expect-visible.ts';
import { Office, type OfficeServers } from '../office.ts';

const field = {
  authentication: "Adresse du serveur d'authentification",
  update: 'Adresse du serveur de mise à jour',
  netEntreprises: "Adresse d'authentification Net-entreprises",
};

const insecure = ({ impactEmploi }: OfficeServers) => ({
  'connection.mode': 'normal',
  'connection.servers.authentication': impactEmploi.url.replace('https:', 'http:'),
  'connection.servers.update': impactEmploi.updatesUrl.replace('https:', 'http:'),
});

async function fillAddresses(office: Office): Promise<void> {
  const { page, impactEmploi, netEntreprises } = office;
  await page.getByRole('radiogroup', { name: 'Mode de connexion' }).getByRole('radio', { name: 'Sécurisé', exact: true }).check();
  await page.getByRole('textbox', { name: field.authentication, exact: true }).fill(impactEmploi.authenticationUrl);
  await page.getByRole('textbox', { name: field.update, exact: true }).fill(impactEmploi.updatesUrl);
  await page.getByRole('textbox', { name: field.netEntreprises, exact: true }).fill(netEntreprises.authenticationUrl);
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const result = (page: Page) => page.getByRole('region', { name: 'Résultat du test' });
const ticks = (page: Page) => page.getByRole('img', { name: 'Réussi', exact: true });

describe('the connection guide', () => {
  it('leads from the red heart over « Sécurisé » to the blue ball (cas n°1)', async () => {
    await using office = await Office.open({ settings: insecure });
    const { page } = office;
    await expectVisible(office.ball('échec de la connexion'));
    await office.choose('échec de la connexion', 'Paramètres de connexion');
    await fillAddresses(office);
    await press(page, "Tester l'accès aux serveurs");
    await expect.poll(() => ticks(page).count(), { timeout: 25_000 }).toBeGreaterThanOrEqual(3);
    await expectVisible(result(page));
    await press(page, 'Enregistrer');
    await expectVisible(office.ball('connecté'));
    await press(page, 'Quitter');
    await page.getByRole('button', { name: "Tester l'accès aux serveurs" }).waitFor({ state: 'detached' });
  });

  it('counts a press on a choice that a note about the field before moves away', async () => {
    await using office = await Office.open();
    const { page } = office;
    await office.choose('connecté', 'Paramètres de connexion');
    await page.getByRole('radio', { name: "Connexion par l'intermédiaire d'un serveur proxy", exact: true }).check();
    await page.getByRole('textbox', { name: 'Proxy', exact: true }).fill('socks5://proxy.example');
    const choice = page.getByRole('radio', { name: 'Connexion directe par réseau local', exact: true });
    await choice.hover();
    const before = await choice.boundingBox();
    await page.mouse.down();
    await expect.poll(async () => (await choice.boundingBox())?.y).toBeGreaterThan((before?.y ?? 0) + 5);
    await page.mouse.up();
    await expect.poll(() => choice.isChecked()).toBe(true);
  });

  it('keeps the page still above a field that says something once it is left', async () => {
    await using office = await Office.open();
    const { page } = office;
    await office.choose('connecté', 'Paramètres de connexion');
    await page.setViewportSize({ width: 1024, height: 600 });
    await page.getByRole('textbox', { name: field.netEntreprises, exact: true }).fill('http://ancien.example');
    const choice = page.getByRole('radio', { name: 'Normal', exact: true });
    await choice.hover();
    const before = await choice.boundingBox();
    await page.mouse.down();
    await expectVisible(page.getByText('n’accepte pas http://'));
    expect(await choice.boundingBox()).toEqual(before);
    await page.mouse.up();
    await expect.poll(() => choice.isChecked()).toBe(true);
  });

  it('shows barred circles that say why, then the heart, when servers fail (cas n°2)', async () => {
    await using office = await Office.open();
    const { page, impactEmploi } = office;
    await expectVisible(office.ball('connecté'));
    impactEmploi.behaviour.authentication = { kind: 'status', status: 500 };
    impactEmploi.behaviour.updates = { kind: 'reset' };
    await office.choose('connecté', 'Paramètres de connexion');
    await press(page, "Tester l'accès aux serveurs");
    await expect.poll(() => page.getByRole('img', { name: /^Échec : .{10,}/ }).count(), { timeout: 25_000 }).toBe(2);
    await expectVisible(ticks(page));
    await press(page, 'Quitter');
    await expectVisible(office.ball('échec de la connexion'));
    const attempts = impactEmploi.requests.length;
    await office.choose('échec de la connexion', "Relancer l'authentification auprès du serveur");
    await expect.poll(() => impactEmploi.requests.length).toBeGreaterThan(attempts);
    await expectVisible(office.ball('échec de la connexion'));
    impactEmploi.behaviour.authentication = 'authorised';
    await office.choose('échec de la connexion', "Relancer l'authentification auprès du serveur");
    await expectVisible(office.ball('connecté'));
  });

  it.each([
    ['autorisation-refusee', /autorisation refusée/i],
    ['licence-inconnue', /licence d['’]installation non reconnue/i],
  ] as const)('explains servers that are reached but answer %s (cas n°3)', async (outcome, sentence) => {
    await using office = await Office.open();
    const { page, impactEmploi } = office;
    await expectVisible(office.ball('connecté'));
    impactEmploi.behaviour.authentication = outcome;
    await office.choose('connecté', "Relancer l'authentification auprès du serveur");
    await expectVisible(office.ball('échec de la connexion'));
    await office.choose('échec de la connexion', 'Paramètres de connexion');
    await expectVisible(page.getByText(sentence));
    await expectVisible(page.getByText('impact-emploi-association@urssaf.fr'));
  });

  it('enters the assistance mode and leaves it with the password of the day', async () => {
    await using office = await Office.open();
    const { page, impactEmploi } = office;
    await expectVisible(office.ball('connecté'));
    await office.choose('connecté', 'Demande de support technique', 'Activer le mode assistance');
    await expectVisible(office.ball('mode assistance'));

    await office.choose('mode assistance', "Relancer l'authentification auprès du serveur");
    await expectVisible(page.getByText(/désactiver le mode assistance/i));
    await office.choose('mode assistance', 'Demande de support technique', 'Désactiver le mode assistance');
    await page.getByLabel('Mot de passe du jour', { exact: true }).fill('00000000');
    await page.keyboard.press('Enter');
    await expectVisible(page.getByRole('dialog').getByText(/n’est pas celui du/));
    await page.getByLabel('Mot de passe du jour', { exact: true }).fill(passwordOfTheDay(impactEmploi.cleAssistance));
    await page.keyboard.press('Enter');
    await expectVisible(office.ball('échec de la connexion'));
    await office.choose('échec de la connexion', "Relancer l'authentification auprès du serveur");
    await expectVisible(office.ball('connecté'));
  });

  it('offers the switch to « Sécurisé » for old addresses, showing before and after', async () => {
    await using office = await Office.open({ settings: insecure });
    const { page, impactEmploi } = office;
    const offer = page.getByText(impactEmploi.url.replace('https:', 'http:'));
    await expectVisible(offer);
    await expectVisible(page.getByText('https://impact-emploi.urssaf.fr/updates'));
  });
});
