import { ShellError } from 'boule-bleue';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findAccessibilityViolations } from '../../test/support/axe.ts';
import { launchChromium } from '../../test/support/chromium.ts';
import { JournalPage } from '../../test/support/journal-page.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describe('the journal', () => {
  test('puts what comes in meanwhile on top, and keeps what is shown', async () => {
    await using journal = await JournalPage.open(browser, 150);
    await journal.show();
    await journal.page.getByRole('button', { name: 'Afficher les entrées plus anciennes' }).click();
    await expect.poll(() => journal.lines.count()).toBe(150);
    journal.note('credentials.keys-rotated', 151);
    await journal.show();
    await expect.poll(() => journal.lines.first().textContent()).toContain('a renouvelé les clés');
    expect(await journal.lines.count()).toBe(151);
  });

  test('starts afresh for another reader', async () => {
    await using journal = await JournalPage.open(browser, 3);
    await journal.show();
    await expect.poll(() => journal.lines.count()).toBe(3);
    journal.entries = [];
    await journal.show({ reader: 'm', isAdministrator: false });
    await journal.page.getByText('Le journal est vide pour le moment.').waitFor();
    await journal.page.getByText('Ce qui concerne votre compte').waitFor();
    expect(await journal.lines.count()).toBe(0);
  });

  test('is filtered by text, action and days, and shown whole again', async () => {
    await using journal = await JournalPage.open(browser, 30);
    journal.note('credentials.signed-in', 31, new Date(2026, 2, 9, 23, 59, 59, 999).getTime());
    await journal.show();
    await expect.poll(() => journal.lines.count()).toBe(31);
    await journal.page.getByLabel('Texte').fill('martin');
    await expect.poll(() => journal.lines.count()).toBe(11);
    await journal.page.getByLabel('Action').selectOption({ label: 'Identification' });
    await expect.poll(() => journal.lines.count()).toBe(1);
    await journal.page.getByLabel('Du', { exact: true }).fill('2026-03-09');
    await journal.page.getByLabel('Au', { exact: true }).fill('2026-03-09');
    await expect
      .poll(() => journal.requests.at(-1))
      .toEqual({
        text: 'martin',
        action: 'credentials.signed-in',
        from: new Date(2026, 2, 9).getTime(),
        to: new Date(2026, 2, 10).getTime() - 1,
      });
    await expect.poll(() => journal.lines.count()).toBe(1);
    await journal.page.getByLabel('Au', { exact: true }).fill('2026-03-08');
    await journal.page.getByText('La date de fin précède la date de début.').waitFor();
    await journal.page.getByLabel('Au', { exact: true }).fill('2026-03-10');
    await journal.page.getByLabel('Texte').fill('personne');
    await journal.page.getByText('Aucune entrée ne répond à ces critères.').waitFor();
    await journal.page.getByRole('button', { name: 'Tout afficher' }).click();
    await expect.poll(() => journal.lines.count()).toBe(31);
  });

  test('that can’t be read says why, and is asked for again', async () => {
    await using journal = await JournalPage.open(browser, 1);
    journal.failure = new ShellError('credentials.sign-in-required');
    await journal.show();
    await journal.page.getByRole('alert').getByText('Le journal n’a pas pu être lu.').waitFor();
    journal.failure = undefined;
    await journal.page.getByRole('button', { name: 'Réessayer' }).click();
    await expect.poll(() => journal.lines.count()).toBe(1);
  });

  test('is closed to nobody in particular, who is led to where they sign in', async () => {
    await using journal = await JournalPage.open(browser, 1);
    await journal.show({ access: 'signed-out' });
    await journal.page.getByRole('button', { name: 'Ouvrir « Comptes utilisateurs »' }).click();
    await expect.poll(() => journal.ran).toEqual(['credentials.open']);
    await journal.show({ access: 'unreachable' });
    await journal.page.getByText('qui ne répond pas').waitFor();
  });
});

describe('« Vérifier le journal »', () => {
  test('says that all is as it was written', async () => {
    await using journal = await JournalPage.open(browser, 1);
    journal.verdict = { ok: true, entryCount: 12 };
    await journal.show();
    await journal.page.getByRole('button', { name: 'Vérifier le journal' }).click();
    await journal.page.getByRole('status').getByText('Le journal est intact : ses 12 entrées').waitFor();
  });

  test('can be given up', async () => {
    await using journal = await JournalPage.open(browser, 1);
    await journal.show();
    await journal.page.getByRole('button', { name: 'Vérifier le journal' }).click();
    await journal.page.getByRole('button', { name: 'Annuler' }).click();
    await journal.page.getByText('La vérification a été abandonnée.').waitFor();
  });
});

describe.each(['light', 'dark', 'high-contrast'] as const)('in the %s theme', (theme) => {
  test.each([
    { width: 1024, height: 768 },
    { width: 512, height: 384 },
  ])('axe objects to nothing at $width pixels, and nothing sticks out', async (viewport) => {
    await using journal = await JournalPage.open(browser, 120, { theme, viewport });
    journal.verdict = { ok: false, entryCount: 12, problem: 'altered', sequence: 7 };
    await journal.show();
    await expect.poll(() => journal.lines.count()).toBe(100);
    await journal.page.getByRole('button', { name: 'Vérifier le journal' }).click();
    await journal.page.getByText('Qui agit').waitFor();
    expect(await findAccessibilityViolations(journal.page)).toEqual([]);
    expect(
      await journal.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    ).toBeLessThanOrEqual(0);
    await journal.show({ access: 'signed-out' });
    expect(await findAccessibilityViolations(journal.page)).toEqual([]);
  });
});
