/** « Trouver l’extension fautive », answered as somebody would who sees whether the fault is there. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { launchChromium } from '../../support/chromium.ts';
import { startProduct } from '../../support/started-product.ts';
import { expectVisible } from '../expect-visible.ts';
import { writeStranger } from './stranger-folder.ts';

const titles = ['Pointage', 'Archivage', 'Courrier', 'Tableaux'];
const culprit = 'Courrier';
const maximumQuestions = 10;

it('names the culprit among several, and switches it off', async () => {
  await using stack = new AsyncDisposableStack();
  const folder = stack.adopt(await mkdtemp(join(tmpdir(), 'boule-bleue-bisect-')), (path) => rm(path, { recursive: true, force: true }));
  const folders = titles.map((title) => join(folder, title.toLowerCase()));
  for (const [index, title] of titles.entries()) {
    await writeStranger(folders[index] as string, {
      name: { id: title.toLowerCase(), title },
      version: '1.0.0',
      url: 'https://x.invalid/',
    });
  }
  const product = stack.use(await startProduct({ options: folders.flatMap((path) => ['--plugin', path]) }));
  const browser = stack.adopt(await launchChromium(), (opened) => opened.close());
  const page = await browser.newPage({ locale: 'fr-FR', viewport: { width: 1024, height: 768 } });
  page.setDefaultTimeout(30_000);
  await page.goto(product.url);
  await page.getByRole('toolbar').getByRole('button', { name: 'Extensions', exact: true }).click();
  await page.getByRole('button', { name: 'Trouver l’extension fautive…' }).click();

  const search = page.getByRole('region', { name: 'Trouver l’extension fautive' });
  const found = search.getByText(`L’extension fautive est ${culprit}.`);
  const card = page.getByRole('article', { name: culprit, exact: true });
  await search.waitFor();
  for (let asked = 0; asked < maximumQuestions && !(await found.isVisible()); asked += 1) {
    const before = await search.getByRole('status').textContent();
    const isOff = await card.getByText('Mise de côté').isVisible();
    await search.getByRole('button', { name: isOff ? 'Oui' : 'Non', exact: true }).click();
    await expect.poll(() => search.getByRole('status').textContent()).not.toBe(before);
  }
  await expectVisible(found);
  await expectVisible(card.getByText('En attente'));
  await search.getByRole('button', { name: `Éteindre ${culprit}` }).click();
  await expectVisible(card.getByText('Éteinte'));
  await search.getByRole('button', { name: 'Terminer' }).click();
  await search.waitFor({ state: 'detached' });
  await expect.poll(() => page.getByRole('article').filter({ hasText: 'Éteinte' }).count()).toBe(1);
});
