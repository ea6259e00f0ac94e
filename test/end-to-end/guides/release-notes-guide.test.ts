/** « Lisez-moi V72 »: opened by itself, read in full, and its « ICI » followed. */
import { describe, expect, it } from 'vitest';
import { expectVisible } from '../expect-visible.ts';
import { Office } from '../office.ts';

const heading = 'V.3.00.72 / 19 mars 2019';

describe('the release notes', () => {
  it('open by themselves once, and lead to the connection panel by « ICI »', async () => {
    await using office = await Office.open();
    const { page } = office;
    const article = page.getByRole('article');
    await expectVisible(article.getByRole('heading', { name: heading }));
    await expectVisible(page.getByRole('list', { name: 'Versions' }).or(page.getByRole('listbox', { name: 'Versions' })));
    await expectVisible(article.getByText('maintien de salaire'));
    await article
      .getByRole('link', { name: 'ICI' })
      .or(article.getByRole('button', { name: 'ICI' }))
      .click();
    await expectVisible(page.getByRole('radiogroup', { name: 'Mode de connexion' }));
  });

  it('stay closed at the next start, once they were closed', async () => {
    await using office = await Office.open();
    const tab = office.page.getByRole('tab', { name: 'Lisez-moi' });
    await expectVisible(office.page.getByRole('article').getByRole('heading', { name: heading }));
    await tab.click({ button: 'middle' });
    await tab.waitFor({ state: 'detached' });
    await office.restartProduct();
    await expectVisible(office.ball('connecté'));
    expect(await tab.count()).toBe(0);
  });
});
