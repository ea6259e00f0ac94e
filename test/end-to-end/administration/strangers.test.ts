/** What a user does with an extension by others, from its installation to its end, in the window of the real product. */
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { expectVisible } from '../expect-visible.ts';
import { Office } from '../office.ts';
import { writeStranger } from './stranger-folder.ts';

const stack = new AsyncDisposableStack();
let office: Office;
let page: Page;
let folder: string;
let url: string;

beforeAll(async () => {
  office = stack.use(await Office.open());
  page = office.page;
  page.setDefaultTimeout(30_000);
  folder = join(office.folder, 'timesheet');
  url = `${office.impactEmploi.updatesUrl}/versions.json`;
  await writeStranger(folder, { version: '1.0.0', url });
  await expectVisible(office.ball('connecté'), 30_000);
});
afterAll(() => stack.disposeAsync());

const card = () => page.getByRole('article', { name: 'Pointage', exact: true });
const dialog = (name: string | RegExp) => page.getByRole('dialog', { name });
const isFocused = (locator: Locator) => locator.evaluate((element) => element.matches(':focus'));

async function showExtensions(): Promise<void> {
  await page.getByRole('toolbar').getByRole('button', { name: 'Extensions', exact: true }).click();
  await page.getByRole('heading', { name: 'Extensions', level: 1 }).waitFor();
}

async function run(title: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.getByRole('combobox', { name: 'Palette de commandes' }).fill(title);
  await page.getByRole('option', { name: title }).first().waitFor();
  await page.keyboard.press('Enter');
}

async function act(name: string): Promise<void> {
  await card().getByRole('button', { name }).click();
}

describe('an extension by others', () => {
  it('is installed from a folder after a question whose first answer is no', async () => {
    await run('Installer une extension');
    const field = page.getByLabel('Dossier, fichier .tgz ou nom npm');
    await vi.waitFor(async () => expect(await isFocused(field)).toBe(true));
    await field.fill(folder);
    await page.keyboard.press('Enter');
    const question = dialog('Installer l’extension « Pointage », version 1.0.0 ?');
    await expectVisible(question.getByText(`Échanger des données avec ${new URL(url).origin}`));
    await expectVisible(question.getByText('Vous montrer des notifications'));
    expect(await isFocused(question.getByRole('button', { name: 'Annuler' }))).toBe(true);
    await page.keyboard.press('Enter');
    await expectVisible(page.getByText('Rien n’a été installé.'));
    expect(await card().count()).toBe(0);
  });

  it('appears after a yes, with what it may do', async () => {
    await page.getByRole('button', { name: 'Installer', exact: true }).click();
    await dialog(/Installer l’extension/)
      .getByRole('button', { name: 'Installer' })
      .click();
    await expectVisible(page.getByText('« Pointage » est installée.'));
    await expectVisible(card().getByText('version 1.0.0'));
    await expectVisible(card().getByText('isolée du reste'));
    await card().getByText('Autorisations (3 sur 3)').click();
  });

  it('runs, in a process of its own', async () => {
    await run('Relever le pointage');
    await expectVisible(page.getByText('Pointage relevé, réponse 200.'));
    await run('Extensions en cours d’exécution');
    const row = page.getByRole('row', { name: 'Pointage' });
    await expectVisible(row.getByText('Active'));
    await expectVisible(row.getByText(/^\d+(,\d)?\sMo$/));
  });

  it('shows what it asked of the network', async () => {
    await showExtensions();
    await act('Voir les requêtes réseau Pointage');
    await expectVisible(page.getByRole('row', { name: `GET ${url} 200` }));
    await page.getByRole('button', { name: 'Retour aux extensions' }).click();
  });

  it('loses a permission at once when it is taken back, while it runs', async () => {
    const network = card().getByRole('switch', { name: `Échanger des données avec ${new URL(url).origin}` });
    if (!(await network.isVisible())) await card().getByText('Autorisations (3 sur 3)').click();
    await network.click();
    await vi.waitFor(async () => expect(await network.isChecked()).toBe(false));
    await expectVisible(card().getByText('Refusé', { exact: true }));
    const requests = office.impactEmploi.requests.length;
    await run('Relever le pointage');
    await expectVisible(page.getByText(/n’a pas le droit/).first());
    expect(office.impactEmploi.requests).toHaveLength(requests);
  });

  it('gets it back after a question only', async () => {
    const network = card().getByRole('switch', { name: /Échanger des données/ });
    await network.click();
    await dialog('Autoriser l’extension « Pointage » ?').getByRole('button', { name: 'Annuler' }).click();
    expect(await network.isChecked()).toBe(false);
    await network.click();
    await dialog('Autoriser l’extension « Pointage » ?').getByRole('button', { name: 'Autoriser' }).click();
    await vi.waitFor(async () => expect(await network.isChecked()).toBe(true));
  });

  it('is updated, asking for no more than what is new', async () => {
    await writeStranger(folder, { version: '1.1.0', url, permissions: { secrets: true } });
    await act('Mettre à jour Pointage');
    const question = dialog('Mettre à jour l’extension « Pointage » de la version 1.0.0 à la version 1.1.0 ?');
    await question.waitFor();
    expect(await question.getByRole('listitem').allTextContents()).toEqual(['Conserver des mots de passe qui lui sont propres (chiffrés)']);
    await question.getByRole('button', { name: 'Mettre à jour' }).click();
    await expectVisible(card().getByText('La version 1.1.0 est installée.'));
    await act('Mettre à jour Pointage');
    await expectVisible(card().getByText('C’est déjà la dernière version.'));
  });

  it('goes back to the version before', async () => {
    await act('Revenir à la version 1.0.0 Pointage');
    await expectVisible(card().getByText('version 1.0.0', { exact: true }));
    await run('Relever le pointage');
    await expectVisible(page.getByText('Pointage relevé, réponse 200.').first());
  });

  it('is switched off and on', async () => {
    const toggle = card().getByRole('switch', { name: 'Allumée Pointage' });
    await toggle.click();
    await expectVisible(card().getByText('Éteinte'));
    await page.keyboard.press('F1');
    await page.getByRole('combobox', { name: 'Palette de commandes' }).fill('Relever le pointage');
    expect(await page.getByRole('option', { name: 'Relever le pointage' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await toggle.click();
    await expectVisible(card().getByText('En attente'));
  });

  it('is removed after a question that says what is lost', async () => {
    await act('Enlever… Pointage');
    const question = dialog('Enlever l’extension « Pointage » ?');
    await expectVisible(question.getByText('On ne peut pas revenir en arrière.'));
    await question.getByRole('button', { name: 'Enlever' }).click();
    await vi.waitFor(async () => expect(await card().count()).toBe(0));
    await vi.waitFor(async () => expect(await isFocused(page.getByRole('searchbox'))).toBe(true));
  });
});
