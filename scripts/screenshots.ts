/**
 * `npm run screenshots`: draws the pictures of docs/images/ anew, by following the guides through the demonstration in a
 * real browser. They show what the product did: times and dates differ from one run to the next.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { type DemoAccount, demoAccounts } from '../test/servers/demo/demo-accounts.ts';
import { launchChromium } from '../test/support/chromium.ts';
import { startProduct } from '../test/support/started-product.ts';

const folder = join(import.meta.dirname, '../docs/images');
const timeZone = 'Europe/Paris';
const windowSize = { width: 1280, height: 800 };
/** So high that a whole panel is in sight. */
const panelSize = { width: 860, height: 1800 };
/** Enough of what goes on in the same way. */
const partHeight = 900;
/** Where the ball and its menu are. */
const corner = { x: 640, y: 460, width: 640, height: 340 };

type Clip = typeof corner;
type BallState = 'connecté' | 'échec de la connexion' | 'mode assistance';

/** The window, and what the guides have people do in it. */
class GuidedWindow {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  ball(state: BallState): Locator {
    return this.page.getByRole('button', { name: `Impact emploi : ${state}`, exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  ticks(): Locator {
    return this.page.getByRole('img', { name: 'Réussi', exact: true });
  }

  /** « Tester l'accès aux serveurs », until all three addresses bear a green tick. */
  async test(): Promise<void> {
    await this.press("Tester l'accès aux serveurs");
    await this.ticks().nth(2).waitFor();
  }

  /** Types an account's identity for Net-entreprises, and has it verified. */
  async verify({ siret, lastName, firstName, password }: DemoAccount): Promise<void> {
    await this.page.getByRole('list', { name: 'Comptes' }).getByText(lastName, { exact: true }).click();
    await this.page.getByRole('tab', { name: 'Net-entreprises', exact: true }).click();
    await this.fill({ SIRET: siret, Nom: lastName, Prénom: firstName, 'Mot de passe Net-entreprises': password });
    await this.press('Vérifier et tester les connexions');
  }

  async choose(state: BallState, ...entries: readonly string[]): Promise<void> {
    await this.ball(state).click({ button: 'right' });
    for (const entry of entries) await this.page.getByRole('menuitem', { name: entry, exact: true }).click();
  }

  async fill(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, value] of Object.entries(fields)) await this.page.getByLabel(name, { exact: true }).fill(value);
  }

  async press(name: string): Promise<void> {
    await this.button(name).click();
  }

  /** The window, or a part of it, with the mouse over nothing. */
  async draw(name: string, part?: Locator): Promise<void> {
    await this.page.mouse.move(0, 0);
    await this.take(name, part);
  }

  /** All that the active tab holds. */
  async drawPanel(name: string): Promise<void> {
    await this.page.setViewportSize(panelSize);
    const panel = this.page.locator('shell-panel-view:visible .content.plugin');
    await panel.evaluate((content) => content.scrollIntoView({ block: 'start' }));
    await this.draw(name, panel);
    await this.page.setViewportSize(windowSize);
  }

  /** The beginning of a part of what the active tab holds. */
  async drawPart(name: string, part: Locator): Promise<void> {
    await this.page.setViewportSize(panelSize);
    await part.evaluate((element) => element.scrollIntoView({ block: 'start' }));
    const { x, y, width, height } = (await part.boundingBox())!;
    await this.page.mouse.move(0, 0);
    await this.take(name, undefined, { x, y, width, height: Math.min(height, partHeight) });
    await this.page.setViewportSize(windowSize);
  }

  /** The ball's menu, opened as far as the entries say, and the corner in which it is. */
  async drawMenu(name: string, state: BallState, ...entries: readonly string[]): Promise<void> {
    await this.choose(state, ...entries);
    await this.take(name, undefined, corner);
    for (const _ of ['menu', ...entries]) await this.page.keyboard.press('Escape');
  }

  private async take(name: string, part?: Locator, clip?: Clip): Promise<void> {
    const options = { path: join(folder, `${name}.png`), animations: 'disabled' } as const;
    await (part ? part.screenshot(options) : this.page.screenshot({ ...options, ...(clip && { clip }) }));
    process.stdout.write(`docs/images/${name}.png\n`);
  }
}

/** How it begins: a red heart, and addresses from before the change to HTTPS. */
async function drawStart(window: GuidedWindow): Promise<void> {
  await window.ball('échec de la connexion').waitFor();
  await window.button('Passer en mode « Sécurisé »').waitFor();
  await window.draw('adresses-http', window.page.getByRole('region', { name: 'Notifications en cours' }));
  await window.press('Fermer la notification');
  await window.press('Fermer la barre latérale');
  await window.drawMenu('menu', 'échec de la connexion', 'Demande de support technique');
}

/** « Procédure de connexion au serveur », from the failed test to the blue ball. */
async function drawConnection(window: GuidedWindow): Promise<void> {
  const { page } = window;
  await window.choose('échec de la connexion', 'Paramètres de connexion');
  await window.press("Tester l'accès aux serveurs");
  await page.getByRole('region', { name: 'Résultat du test' }).getByText('Échec de connexion').waitFor();
  await window.drawPanel('connexion-echec');
  await page.getByText('Voir les étapes', { exact: true }).click();
  await page.getByRole('table').first().waitFor();
  await window.drawPart('connexion-etapes', page.getByRole('table').first());
  await page.getByRole('radio', { name: 'Sécurisé', exact: true }).check();
  await window.fill({
    "Adresse du serveur d'authentification": 'https://impact-emploi.urssaf.fr',
    'Adresse du serveur de mise à jour': 'https://impact-emploi.urssaf.fr/updates',
  });
  await window.test();
  await window.drawPanel('connexion-reussie');
  await window.press('Enregistrer');
  await window.ball('connecté').waitFor();
  await window.test();
  await window.press('Guides');
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await window.draw(`window-${colorScheme}`);
  }
  await window.press('Fermer la barre latérale');
}

/** The two tests before, side by side, and what would leave of the first. */
async function drawHistory(window: GuidedWindow): Promise<void> {
  const { page } = window;
  await page.keyboard.press('F1');
  await page.getByRole('combobox', { name: 'Palette de commandes' }).fill('Comparer avec un test précédent');
  await page.keyboard.press('Enter');
  const choices = page.getByRole('checkbox', { name: /^Comparer le test du/ });
  await choices.first().check();
  await choices.last().check();
  await window.press('Comparer les deux tests');
  await page.getByRole('heading', { name: 'Comparaison' }).waitFor();
  await window.drawPart('connexion-historique', page.locator('connection-history-panel'));
  await page
    .getByRole('button', { name: /^Préparer le rapport/ })
    .last()
    .click();
  await window.drawPart('connexion-rapport', page.getByRole('region', { name: 'Rapport pour l’assistance' }));
}

/** « Gestion des identifiants de connexion à Net-entreprises », for Dupont, then for Martin with a mistake. */
async function drawAccounts(window: GuidedWindow): Promise<void> {
  const { page } = window;
  const [dupont, martin] = demoAccounts;
  await window.choose('connecté', 'Administrer', 'Comptes utilisateurs');
  await window.verify(dupont as DemoAccount);
  await window.ticks().first().waitFor();
  await window.drawPanel('comptes-coches-vertes');
  await window.press('Enregistrer');
  await page.getByText('Enregistré. Reconnectez-vous').waitFor();
  await window.verify({ ...(martin as DemoAccount), password: 'demo-martin-2' });
  await page
    .getByRole('img', { name: /^Échec/ })
    .first()
    .waitFor();
  await window.drawPanel('comptes-echec');
}

async function drawReleaseNotes(window: GuidedWindow): Promise<void> {
  await window.choose('connecté', 'Lisez-moi');
  await window.drawPanel('lisez-moi');
}

async function drawPalette(window: GuidedWindow): Promise<void> {
  const { page } = window;
  await page.keyboard.press('F1');
  await page.getByRole('combobox', { name: 'Palette de commandes' }).fill('assistance');
  await window.draw('palette', page.locator('shell-palette .box'));
  await page.keyboard.press('Escape');
}

/** The red beetle, and the way out of it. */
async function drawAssistanceMode(window: GuidedWindow): Promise<void> {
  await window.choose('connecté', 'Demande de support technique', 'Activer le mode assistance');
  await window.ball('mode assistance').waitFor();
  await window.press('Fermer la notification');
  await window.drawMenu('menu-scarabee', 'mode assistance', 'Demande de support technique');
  await window.choose('mode assistance', 'Demande de support technique', 'Désactiver le mode assistance');
  await window.draw('mot-de-passe-du-jour', window.page.getByRole('dialog'));
}

/** An extension by a stranger, from the question before it is installed to what it may do. */
async function drawExtensions(window: GuidedWindow): Promise<void> {
  const { page } = window;
  await window.press('Extensions');
  await window.press('Installer une extension…');
  await window.fill({ 'Dossier, fichier .tgz ou nom npm': join(import.meta.dirname, '../examples/hello') });
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await window.draw('extension-question', page.getByRole('dialog'));
  await page.getByRole('dialog').getByRole('button', { name: 'Installer' }).click();
  const card = page.getByRole('article', { name: 'Bonjour', exact: true });
  await card.getByText(/^Autorisations/).click();
  await window.press('Installer une extension…');
  await window.draw('extensions');
}

await mkdir(folder, { recursive: true });
await using stack = new AsyncDisposableStack();
const product = stack.use(await startProduct({ options: ['--demo'], env: { TZ: timeZone } }));
const browser = stack.adopt(await launchChromium(), (opened) => opened.close());
const page = await browser.newPage({ locale: 'fr-FR', timezoneId: timeZone, viewport: windowSize, reducedMotion: 'reduce' });
await page.goto(product.url);
const window = new GuidedWindow(page);
for (const draw of [
  drawStart,
  drawConnection,
  drawHistory,
  drawAccounts,
  drawReleaseNotes,
  drawPalette,
  drawExtensions,
  drawAssistanceMode,
])
  await draw(window);
