/** A stranger's panel feels as one of the window's own: keys, focus, themes, language, unsaved changes, faults. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findAccessibilityViolations } from '../../support/axe.ts';
import { expectVisible } from '../expect-visible.ts';
import { runCommandLine } from '../office.ts';
import { findFrame, frameOf, StrangersWindow, showPanel } from './stranger.ts';

const stack = new AsyncDisposableStack();
let strangers: StrangersWindow;
let page: Page;
let panel: FrameLocator;

beforeAll(async () => {
  strangers = stack.use(await StrangersWindow.open('stranger'));
});
afterAll(() => stack.disposeAsync());
beforeEach(async () => {
  page = await strangers.newPage();
  panel = await showPanel(page, 'Étranger');
  await expectVisible(panel.getByRole('heading', { name: 'Étranger' }));
});
afterEach(() => page.close());

const name = () => panel.getByRole('textbox', { name: 'Votre nom' });
const set = (key: string, value: string) => runCommandLine(strangers.product.dataFolder, ['settings', 'set', key, value]);

describe('the keyboard', () => {
  it('enters a frame at its first element and leaves it at its last, both ways', async () => {
    await page.getByRole('tabpanel', { name: 'Étranger' }).focus();
    await page.keyboard.press('Tab');
    await expect.poll(() => name().evaluate((element) => element.matches(':focus'))).toBe(true);
    await panel.getByRole('button', { name: 'last' }).focus();
    await page.keyboard.press('Tab');
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe(undefined);
    await expect.poll(isFrameFocused).toBe(false);
    await page.keyboard.press('Shift+Tab');
    await expect.poll(() => panel.getByRole('button', { name: 'last' }).evaluate((element) => element.matches(':focus'))).toBe(true);
    await name().focus();
    await page.keyboard.press('Shift+Tab');
    await expect.poll(isFrameFocused).toBe(false);
  });

  it.each(['F1', 'Control+Shift+P'])('opens the palette by %s from within, and comes back', async (keys) => {
    await name().click();
    await page.keyboard.press(keys);
    await expectVisible(page.getByRole('combobox', { name: 'Palette de commandes' }));
    await page.keyboard.type('barre');
    await page.keyboard.press('Escape');
    await expect.poll(isFrameFocused).toBe(true);
  });

  it('walks on through the window’s parts by F6', async () => {
    await name().click();
    await page.keyboard.press('F6');
    await expect.poll(isFrameFocused).toBe(false);
  });

  it('types letters where the cursor is', async () => {
    await name().click();
    await page.keyboard.type('Zoé, bj,F1');
    expect(await name().inputValue()).toBe('Zoé, bj,F1');
  });

  it('closes a side bar by Escape from within, where that covers the rest', async () => {
    await page.setViewportSize({ width: 700, height: 768 });
    const side = await showPanel(page, 'Étranger à côté');
    await side.getByRole('button', { name: 'Un' }).click();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('complementary', { name: 'Étranger à côté' }).isVisible()).toBe(false);
  });
});

it('a menu of the window closes when the user clicks into a frame', async () => {
  await page.getByRole('button', { name: /^Impact emploi : / }).click({ button: 'right' });
  await expectVisible(page.getByRole('menuitem', { name: 'Administrer' }));
  await name().click();
  await expect.poll(() => page.getByRole('menuitem').count()).toBe(0);
  await page.keyboard.type('ici');
  expect(await name().inputValue()).toBe('ici');
});

function isFrameFocused(): Promise<boolean> {
  return page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active?.tagName === 'IFRAME';
  });
}

describe('the reader', () => {
  it('sees the window’s colours, and sees them change', async () => {
    const colour = () => panel.getByRole('heading').evaluate((element) => getComputedStyle(element).color);
    const light = await colour();
    await set('workbench.colorTheme', 'dark');
    await expect.poll(colour).not.toBe(light);
    expect(await panel.locator('body').getAttribute('data-vscode-theme-kind')).toBe('vscode-dark');
    await set('workbench.colorTheme', 'auto');
    await expect.poll(colour).toBe(light);
  });

  it('reads the window’s language, and the other one after a change', async () => {
    await name().fill('reste');
    await set('workbench.language', 'en');
    await expectVisible(frameOf(page, 'Stranger').getByRole('heading', { name: 'Stranger' }));
    expect(await frameOf(page, 'Stranger').getByRole('textbox', { name: 'Your name' }).inputValue()).toBe('reste');
    expect(await frameOf(page, 'Stranger').locator('html').getAttribute('lang')).toBe('en');
    await set('workbench.language', 'fr');
    await expectVisible(panel.getByRole('heading', { name: 'Étranger' }));
  });

  it('needs no second scroll bar: the frame is as high as the panel', async () => {
    const height = () => page.locator('iframe[title="Étranger"]').evaluate((element) => element.getBoundingClientRect().height);
    const before = await height();
    await panel.getByRole('button', { name: 'grow' }).click();
    await expect.poll(height).toBeGreaterThan(before + 900);
  });

  it('finds the frame by the panel’s name, and nothing that shuts out', async () => {
    expect(await findAccessibilityViolations(page, 'shell-workbench')).toEqual([]);
    const frame = await findFrame(page, 'Étranger');
    await frame.evaluate(await readFile(join(import.meta.dirname, '../../../node_modules/axe-core/axe.min.js'), 'utf8'));
    const { violations } = (await frame.evaluate('axe.run(document, { preload: false })')) as { violations: { id: string }[] };
    expect(violations.map(({ id }) => id)).toEqual([]);
  });

  it('hears what the panel announces', async () => {
    await panel.getByRole('button', { name: 'announce' }).click();
    await expect.poll(() => page.getByRole('status').allTextContents()).toContain('Annonce de l’étranger');
  });
});

describe('unsaved changes', () => {
  it('are shown at the tab, and asked about before it closes', async () => {
    await name().fill('Camille');
    await expectVisible(page.getByRole('tab', { name: /Étranger.+/ }));
    await panel.getByRole('button', { name: 'close' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Enregistrer/ })
      .click();
    await expect.poll(() => page.getByRole('tab', { name: /Étranger/ }).count()).toBe(0);
    await expectVisible((await showPanel(page, 'Étranger')).getByText(/Dernier : Camille/));
  });
});

describe('a fault', () => {
  it('of a panel that is shown is told, and the panel can be opened anew', async () => {
    await panel.getByRole('button', { name: 'throw' }).click();
    await expectVisible(page.getByText('a rencontré une erreur'));
    await page.getByRole('button', { name: 'Réessayer' }).click();
    await expectVisible(panel.getByRole('heading', { name: 'Étranger' }));
    expect(await page.getByText('a rencontré une erreur').count()).toBe(0);
  });

  it('of a module that can’t be loaded is told, with whose it is', async () => {
    await showPanel(page, 'Étranger en panne');
    await expectVisible(page.getByText('Le panneau « Étranger en panne » de l’extension « Étranger » n’a pas pu s’ouvrir'));
  });
});
