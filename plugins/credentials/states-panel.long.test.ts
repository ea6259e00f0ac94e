import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findAccessibilityViolations } from '../../test/support/axe.ts';
import { launchChromium } from '../../test/support/chromium.ts';
import { officeOf, StatesPage } from '../../test/support/states-page.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const open = (...given: [Parameters<typeof StatesPage.open>[1]?]) => StatesPage.open(browser, ...given);

describe('the table', () => {
  test('is searched and chosen from, and exported as it is shown', async () => {
    await using states = await open();
    await states.show();
    await states.page.getByRole('searchbox', { name: 'Chercher un compte' }).fill('ELISE');
    expect(await states.names()).toEqual(['Élise']);
    await states.page.getByText('Un compte trouvé.', { exact: true }).waitFor();
    await states.page.getByLabel('État', { exact: true }).selectOption('refused');
    await states.page.getByText('Aucun compte ne répond à ces critères.').waitFor();
    await states.page.getByRole('button', { name: 'Exporter (.csv)' }).click();
    await states.page.getByText('Le fichier est enregistré.').waitFor();
    expect(states.ran.at(-1)).toEqual([
      'credentials.export-states',
      { text: 'ELISE', choice: 'refused', column: 'name', descending: false, language: 'fr' },
    ]);
  });

  test('draws of ten thousand accounts those in sight, and leads to the last by keyboard', async () => {
    await using states = await open();
    await states.show({ rows: officeOf(10_000) });
    await states.page.getByText('10 000 comptes', { exact: true }).waitFor();
    expect(await states.page.locator('tr[data-row]').count()).toBeLessThan(80);
    await states.row('Compte 0').getByRole('button').focus();
    await states.page.keyboard.press('ArrowDown');
    await expect.poll(() => states.focused()).toBe('Appliquer à… (identifiants de « Compte 1 »)');
    await states.page.keyboard.press('End');
    await expect.poll(() => states.focused()).toBe('Appliquer à… (identifiants de « Compte 9999 »)');
    expect(await states.row('Compte 9999').isVisible()).toBe(true);
    expect(await states.row('Compte 9999').getAttribute('aria-rowindex')).toBe('10001');
  });

  test('has what can be done with each account in sight where the window is narrow', async () => {
    await using states = await open();
    await states.show();
    await states.page.setViewportSize({ width: 500, height: 600 });
    const box = await states.row('Martin').getByRole('button').boundingBox();
    expect(box!.x + box!.width).toBeLessThanOrEqual(500);
  });

  test('follows live, and the focus follows its account', async () => {
    await using states = await open();
    await states.show();
    await states.page.getByRole('columnheader', { name: 'État' }).getByRole('button').click();
    await states.row('Martin').getByRole('button').focus();
    await states.show({ rows: states.rows.map((row) => (row.name === 'Martin' ? { ...row, status: { kind: 'blocked', at: 1 } } : row)) });
    await expect.poll(() => states.names()).toEqual(['Martin', 'Dupont', 'Administrateur', 'Élise']);
    expect(await states.focused()).toBe('Appliquer à… (identifiants de « Martin »)');
  });

  test('is closed to nobody in particular, and offers an ordinary user nothing to apply', async () => {
    await using states = await open();
    await states.page.getByText('Chargement de l’état des comptes…').waitFor();
    await states.show({ access: 'signed-out' });
    await states.page.getByRole('button', { name: 'Ouvrir « Comptes utilisateurs »' }).click();
    expect(states.ran).toEqual([['credentials.open', undefined]]);
    await states.show({ access: 'unreachable' });
    await states.page.getByText('qui ne répond pas').waitFor();
    await states.show({ isAdministrator: false, rows: states.rows.slice(1, 2) });
    await states.page.getByRole('button', { name: 'Tester mon compte' }).waitFor();
    expect(await states.page.getByRole('button', { name: /Appliquer/ }).count()).toBe(0);
  });
});

describe('« Tout tester »', () => {
  test('says why it can’t begin', async () => {
    await using states = await open();
    states.answers['credentials.test-all'] = { ok: false, cancelled: false, code: 'x', sentence: 'Déjà en cours.' };
    await states.show();
    await states.page.getByRole('button', { name: 'Tout tester' }).click();
    await states.page.getByRole('status').getByText('Déjà en cours.').waitFor();
  });
});

describe('« Appliquer à… »', () => {
  test('« Tous » takes those that are found, and keeps those chosen before', async () => {
    await using states = await open();
    states.answers['credentials.apply'] = { ok: false, cancelled: false, code: 'x', sentence: 'Dupont a été supprimé.' };
    await states.show();
    await states.row('Martin').getByRole('button').click();
    const dialog = states.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Appliquer' }).focus();
    await states.page.keyboard.press('Enter');
    await dialog.getByRole('alert').getByText('Cochez au moins un compte.').waitFor();
    await dialog.getByRole('checkbox', { name: 'Dupont' }).check();
    await dialog.getByRole('searchbox').fill('éli');
    await dialog.getByRole('checkbox', { name: 'Tous' }).check();
    await dialog.getByRole('searchbox').fill('');
    await dialog.getByRole('button', { name: 'Appliquer à 2 comptes' }).click();
    await dialog.getByRole('alert').getByText('Dupont a été supprimé.').waitFor();
    expect(states.ran).toEqual([
      ['credentials.apply', { account: states.idOf('Martin'), targets: [states.idOf('Dupont'), states.idOf('Élise')] }],
    ]);
  });

  test('is given up while the test is under way', async () => {
    await using states = await open();
    states.answers['credentials.apply'] = 'wait';
    await states.show();
    await states.row('Martin').getByRole('button').click();
    const dialog = states.page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: 'Tous' }).check();
    await dialog.getByRole('button', { name: 'Appliquer à 3 comptes' }).click();
    await dialog.getByText('Test, puis enregistrement…').waitFor();
    await states.page.keyboard.press('Escape');
    await dialog.getByText('Rien n’a été appliqué.').waitFor();
    await states.page.keyboard.press('Escape');
    await expect.poll(() => dialog.isVisible()).toBe(false);
  });

  test('is not offered where there is nothing to copy', async () => {
    await using states = await open();
    await states.show();
    await states.row('Administrateur').getByRole('button').focus();
    await states.page.keyboard.press('Enter');
    expect(await states.page.getByRole('dialog').count()).toBe(0);
  });
});

describe.each(['light', 'dark', 'high-contrast'] as const)('in the %s theme', (theme) => {
  test.each([
    { width: 1024, height: 768 },
    { width: 512, height: 384 },
  ])('axe objects to nothing at $width pixels, and nothing sticks out', async (viewport) => {
    await using states = await open({ theme, viewport });
    const find = () => findAccessibilityViolations(states.page);
    await states.show({ run: { isRunning: true, total: 40, done: 11, name: 'Martin' } });
    expect(await find()).toEqual([]);
    const sentences = [{ key: 'test-all.done', args: { tested: 11, total: 40, accepted: 10 } }];
    await states.show({ run: { isRunning: false, ok: false, sentences } });
    expect(await find()).toEqual([]);
    await states.row('Martin').getByRole('button').click();
    await states.page.getByRole('dialog').getByRole('checkbox', { name: 'Dupont' }).check();
    expect(await find()).toEqual([]);
    expect(
      await states.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    ).toBeLessThanOrEqual(0);
    await states.page.keyboard.press('Escape');
    await states.show({ access: 'signed-out' });
    expect(await find()).toEqual([]);
  });
});
