/** Panels of plugins that didn't come with the product, in their frames: what works there as it does in the window's own document. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from 'vitest';
import { expectVisible } from '../expect-visible.ts';
import { StrangersWindow, showPanel } from './stranger.ts';

const stack = new AsyncDisposableStack();
let strangers: StrangersWindow;
let page: Page;

beforeAll(async () => {
  strangers = stack.use(await StrangersWindow.open('stranger'));
});
afterAll(() => stack.disposeAsync());
beforeEach(async () => {
  page = await strangers.newPage();
});
afterEach(() => page.close());

describe('a stranger’s panel', () => {
  it('is drawn from its state and in the reader’s language, and answers with commands', async () => {
    const panel = await showPanel(page, 'Étranger');
    await panel.getByRole('textbox', { name: 'Votre nom' }).fill('Zoé');
    await panel.getByRole('button', { name: 'Enregistrer' }).click();
    await expectVisible(panel.getByText(/enregistrés?\. Dernier : Zoé/));
  });

  it('says whose it is, outside of what it can draw on', async () => {
    await showPanel(page, 'Étranger');
    await expectVisible(page.getByText('Extension « Étranger » (stranger)'));
  });

  it('runs its own plugin’s commands and those that were granted, no others', async () => {
    const panel = await showPanel(page, 'Étranger');
    await panel.getByRole('button', { name: 'connection.test' }).click();
    await expectVisible(panel.getByText(/^permission\.denied false /));
    await panel.getByRole('button', { name: 'release-notes.search' }).click();
    await expectVisible(panel.getByText(/^(ok|network|release-notes)/));
  });

  it('cancels a command', async () => {
    const panel = await showPanel(page, 'Étranger');
    await panel.getByRole('button', { name: 'cancel' }).click();
    await expectVisible(panel.getByText(/ true /));
  });
});
