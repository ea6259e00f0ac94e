/** What docs/plugin-authors/first-plugin.md promises: a plugin made by the scaffold, seen in the window and changed while it runs. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../../support/chromium.ts';
import { type StartedProduct, startProduct } from '../../support/started-product.ts';
import { stretched } from '../../support/time-bounds.ts';
import { expectVisible } from '../expect-visible.ts';
import { PluginFolder } from './plugin-folder.ts';

const guide = join(import.meta.dirname, '../../../docs/plugin-authors/first-plugin.md');
/** What an author waits for after a save, on a computer with nothing else to do. One that is busy gets some times that. */
const promisedMs = 1_000;
const patience = 5;

let folder: PluginFolder;
let product: StartedProduct;
let browser: Browser;
let page: Page;
let panel: FrameLocator;
let loads = 0;

beforeAll(async () => {
  folder = await PluginFolder.create('my-plugin');
  product = await startProduct({ options: ['--plugin', folder.path] });
  browser = await launchChromium();
  page = await browser.newPage({ locale: 'fr-FR' });
  page.on('load', () => (loads += 1));
  await page.goto(product.url);
  // The release notes open by themselves, once, and would come to the front in the middle of what follows.
  await expectVisible(page.getByRole('tab', { name: 'Lisez-moi' }));
  panel = page.frameLocator('iframe');
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
  await folder?.[Symbol.asyncDispose]();
});

test('it is seen in the window, and does its work', async () => {
  await activityBarEntry('My plugin').click();
  await expectVisible(panel.getByRole('heading', { name: 'My plugin', level: 1 }));
  await panel.getByRole('textbox', { name: 'Votre nom' }).fill('Zoé');
  await panel.getByRole('button', { name: 'Dire bonjour' }).click();
  await expectVisible(page.getByText('Bonjour Zoé !'));
  await expectVisible(panel.getByText('Un bonjour.'));
  await runCommand('Dire bonjour');
  await expectVisible(page.getByText('Bonjour tout le monde !'));
  await expectVisible(panel.getByText('2 bonjours.'));
});

describe('each change of the guide is seen after a save, without loading the page, and what was typed stays', () => {
  const changes = [
    {
      file: 'locales/fr.json',
      before: '"title": "My plugin"',
      after: '"title": "Salut"',
      shown: () => panel.getByRole('heading', { name: 'Salut' }),
    },
    { file: 'plugin.js', before: 'greetings = 0', after: 'greetings = 5', shown: () => panel.getByText('5 bonjours.') },
    { file: 'panel.js', before: '<h1>', after: '<h1>★ ', shown: () => panel.getByRole('heading', { name: '★ Salut' }) },
  ];

  test.each(changes)('in $file', async ({ file, before, after, shown }) => {
    await panel.getByRole('textbox', { name: 'Votre nom' }).fill('Léa');
    const savedAt = performance.now();
    await folder.edit(file, before, after);
    await expectVisible(shown());
    const waitedMs = performance.now() - savedAt;
    expect(waitedMs, 'save to shown').toBeLessThan(await stretched(promisedMs * patience));
    await expect.poll(() => panel.getByRole('textbox', { name: 'Votre nom' }).inputValue()).toBe('Léa');
    expect(loads).toBe(1);
  });

  test('a password keeps its frame, and the window asks', async () => {
    await folder.edit('panel.js', '<button>', '<label class="field">Code<input type="password" name="code" /></label><button>');
    await panel.getByLabel('Code').fill('1234');
    await folder.edit('panel.js', '★ ', '☆ ');
    const asked = page.locator('shell-notification').filter({ hasText: 'Salut' }).getByRole('button', { name: 'Recharger' });
    await expectVisible(asked);
    expect(await panel.getByLabel('Code').inputValue()).toBe('1234');
    await asked.click();
    await expectVisible(panel.getByRole('heading', { name: '☆ Salut' }));
    expect(await panel.getByLabel('Code').inputValue()).toBe('');
    expect(loads).toBe(1);
  });

  test('a permission that is missing is named', async () => {
    await folder.edit('package.json', '"notifications": true', '"dialogs": true');
    await expectVisible(page.getByText(/my-plugin.*NotificationService.*notifications/).first());
    await folder.edit('package.json', '"dialogs": true', '"notifications": true');
    await expectVisible(panel.getByText('5 bonjours.'));
  });

  test('a manifest with a fault is told with place and reason while what ran before goes on, until it is mended', async () => {
    await folder.edit('package.json', '"command": "my-plugin.greet"', '"command": "greet"');
    const told = page.locator('shell-notification').getByText(/\/contributes\/commands\/0\/command does not begin with my-plugin\./);
    await expectVisible(told);
    await runCommand('Dire bonjour');
    await expectVisible(panel.getByText('6 bonjours.'));
    await folder.edit('package.json', '"command": "greet"', '"command": "my-plugin.greet"');
    await expectVisible(panel.getByText('5 bonjours.'));
    await told.waitFor({ state: 'detached' });
  });
});

test('the guide quotes the plugin as the scaffold makes it', async () => {
  await using made = await PluginFolder.create('my-plugin');
  const sources = await Promise.all(['plugin.js', 'panel.js'].map((name) => made.read(name)));
  const quotations = [...(await readFile(guide, 'utf8')).matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code as string);
  expect(quotations.length).toBeGreaterThan(0);
  expect(quotations.filter((code) => !sources.some((source) => source.includes(code)))).toEqual([]);
});

const activityBarEntry = (name: string) => page.getByRole('toolbar', { name: 'Barre d’activité' }).getByRole('button', { name });

async function runCommand(title: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.getByRole('combobox', { name: 'Palette de commandes' }).fill(title);
  await page.getByRole('option', { name: title }).click();
}
