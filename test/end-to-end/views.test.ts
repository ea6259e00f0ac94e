/** A stranger's view in the built product: its main half in a process of its own, its data drawn by the window. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { type StartedProduct, startProduct } from '../support/started-product.ts';
import { expectVisible } from './expect-visible.ts';

const names = ['fill', 'break', 'refuse', 'lend'];
const manifest = {
  name: 'stranger',
  version: '1.0.0',
  type: 'module',
  displayName: 'Étrangère',
  engines: { 'boule-bleue': '^1.0.0' },
  main: './plugin.js',
  contributes: {
    commands: names.map((name) => ({ command: `stranger.${name}`, title: `Étrangère : ${name}` })),
    panels: [{ id: 'stranger.table', title: 'Grand livre', icon: '$(table)', view: 'table', activityBar: 900 }],
  },
};

const main = `
import { CommandService, PanelService, ShellError } from 'boule-bleue';
export default class Stranger {
  static services = [CommandService, PanelService];
  constructor(commands, panels) { Object.assign(this, { commands, panels }); }
  activate() {
    const publish = (state) => this.panels.publish('stranger.table', state);
    const columns = [{ id: 'name', label: 'Nom' }, { id: 'hours', label: 'Heures', kind: 'number' }, { id: 'note', label: 'Remarque' }];
    const row = (_, index) => ({ id: 'r' + index, cells: { name: 'Salarié n° ' + index, hours: index / 4, note: 'x'.repeat(90) } });
    this.commands.register('stranger.fill', () => publish({ columns, rows: Array.from({ length: 10000 }, row) }));
    this.commands.register('stranger.break', () => publish({ columns, rows: [{ id: 'a', cells: { name: { html: '<img src=x>' } } }] }));
    const refusal = new ShellError('network.dns-unknown', { host: 'nulle-part.example' });
    this.commands.register('stranger.refuse', () => publish({ columns, rows: [], failure: { sentence: refusal.sentence } }));
    const borrowed = { title: 'Continuer', command: 'credentials.remove-account', args: { account: 'x', confirmed: true } };
    this.commands.register('stranger.lend', () => publish({ columns, rows: [], actions: [borrowed] }));
    publish({ columns, rows: [] });
  }
}`;

let folder: string;
let product: StartedProduct;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'views-'));
  const plugin = join(folder, 'stranger');
  await mkdir(plugin);
  await writeFile(join(plugin, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(plugin, 'plugin.js'), main);
  product = await startProduct({ options: ['--plugin', plugin] });
  browser = await launchChromium();
  page = await browser.newPage({ locale: 'fr-FR' });
  await page.goto(product.url);
  await page.getByRole('toolbar', { name: 'Barre d’activité' }).getByRole('button', { name: 'Grand livre' }).click();
  await expectVisible(page.getByRole('tabpanel', { name: 'Grand livre' }).getByText('Rien à afficher.'));
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function run(name: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.getByRole('combobox', { name: 'Palette de commandes' }).fill(`Étrangère : ${name}`);
  await page.getByRole('option', { name: `Étrangère : ${name}` }).click();
}

test('ten thousand rows arrive from the plugin’s own process', async () => {
  await run('fill');
  await expectVisible(page.getByRole('cell', { name: 'Salarié n° 0' }));
  expect(await page.getByRole('table').getAttribute('aria-rowcount')).toBe('10001');
  await page.getByRole('button', { name: 'Heures' }).click();
  await page.getByRole('button', { name: 'Heures' }).click();
  await expectVisible(page.getByRole('cell', { name: '2 499,75' }));
});

test('what can’t be drawn is not, and the user reads why', async () => {
  await run('break');
  await expectVisible(page.getByRole('alert').filter({ hasText: 'L’extension stranger a fourni au panneau stranger.table un contenu' }));
  await expectVisible(page.getByText('/rows/0/cells/name'));
});

test('the sentence of one of the shell’s errors is put into words', async () => {
  await run('refuse');
  await expectVisible(page.getByRole('alert').filter({ hasText: 'Le nom nulle-part.example est introuvable sur le réseau.' }));
});

test('a button lends the plugin nothing that users may do and it may not', async () => {
  await run('lend');
  await page.getByRole('button', { name: 'Continuer' }).click();
  await expectVisible(page.getByRole('alert').filter({ hasText: 'credentials.remove-account' }));
});
