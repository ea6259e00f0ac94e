import type { CommandOutcome } from 'boule-bleue';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
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
  test('shows how each account stands, and is sorted by any column with the keyboard', async () => {
    await using states = await open();
    await states.show();
    expect(await states.names()).toEqual(['Administrateur', 'Dupont', 'Élise', 'Martin']);
    expect(await states.row('Dupont').textContent()).toMatch(/Refusé\s*9 mars 2026/);
    expect(await states.row('Martin').textContent()).toMatch(/Accepté\s*1 janv\. 2026\s*2 mars 2026\s*1 janv\. 2025\s*ancien/);
    const head = states.page.getByRole('columnheader', { name: 'État' });
    expect(await head.getAttribute('aria-sort')).toBeNull();
    await head.getByRole('button').focus();
    await states.page.keyboard.press('Enter');
    expect(await head.getAttribute('aria-sort')).toBe('ascending');
    expect(await states.names()).toEqual(['Dupont', 'Administrateur', 'Élise', 'Martin']);
    await states.page.keyboard.press('Enter');
    expect(await head.getAttribute('aria-sort')).toBe('descending');
    expect(await states.names()).toEqual(['Martin', 'Élise', 'Administrateur', 'Dupont']);
    expect(states.panelPage.announced).toEqual(['Trié par État, croissant.', 'Trié par État, décroissant.']);
    expect(states.panelPage.complaints).toEqual([]);
  });

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
    await expect.poll(() => states.focused()).toBe('Appliquer les identifiants de « Compte 1 » à…');
    await states.page.keyboard.press('End');
    await expect.poll(() => states.focused()).toBe('Appliquer les identifiants de « Compte 9999 » à…');
    expect(await states.row('Compte 9999').isVisible()).toBe(true);
    expect(await states.row('Compte 9999').getAttribute('aria-rowindex')).toBe('10001');
  });

  test('follows live, and the focus follows its account', async () => {
    await using states = await open();
    await states.show();
    await states.page.getByRole('columnheader', { name: 'État' }).getByRole('button').click();
    await states.row('Martin').getByRole('button').focus();
    await states.show({ rows: states.rows.map((row) => (row.name === 'Martin' ? { ...row, status: { kind: 'blocked', at: 1 } } : row)) });
    await expect.poll(() => states.names()).toEqual(['Martin', 'Dupont', 'Administrateur', 'Élise']);
    expect(await states.focused()).toBe('Appliquer les identifiants de « Martin » à…');
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
  test('shows how far it is, is stopped by a button, and says what came of it', async () => {
    await using states = await open();
    await states.show();
    await states.page.getByRole('button', { name: 'Tout tester' }).click();
    await states.show({ run: { isRunning: true, total: 40, done: 11, name: 'Martin' } });
    await states.page.getByRole('status').getByText('12 sur 40 : Martin').waitFor();
    await states.page.keyboard.press('Enter');
    await states.page.getByRole('button', { name: 'Arrêter' }).click();
    expect(states.ran.map(([command]) => command)).toEqual(['credentials.test-all', 'credentials.cancel-test-all']);
    const sentences = [{ key: 'test-all.stopped.cancelled' }, { key: 'test-all.done', args: { tested: 11, total: 40, accepted: 10 } }];
    await states.show({ run: { isRunning: false, ok: false, sentences } });
    const report = states.page.getByRole('region', { name: 'Résultat des tests' });
    await report.getByText('11 comptes testés sur 40, dont 10 acceptés.').waitFor();
    expect(states.panelPage.announced).toEqual(['Les tests ont été arrêtés à votre demande. 11 comptes testés sur 40, dont 10 acceptés.']);
  });

  test('says why it can’t begin', async () => {
    await using states = await open();
    states.answers['credentials.test-all'] = { ok: false, cancelled: false, code: 'x', sentence: 'Déjà en cours.' };
    await states.show();
    await states.page.getByRole('button', { name: 'Tout tester' }).click();
    await states.page.getByRole('status').getByText('Déjà en cours.').waitFor();
  });
});

describe('« Appliquer à… »', () => {
  const applied: CommandOutcome = { ok: true, value: { applied: ['Dupont'] } };

  test('copies to the chosen accounts, by keyboard alone, and gives the focus back', async () => {
    await using states = await open();
    states.answers['credentials.apply'] = applied;
    await states.show();
    await states.row('Martin').getByRole('button').focus();
    const { keyboard } = states.page;
    await keyboard.press('Enter');
    const dialog = states.page.getByRole('dialog', { name: 'Appliquer les identifiants de « Martin » à…' });
    await dialog.waitFor();
    expect(await dialog.getByRole('checkbox').count()).toBe(4);
    await keyboard.type('dup');
    await dialog.getByText('Tous (1)').waitFor();
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await keyboard.press('Space');
    await dialog.getByText('Un compte choisi.').waitFor();
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await states.page.getByText('Les identifiants sont appliqués à un compte.').waitFor();
    expect(states.ran).toEqual([['credentials.apply', { account: states.idOf('Martin'), targets: [states.idOf('Dupont')] }]]);
    expect(await states.focused()).toBe('Appliquer les identifiants de « Martin » à…');
  });

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
