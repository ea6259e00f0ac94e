/** An extension that loops: the window says which, goes on working, and ends it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { launchChromium } from '../../support/chromium.ts';
import { startProduct } from '../../support/started-product.ts';
import { expectVisible } from '../expect-visible.ts';
import { writeStranger } from './stranger-folder.ts';

const stack = new AsyncDisposableStack();
let page: Page;

beforeAll(async () => {
  const folder = stack.adopt(await mkdtemp(join(tmpdir(), 'boule-bleue-loop-')), (path) => rm(path, { recursive: true, force: true }));
  await writeStranger(folder, { version: '1.0.0', url: 'https://pointage.invalid/' });
  const product = stack.use(await startProduct({ options: ['--plugin', folder] }));
  const browser = stack.adopt(await launchChromium(), (opened) => opened.close());
  page = await browser.newPage({ locale: 'fr-FR', viewport: { width: 1024, height: 768 } });
  page.setDefaultTimeout(30_000);
  await page.goto(product.url);
  await expectVisible(page.getByRole('button', { name: 'Impact emploi : échec de la connexion' }), 30_000);
});
afterAll(() => stack.disposeAsync());

async function run(title: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.getByRole('combobox', { name: 'Palette de commandes' }).fill(title);
  await page.getByRole('option', { name: title }).first().waitFor();
  await page.keyboard.press('Enter');
}

const row = () => page.getByRole('row', { name: 'Pointage' });

it('is named, while the others go on', async () => {
  await run('Extensions en cours d’exécution');
  await page.getByRole('heading', { name: 'Extensions en cours d’exécution' }).waitFor();
  await run('Tourner en rond');
  await expectVisible(row().getByText('Ne répond pas'));
  await expectVisible(page.getByText('L’extension Pointage ne répond plus.').first());
  await run('Lisez-moi');
  await page.getByRole('heading', { name: /^V\./ }).first().waitFor();
});

it('is restarted from the panel', async () => {
  await page.getByRole('tab', { name: 'Extensions en cours d’exécution' }).click();
  await row().getByRole('button', { name: 'Redémarrer Pointage' }).click();
  await expectVisible(row().getByText('Active'), 20_000);
});

it('is ended from the panel when it loops again', async () => {
  await run('Tourner en rond');
  await expectVisible(row().getByText('Ne répond pas'));
  await row().getByRole('button', { name: 'Arrêter Pointage' }).click();
  await vi.waitFor(async () => expect(await row().count()).toBe(0));
});

it('gives a profile of what it does while it answers', async () => {
  await run('Relever le pointage');
  await expectVisible(row().getByText('Active'));
  const downloading = page.waitForEvent('download');
  await row().getByRole('button', { name: 'Profil de Pointage' }).click();
  await expectVisible(row().getByText('Profil en cours…'));
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^timesheet.*\.cpuprofile$/);
  const profile = JSON.parse(Buffer.concat(await (await download.createReadStream()).toArray()).toString());
  expect(profile).toMatchObject({ nodes: expect.any(Array), samples: expect.any(Array) });
});
