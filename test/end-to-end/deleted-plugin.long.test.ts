/** Deleting a plugin's folder from the built product, with nothing else touched, leaves the rest working. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findPlugins, type PluginFolder, readStrings, repository } from '../contract/plugin-folders.ts';
import { launchChromium } from '../support/chromium.ts';
import { startProduct } from '../support/started-product.ts';
import { expectVisible } from './expect-visible.ts';

const bundled = findPlugins('plugins');

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test.each(bundled)('without $name every other panel opens', async (deleted) => {
  await using folder = await copyProduct();
  await rm(join(folder.path, 'plugins', deleted.name), { recursive: true });
  await useWindow(folder.path, async (page) => {
    for (const plugin of bundled.filter((other) => other !== deleted)) await openPanels(page, plugin);
  });
});

test('without any plugin there is still a window', async () => {
  await using folder = await copyProduct();
  await rm(join(folder.path, 'plugins'), { recursive: true });
  await useWindow(folder.path, (page) => expectVisible(page.getByRole('button', { name: 'Impact emploi : état inconnu', exact: true })));
});

/** Starts a product and uses its window, which must not complain. */
async function useWindow(productFolder: string, use: (page: Page) => Promise<void>): Promise<void> {
  await using product = await startProduct({ productFolder, options: ['--demo'] });
  await using context = await browser.newContext({ locale: 'fr-FR' });
  const page = await context.newPage();
  const complaints: unknown[] = [];
  page.on('pageerror', (error) => complaints.push(error));
  await page.goto(product.url);
  await use(page);
  expect(complaints).toEqual([]);
}

/** Opens the panels that have an entry in the activity bar, and sees that none of them has failed. */
async function openPanels(page: Page, plugin: PluginFolder): Promise<void> {
  const strings = readStrings(plugin, 'fr');
  const entries = plugin.manifest.contributes.panels.filter(({ activityBar }) => activityBar !== undefined);
  for (const { title } of entries) {
    const name = strings[title.slice(1, -1)] ?? title;
    const panel = page.getByRole('tabpanel', { name, exact: true });
    // A panel that opens by itself may come between.
    await vi.waitFor(
      async () => {
        await page.getByRole('toolbar', { name: 'Barre d’activité' }).getByRole('button', { name, exact: true }).click();
        await panel.getByRole('heading').first().waitFor({ timeout: 2_000 });
      },
      { timeout: 15_000 },
    );
    expect(await panel.getByText('n’a pas pu s’ouvrir').count()).toBe(0);
  }
}

/** Without what only debuggers read. */
async function copyProduct() {
  const path = await mkdtemp(join(tmpdir(), 'product-'));
  await cp(join(repository, 'dist'), path, { recursive: true, filter: (source) => !source.endsWith('.map') });
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}
