import type { Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import { mainThreadMeter } from '../../support/main-thread-meter.ts';
import type { FakeHost } from '../../support/workbench-host/fake-host.ts';
import { manyCommands } from '../../support/workbench-host/sample-snapshot.ts';
import { pageErrors, useWorkbench } from '../../support/workbench-host/workbench-fixture.ts';

const { open } = useWorkbench();

const combobox = (page: Page) => page.getByRole('combobox', { name: 'Palette de commandes' });
const options = (page: Page) => page.getByRole('option');
const refuseWindows = (host: FakeHost) => {
  host.acceptsWindows = false;
};
const activeOption = (page: Page) => page.getByRole('option', { selected: true });

describe('the palette', () => {
  test.each(['F1', 'Control+Shift+P'])('opens with %s, and Escape gives the focus back', async (keys) => {
    const { page } = await open();
    await page.getByRole('button', { name: 'Réglages' }).focus();
    await page.keyboard.press(keys);
    await combobox(page).waitFor();
    await page.keyboard.press('Escape');
    await combobox(page).waitFor({ state: 'hidden' });
    expect(await page.getByRole('button', { name: 'Réglages' }).evaluate((button) => button.matches(':focus'))).toBe(true);
  });

  test('opens from within a panel’s field too', async () => {
    const { page } = await open();
    await page.getByRole('button', { name: 'Paramètres de démonstration' }).first().click();
    await page.getByLabel('Nom').press('F1');
    await combobox(page).waitFor();
  });

  test('runs the command that is chosen, which stands first the next time', async () => {
    const { page, host } = await open();
    await page.keyboard.press('F1');
    await combobox(page).fill('l’authentification');
    await page.keyboard.press('Enter');
    await vi.waitFor(() => expect(host.callsOf('executeCommand')).toEqual([['sample.authenticate', undefined]]));
    await page.keyboard.press('F1');
    expect(await options(page).first().locator('.label').textContent()).toBe("Relancer l'authentification auprès du serveur");
  });

  test('finds the submenus of the ball, and opens them there', async () => {
    const { page, host } = await open();
    await page.keyboard.press('F1');
    await combobox(page).fill('demande de support');
    await page.keyboard.press('Enter');
    await page.getByRole('menu', { name: 'Demande de support technique' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await vi.waitFor(() => expect(host.callsOf('executeCommand')).toEqual([['sample.contact', undefined]]));
    await page.keyboard.press('F1');
    await combobox(page).fill('sous-menu vide');
    await page.getByText('Aucune commande ne correspond.').waitFor();
  });

  test('walks with the arrow keys while the focus stays in the field', async () => {
    const { page } = await open();
    await page.keyboard.press('F1');
    await page.keyboard.type('compt');
    const first = await activeOption(page).getAttribute('id');
    expect(await combobox(page).getAttribute('aria-activedescendant')).toBe(first);
    await page.keyboard.press('Backspace');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await activeOption(page).getAttribute('aria-posinset')).toBe(await activeOption(page).getAttribute('aria-setsize'));
    expect(await combobox(page).evaluate((field) => field.matches(':focus'))).toBe(true);
  });

  test('shows keys, leaves out what does not apply, and says why a command is disabled', async () => {
    const { page, host } = await open();
    await page.keyboard.press('F1');
    await combobox(page).fill('connexion');
    expect(await page.getByRole('option', { name: "Tester l'accès aux serveurs" }).textContent()).toContain('Ctrl+K Ctrl+T');
    const disabled = page.getByRole('option', { name: 'Rétablir les adresses d’usine' });
    expect(await disabled.getAttribute('aria-disabled')).toBe('true');
    expect(await disabled.textContent()).toContain('Les adresses sont déjà celles d’usine.');
    await disabled.click({ force: true });
    expect(await combobox(page).isVisible()).toBe(true);
    await combobox(page).fill('cachée');
    await page.getByText('Aucune commande ne correspond.').waitFor();
    expect(host.callsOf('executeCommand')).toEqual([]);
  });

  test('keeps the active command while others come and go', async () => {
    const { page, host } = await open();
    await page.keyboard.press('F1');
    await combobox(page).fill('connexion');
    await page.keyboard.press('ArrowDown');
    const active = await activeOption(page).locator('.label').textContent();
    host.update({ commands: [{ id: 'new', title: 'Connexion connexion' }, ...host.snapshot.commands] });
    await page.getByRole('option', { name: 'Connexion connexion' }).waitFor();
    expect(await activeOption(page).locator('.label').textContent()).toBe(active);
  });

  test('closes when the focus goes elsewhere', async () => {
    const { page } = await open();
    await page.keyboard.press('F1');
    await combobox(page).waitFor();
    await page.getByRole('button', { name: 'Réglages' }).click();
    await combobox(page).waitFor({ state: 'hidden' });
  });

  test('lists commands before there is a connection', async () => {
    const { page } = await open({ prepare: refuseWindows });
    await page.keyboard.press('F1');
    await combobox(page).fill('lisez-moi');
    await page.getByRole('option', { name: 'Lisez-moi' }).waitFor();
    // The browser says of each try that it failed.
    await page.close();
    pageErrors.length = 0;
  });

  test('opens a panel that no command opens by its title', async () => {
    const { page } = await open();
    await page.keyboard.press('F1');
    await combobox(page).fill('nouveautes');
    await page.keyboard.press('Enter');
    await page.getByRole('tabpanel', { name: 'Nouveautés' }).getByText('Un panneau sans bibliothèque, en fr').waitFor();
  });
});

test('with 10,000 commands each key is drawn within a frame', async () => {
  const { page } = await open({ snapshot: { commands: manyCommands(10_000) } });
  await page.keyboard.press('F1');
  await options(page).first().waitFor();
  expect(await options(page).count()).toBeLessThan(200);
  const typed = 'verifier les cotisations';
  const busyMs = await mainThreadMeter(page);
  await page.evaluate(async (text) => {
    const palette = document.querySelector('shell-workbench')?.shadowRoot?.querySelector('shell-palette')?.shadowRoot;
    const field = palette?.querySelector('input') as HTMLInputElement;
    for (let length = 1; length <= text.length; length += 1) {
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      field.value = text.slice(0, length);
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await new Promise((resolve) => setTimeout(resolve));
      // Reading a size makes the browser lay out what was drawn.
      palette?.querySelector('.list')?.getBoundingClientRect();
    }
  }, typed);
  expect((await busyMs()) / typed.length).toBeLessThan(16);
  await page.getByRole('option', { name: 'Paie : Vérifier les cotisations n° 45', exact: true }).waitFor();
});

test('scrolling draws the rows further down', async () => {
  const { page } = await open({ snapshot: { commands: manyCommands(500) } });
  await page.keyboard.press('F1');
  const before = await options(page).count();
  await page.getByRole('listbox').evaluate((list) => list.scrollTo({ top: list.scrollHeight }));
  await vi.waitFor(async () => expect(await options(page).count()).toBeGreaterThan(before));
});
