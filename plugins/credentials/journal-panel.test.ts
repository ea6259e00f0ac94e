import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { launchChromium } from '../../test/support/chromium.ts';
import { JournalPage } from '../../test/support/journal-page.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describe('the journal', () => {
  test('shows the newest hundred first, and older ones on demand, with the focus on the first of them', async () => {
    await using journal = await JournalPage.open(browser, 250);
    await journal.show();
    await expect.poll(() => journal.lines.count()).toBe(100);
    expect(await journal.lines.first().textContent()).toMatch(/Dupont a enregistré ses identifiants, sur le poste « PC-2 »\.\s*nº 250/);
    const more = journal.page.getByRole('button', { name: 'Afficher les entrées plus anciennes' });
    await more.focus();
    await journal.page.keyboard.press('Enter');
    await expect.poll(() => journal.lines.count()).toBe(200);
    await expect
      .poll(() => journal.page.evaluate(() => document.querySelector('credentials-journal-panel')?.shadowRoot?.activeElement?.textContent))
      .toContain('nº 150');
    await more.click();
    await expect.poll(() => journal.lines.count()).toBe(250);
    expect(await more.count()).toBe(0);
    await journal.page.getByText('250 entrées affichées.', { exact: true }).waitFor();
    expect(journal.panelPage.complaints).toEqual([]);
  });

  test('tells a broken chain loudly: what happened, who acts, what next', async () => {
    await using journal = await JournalPage.open(browser, 1);
    journal.verdict = { ok: false, entryCount: 12, problem: 'altered', sequence: 7 };
    await journal.show();
    await journal.page.getByRole('button', { name: 'Vérifier le journal' }).click();
    const alert = journal.page.getByRole('alert').filter({ hasText: 'l’entrée nº 7 n’est plus celle qui a été écrite' });
    await alert.getByText('Qui agit : l’administrateur des comptes.').waitFor();
    await alert.getByText('gardez une copie de la base').waitFor();
  });
});
