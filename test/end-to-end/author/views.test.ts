/** What docs/plugin-authors/views.md promises: each of its examples, as a stranger would write it down, seen in the window. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../../support/chromium.ts';
import { type StartedProduct, startProduct } from '../../support/started-product.ts';
import { expectVisible } from '../expect-visible.ts';

const page = join(import.meta.dirname, '../../../docs/plugin-authors/views.md');

let folder: string;
let product: StartedProduct;
let browser: Browser;
let window: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'views-'));
  const plugins = await writeExamples(await readFile(page, 'utf8'));
  product = await startProduct({ options: plugins.flatMap((plugin) => ['--plugin', plugin]) });
  browser = await launchChromium();
  window = await browser.newPage({ locale: 'fr-FR' });
  await window.goto(product.url);
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('the list shows people and takes one away', async () => {
  const panel = await openPanel('Salariés');
  await expectVisible(panel.getByText('Zoé Martin'));
  await panel.getByRole('button', { name: 'Retirer Zoé Martin' }).click();
  await panel.getByText('Zoé Martin').waitFor({ state: 'detached' });
  expect(await panel.getByRole('listitem').count()).toBe(1);
});

test('the tree finds people when an office is opened', async () => {
  const panel = await openPanel('Associations');
  await panel.getByRole('treeitem', { name: 'Nantes' }).click();
  await expectVisible(panel.getByRole('treeitem', { name: 'Zoé Martin' }));
});

test('the table writes hours and dates as French does, the fewest first', async () => {
  const panel = await openPanel('Heures');
  await expectVisible(panel.getByRole('row', { name: 'Karim Benali 80 31/12/2026 à vérifier' }));
  expect(await panel.getByRole('row').allInnerTexts()).toEqual([
    expect.stringContaining('Nom'),
    expect.stringContaining('Karim'),
    expect.stringContaining('151,67'),
  ]);
});

test('the form checks what is typed, and saves it', async () => {
  const panel = await openPanel('Fiche');
  await panel.getByRole('textbox', { name: 'Heures par semaine' }).fill('50');
  await expectVisible(panel.getByText('La valeur ne peut pas dépasser 48.'));
  await panel.getByRole('textbox', { name: 'Heures par semaine' }).fill('39,5');
  await panel.getByRole('textbox', { name: 'Nom' }).fill('Léa Petit');
  await panel.getByRole('button', { name: 'Enregistrer' }).click();
  await expectVisible(panel.getByText('Léa Petit : enregistré.'));
  expect(await panel.getByRole('textbox', { name: 'Heures par semaine' }).inputValue()).toBe('39.5');
});

async function openPanel(name: string) {
  await window.getByRole('toolbar', { name: 'Barre d’activité' }).getByRole('button', { name, exact: true }).click();
  // What is not saved is part of the name.
  const panel = window.getByRole('tabpanel', { name: new RegExp(`^${name}`) });
  await expectVisible(panel);
  return panel;
}

/** The page's manifests, each with the `plugin.js` that follows it. */
async function writeExamples(text: string): Promise<readonly string[]> {
  const examples = [...text.matchAll(/```json\n(\{\n {2}"name": "([a-z-]+)".*?)```.*?```js\n(.*?)```/gs)];
  expect(examples.length).toBeGreaterThan(0);
  return Promise.all(
    examples.map(async ([, manifest = '', name = '', main = '']) => {
      const plugin = join(folder, name);
      await mkdir(plugin);
      await writeFile(join(plugin, 'package.json'), manifest);
      await writeFile(join(plugin, 'plugin.js'), main);
      return plugin;
    }),
  );
}
