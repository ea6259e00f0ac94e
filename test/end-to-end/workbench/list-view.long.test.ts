import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { Serialisable } from '../../../core/message.ts';
import { findAccessibilityViolations } from '../../support/axe.ts';
import { openView, viewPanel } from '../../support/workbench-host/view-panel.ts';
import { type OpenOptions, useWorkbench } from '../../support/workbench-host/workbench-fixture.ts';

const { open } = useWorkbench();
const openList = (state: Serialisable, options?: OpenOptions) => openView(open, 'list', state, options);

const person = (index: number) => ({
  id: `person-${index}`,
  label: `Salarié ${index}`,
  description: `matricule ${1_000 + index}`,
  icon: '$(account)',
  command: 'sample.open',
  args: { person: index },
  actions: [{ title: 'Supprimer', icon: '$(trash)', command: 'sample.delete', args: { person: index } }],
});
const people = (count: number) => Array.from({ length: count }, (_, index) => person(index));

const entry = (page: Page, index: number) => page.getByRole('button', { name: `Salarié ${index} matricule` });
const focusedRow = (page: Page) => page.locator('.row:focus-within').getAttribute('data-row');

async function expectFocus(page: Page, index: number): Promise<void> {
  await expect.poll(() => focusedRow(page)).toBe(`person-${index}`);
}

describe('a list', () => {
  test('draws items, and runs their commands with the arguments of their data', async () => {
    const { page, host } = await openList({ items: people(3), message: { key: 'greeting', args: { name: 'Zoé' } } });
    await page.getByRole('list', { name: 'Salariés' }).waitFor();
    await page.getByText('Bonjour Zoé').waitFor();
    await entry(page, 1).click();
    await page.getByRole('listitem').nth(2).getByRole('button', { name: 'Supprimer' }).click();
    expect(host.callsOf('executeCommand')).toEqual([
      ['sample.open', { person: 1 }],
      ['sample.delete', { person: 2 }],
    ]);
  });

  test('takes a string for a text, never for a key', async () => {
    const { page } = await openList({ items: [{ id: 'a', label: 'greeting' }] });
    await page.getByText('greeting', { exact: true }).waitFor();
  });

  test('tells a tooltip to who points at an item, and to who can’t see it', async () => {
    const { page } = await openList({ items: [{ id: 'a', label: 'Zoé', command: 'sample.open', tooltip: 'En congé' }], hasSearch: true });
    await page.getByRole('button', { name: 'Zoé', description: 'En congé' }).hover();
    await page.locator('shell-tooltip').getByText('En congé').waitFor();
    await page.getByRole('searchbox').hover();
    await page.locator('shell-tooltip').getByText('En congé').waitFor({ state: 'hidden' });
    await page.getByRole('searchbox').focus();
    await page.keyboard.press('Tab');
    await page.locator('shell-tooltip').getByText('En congé').waitFor();
  });

  test('tells its commands’ failures, and lets them be cancelled', async () => {
    const { page, host } = await openList({ items: people(2), actions: [{ title: 'Vérifier', command: 'sample.check', isPrimary: true }] });
    host.commandAnswers.set('sample.open', () => ({ ok: false, cancelled: false, code: 'x', sentence: 'Ce salarié n’existe plus.' }));
    host.commandAnswers.set('sample.check', (_args, signal) => {
      const cancelled = { ok: false, cancelled: true, code: 'cancelled', sentence: '' } as const;
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(cancelled)));
    });
    await entry(page, 0).click();
    await page.getByRole('alert').filter({ hasText: 'Ce salarié n’existe plus.' }).waitFor();
    await page.getByRole('button', { name: 'Vérifier' }).dblclick();
    await page.getByRole('button', { name: 'Annuler' }).click();
    await page.getByRole('button', { name: 'Annuler' }).waitFor({ state: 'detached' });
    expect(host.callsOf('executeCommand')).toHaveLength(2);
    await expectFocus(page, 0);
  });

  test('tells a command’s failure until the next state, and once where the state tells it too', async () => {
    const actions = ['check', 'repair', 'wait'].map((name) => ({ title: name, command: `sample.${name}` }));
    const { page, host } = await openList({ items: people(2), actions });
    const failed = { ok: false, cancelled: false, code: 'x', sentence: 'Le serveur dort.' } as const;
    host.commandAnswers.set('sample.check', () => failed);
    host.commandAnswers.set('sample.repair', () => ({ ok: true, value: null }));
    const told = page.getByRole('alert').filter({ hasText: 'Le serveur dort.' });
    const press = (name: string) => page.getByRole('button', { name }).click();
    await press('check');
    await told.waitFor();
    host.publish(viewPanel, { items: people(2), actions, message: 'Tout va bien.', severity: 'success' });
    await page.getByText('Tout va bien.').waitFor();
    expect(await told.count()).toBe(0);
    let end = (_outcome: { ok: true; value: null }) => {};
    host.commandAnswers.set('sample.wait', () => new Promise((resolve) => (end = resolve)));
    await press('wait');
    await press('check');
    await told.waitFor();
    end({ ok: true, value: null });
    await told.waitFor({ state: 'detached' });
    host.publish(viewPanel, { items: people(2), actions, failure: { sentence: 'Le serveur dort.' } });
    await told.waitFor();
    await press('check');
    await expect.poll(() => host.callsOf('executeCommand')).toHaveLength(4);
    await page.getByRole('button', { name: 'Annuler' }).waitFor({ state: 'detached' });
    expect(await told.count()).toBe(1);
  });

  test('says that it is loading, that it is empty, and why it failed, with a way to try again', async () => {
    const { page, host } = await openList({ items: [], isLoading: true });
    await page.getByText('Chargement…').waitFor();
    host.publish(viewPanel, { items: [] });
    await page.getByText('Rien à afficher.').waitFor();
    host.publish(viewPanel, {
      items: [],
      failure: { sentence: 'Le serveur dort.', retry: { command: 'sample.retry', args: { hard: true } } },
    });
    await page.getByRole('alert').filter({ hasText: 'Le serveur dort.' }).waitFor();
    await page.getByRole('button', { name: 'Réessayer' }).click();
    expect(host.callsOf('executeCommand')).toEqual([['sample.retry', { hard: true }]]);
  });

  test('finds items by words of their label and description, whatever their accents', async () => {
    const { page } = await openList({ items: [...people(30), { id: 'e', label: 'Élodie' }], hasSearch: true });
    await page.getByRole('searchbox', { name: 'Rechercher' }).fill('1012 salarie');
    await expect.poll(() => page.getByRole('listitem').count()).toBe(1);
    await page.getByText('1 résultat').waitFor({ state: 'attached' });
    await page.getByRole('searchbox').fill('elodie');
    await page.getByText('Élodie').waitFor();
    await page.getByRole('searchbox').fill('personne d’autre');
    await page.getByText('Aucun résultat').waitFor({ state: 'attached' });
  });
});

describe('by keyboard', () => {
  test('a list is one stop for Tab, which then goes through one row’s buttons', async () => {
    const { page, host } = await openList({ items: people(30) });
    await entry(page, 0).focus();
    for (const [key, index] of [
      ['ArrowDown', 1],
      ['End', 29],
      ['ArrowUp', 28],
      ['Home', 0],
      ['PageDown', 29],
    ] as const) {
      await page.keyboard.press(key);
      await expectFocus(page, index);
    }
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await expectFocus(page, 2);
    await page.keyboard.press('Enter');
    await expect.poll(() => host.callsOf('executeCommand')).toEqual([['sample.delete', { person: 2 }]]);
    await page.keyboard.press('Tab');
    expect(await page.locator('.row:focus-within').count()).toBe(0);
  });

  test('typing goes to the next item that begins so', async () => {
    const { page } = await openList({ items: [...people(3), { id: 'zoe', label: 'Zoé', command: 'sample.open' }] });
    await entry(page, 0).focus();
    await page.keyboard.type('zo');
    await expect.poll(() => focusedRow(page)).toBe('zoe');
  });
});

describe('ten thousand items', () => {
  test('are drawn as far as they are seen, and reached by keyboard and by search', async () => {
    const { page } = await openList({ items: people(10_000), hasSearch: true });
    await entry(page, 0).focus();
    expect(await page.getByRole('listitem').count()).toBeLessThan(100);
    await page.keyboard.press('End');
    await expectFocus(page, 9_999);
    await entry(page, 9_999).waitFor();
    expect(await page.locator('[data-row="person-9999"]').getAttribute('aria-posinset')).toBe('10000');
    await page.getByRole('searchbox').fill('1777');
    await entry(page, 777).waitFor();
  });

  test('keep the focus on its item when it scrolls out of sight', async () => {
    const { page } = await openList({ items: people(10_000) });
    await entry(page, 3).focus();
    await page.locator('.viewport').evaluate((viewport) => viewport.scrollTo({ top: 200_000 }));
    await page.locator('[data-row="person-6670"]').waitFor();
    await expectFocus(page, 3);
    await page.keyboard.press('ArrowDown');
    await expectFocus(page, 4);
    await entry(page, 4).waitFor();
  });
});

describe('what is published anew', () => {
  test('leaves the focus on its item and the list where it was scrolled to', async () => {
    const { page, host } = await openList({ items: people(60) });
    await entry(page, 40).focus();
    const before = await page.locator('.viewport').evaluate(({ scrollTop }) => scrollTop);
    host.publish(viewPanel, { items: people(60).map((item) => ({ ...item, badge: '!' })) });
    await page.getByText('!').first().waitFor();
    expect(await page.locator('.viewport').evaluate(({ scrollTop }) => scrollTop)).toBe(before);
    await expectFocus(page, 40);
    host.publish(viewPanel, { items: people(60).reverse() });
    await expect.poll(() => page.locator('.row').first().getAttribute('data-row')).toBe('person-59');
    await expectFocus(page, 40);
  });

  test('moves the focus to the neighbour of an item that is gone', async () => {
    const { page, host } = await openList({ items: people(5) });
    await entry(page, 2).focus();
    host.publish(viewPanel, { items: people(5).filter(({ id }) => id !== 'person-2') });
    await expectFocus(page, 3);
  });
});

describe.each(['light', 'dark', 'high-contrast', 'high-contrast-light'])('in the theme %s', (theme) => {
  test.each([1_024, 512])('axe finds nothing wrong with a list %d pixels wide', async (width) => {
    const items = [{ id: 'a', label: 'Choisie', isSelected: true, badge: '3', description: 'voici', tooltip: 'Bulle' }, ...people(4)];
    const failure = { sentence: 'Le serveur dort.', retry: { command: 'sample.retry' } };
    const { page } = await openList(
      {
        items,
        failure,
        hasSearch: true,
        isLoading: true,
        message: 'Un mot',
        severity: 'success',
        actions: [{ title: 'Ajouter', command: 'sample.add' }],
      },
      { viewport: { width, height: width * 0.75 }, reducedMotion: 'reduce', snapshot: { settings: { 'workbench.colorTheme': theme } } },
    );
    await page.getByText('Choisie').waitFor();
    expect(await findAccessibilityViolations(page)).toEqual([]);
  });
});
