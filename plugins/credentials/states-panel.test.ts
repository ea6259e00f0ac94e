import type { CommandOutcome } from 'boule-bleue';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { launchChromium } from '../../test/support/chromium.ts';
import { StatesPage } from '../../test/support/states-page.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const open = (...given: [Parameters<typeof StatesPage.open>[1]?]) => StatesPage.open(browser, ...given);

describe('the panel of states', () => {
  const applied: CommandOutcome = { ok: true, value: { applied: ['Dupont'] } };

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

  test('shows how far « Tout tester » is, is stopped by a button, and says what came of it', async () => {
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

  test('copies one’s credentials to the chosen accounts, by keyboard alone, and gives the focus back', async () => {
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
    expect(await states.focused()).toBe('Appliquer à… (identifiants de « Martin »)');
  });
});
