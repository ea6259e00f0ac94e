import type { Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import { findAccessibilityViolations } from '../../support/axe.ts';
import { useWorkbench } from '../../support/workbench-host/workbench-fixture.ts';

const { open } = useWorkbench();

const ball = (page: Page) => page.getByRole('button', { name: 'Impact emploi : connecté' });
const entry = (page: Page, name: string) => page.getByRole('menuitem', { name });
const hasFocus = (page: Page, name: string) => entry(page, name).evaluate((item) => item.matches(':focus'));

describe('the ball', () => {
  test('is drawn by the plugin of highest priority whose clause holds', async () => {
    const { page, host } = await open();
    await ball(page).waitFor();
    host.update({ contextKeys: { 'sample.connected': false } });
    await page.getByRole('button', { name: 'Impact emploi : état inconnu' }).waitFor();
    expect(await ball(page).count()).toBe(0);
  });

  test('is in the browser’s tab too', async () => {
    const { page, host } = await open();
    expect(await page.title()).toBe('Impact emploi : connecté – Centre de maintenance');
    host.update({ contextKeys: { 'sample.connected': false } });
    await vi.waitFor(async () => expect(await page.title()).toBe('Impact emploi : état inconnu – Centre de maintenance'));
    expect(await page.locator('link[rel=icon]').getAttribute('href')).toBe('/workbench/icons/ball-unknown.svg');
  });

  test('stands at the bottom right', async () => {
    const { page } = await open();
    const box = await ball(page).boundingBox();
    expect(1280 - ((box?.x ?? 0) + (box?.width ?? 0))).toBeLessThan(12);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeGreaterThan(790);
  });

  test.each([
    ['a click', (page: Page) => ball(page).click()],
    ['a right click', (page: Page) => ball(page).click({ button: 'right' })],
    ['Shift+F10', (page: Page) => ball(page).press('Shift+F10')],
    ['Enter', (page: Page) => ball(page).press('Enter')],
  ])('opens its menu by %s', async (_how, act) => {
    const { page } = await open();
    await act(page);
    await page.getByRole('menu', { name: 'Impact emploi : connecté' }).waitFor();
    expect(await hasFocus(page, 'Paramètres de connexion')).toBe(true);
    expect(await ball(page).getAttribute('aria-expanded')).toBe('true');
  });
});

describe('its menu', () => {
  test('runs a command, and gives the focus back', async () => {
    const { page, host } = await open();
    await ball(page).click();
    await entry(page, "Relancer l'authentification auprès du serveur").click();
    await vi.waitFor(() => expect(host.callsOf('executeCommand')).toEqual([['sample.authenticate', undefined]]));
    expect(await page.getByRole('menu').count()).toBe(0);
    expect(await ball(page).evaluate((button) => button.matches(':focus'))).toBe(true);
    expect(await ball(page).getAttribute('aria-expanded')).toBe('false');
  });

  test('opens submenus by a click and by pointing', async () => {
    const { page, host } = await open();
    await ball(page).click({ button: 'right' });
    await entry(page, 'Administrer').click();
    await entry(page, 'Comptes utilisateurs').click();
    await vi.waitFor(() => expect(host.callsOf('executeCommand')).toEqual([['sample.accounts', undefined]]));
    await ball(page).click();
    await entry(page, 'Demande de support technique').hover();
    await entry(page, 'Lisez-moi').waitFor();
    await entry(page, 'Administrer').hover();
    await entry(page, 'Lisez-moi').waitFor({ state: 'detached' });
  });

  test('leaves the keyboard where it is when it opens under a pointer at rest', async () => {
    const { page } = await open();
    await ball(page).press('Shift+F10');
    const box = await entry(page, 'Administrer').boundingBox();
    await page.keyboard.press('Escape');
    await page.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 5);
    await ball(page).press('Shift+F10');
    await page.keyboard.press('ArrowDown');
    expect(await hasFocus(page, "Relancer l'authentification auprès du serveur")).toBe(true);
    await page.mouse.move((box?.x ?? 0) + 22, (box?.y ?? 0) + 6);
    await vi.waitFor(async () => expect(await hasFocus(page, 'Administrer')).toBe(true));
  });

  test('is walked through with the keyboard alone', async () => {
    const { page } = await open();
    await ball(page).press('Enter');
    await page.keyboard.press('ArrowUp');
    expect(await hasFocus(page, 'Demande de support technique')).toBe(true);
    await page.keyboard.press('ArrowRight');
    expect(await hasFocus(page, 'Activer le mode assistance')).toBe(true);
    await page.keyboard.press('l');
    expect(await hasFocus(page, 'Lisez-moi')).toBe(true);
    await page.keyboard.press('ArrowLeft');
    expect(await hasFocus(page, 'Demande de support technique')).toBe(true);
    await page.keyboard.press('Home');
    expect(await hasFocus(page, 'Paramètres de connexion')).toBe(true);
    await page.keyboard.type('adm');
    expect(await hasFocus(page, 'Administrer')).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('menu').count()).toBe(0);
    expect(await ball(page).evaluate((button) => button.matches(':focus'))).toBe(true);
  });

  test('says why an entry is disabled and doesn’t run it, and leaves out empty submenus', async () => {
    const { page, host } = await open();
    await ball(page).click();
    const disabled = entry(page, 'Rétablir les adresses d’usine');
    expect(await disabled.getAttribute('aria-disabled')).toBe('true');
    expect(await disabled.getAttribute('aria-description')).toBe('Les adresses sont déjà celles d’usine.');
    await disabled.click({ force: true });
    expect(await page.getByRole('menu').count()).toBe(1);
    expect(await entry(page, 'Sous-menu vide').count()).toBe(0);
    expect(host.callsOf('executeCommand')).toEqual([]);
  });

  test('closes by a click elsewhere', async () => {
    const { page } = await open();
    await ball(page).click();
    await page.getByRole('tabpanel').click();
    await page.getByRole('menu').waitFor({ state: 'detached' });
  });
});

test('an item without a menu runs its command; one without either is a text', async () => {
  const { page, host } = await open();
  await page.getByRole('contentinfo').getByRole('button', { name: 'Tester' }).click();
  await vi.waitFor(() => expect(host.callsOf('executeCommand')).toEqual([['sample.test', undefined]]));
  expect(await page.getByRole('button', { name: 'Version 3.00.72' }).count()).toBe(0);
  await page.getByText('Version 3.00.72').waitFor();
});

describe('a keybinding of two strokes', () => {
  const hint = (page: Page, text: string) => page.getByRole('contentinfo').getByText(text);
  const waiting = (page: Page) => hint(page, 'Ctrl+K, en attente de la seconde touche…');

  test('says that the second is awaited, on the screen and to screen readers, then runs its command', async () => {
    const { page, host } = await open();
    await page.keyboard.press('Control+k');
    await waiting(page).waitFor();
    await page.getByRole('status').getByText('Ctrl+K, en attente de la seconde touche…').waitFor();
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await page.keyboard.press('Control+t');
    await vi.waitFor(() => expect(host.callsOf('executeCommand')).toEqual([['sample.test', undefined]]));
    await waiting(page).waitFor({ state: 'detached' });
  });

  test('is given up by Escape', async () => {
    const { page, host } = await open();
    await page.keyboard.press('Control+k');
    await waiting(page).waitFor();
    await page.keyboard.press('Escape');
    await waiting(page).waitFor({ state: 'detached' });
    await page.keyboard.press('Control+t');
    expect(host.callsOf('executeCommand')).toEqual([]);
    expect(await hint(page, 'n’est pas une commande').count()).toBe(0);
  });

  test('is given up after five seconds', async () => {
    const { page } = await open();
    const start = performance.now();
    await page.keyboard.press('Control+k');
    await waiting(page).waitFor();
    await waiting(page).waitFor({ state: 'detached' });
    expect(performance.now() - start).toBeGreaterThan(4_500);
  });

  test('that there is not is said to be no command, and types nothing', async () => {
    const { page, host } = await open();
    await page.getByRole('button', { name: 'Paramètres de démonstration' }).first().click();
    await page.getByLabel('Nom').press('Control+k');
    await waiting(page).waitFor();
    await page.keyboard.press('x');
    await hint(page, 'La combinaison Ctrl+K X n’est pas une commande.').waitFor();
    await page.getByRole('status').getByText('La combinaison Ctrl+K X n’est pas une commande.').waitFor();
    expect(await waiting(page).count()).toBe(0);
    expect(await page.getByLabel('Nom').inputValue()).toBe('');
    await page.keyboard.press('y');
    expect(await page.getByLabel('Nom').inputValue()).toBe('y');
    expect(host.callsOf('executeCommand')).toEqual([]);
  });

  test('waits on while its first key is held down', async () => {
    const { page, host } = await open();
    await page.keyboard.down('Control');
    for (const _repeat of [1, 2]) await page.keyboard.down('k');
    await waiting(page).waitFor();
    await page.keyboard.up('k');
    await page.keyboard.press('t');
    await page.keyboard.up('Control');
    await vi.waitFor(() => expect(host.callsOf('executeCommand')).toEqual([['sample.test', undefined]]));
  });
});

test('what is typed into a field stays typing', async () => {
  const { page } = await open();
  await page.getByRole('button', { name: 'Paramètres de démonstration' }).first().click();
  await page.getByLabel('Nom').pressSequentially('Jean');
  expect(await page.getByLabel('Nom').inputValue()).toBe('Jean');
});
