import type { Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import type { PanelItem } from '../../../core/protocol/window-protocol.ts';
import { findAccessibilityViolations } from '../../support/axe.ts';
import { pageErrors, useWorkbench } from '../../support/workbench-host/workbench-fixture.ts';

const { open } = useWorkbench();

const tab = (page: Page, name: string) => page.getByRole('tab', { name });
const formEntry = (page: Page) => page.getByRole('toolbar').getByRole('button', { name: 'Paramètres de démonstration' });

async function openForm(page: Page): Promise<void> {
  await formEntry(page).click();
  await page.getByRole('heading', { name: 'Paramètres de démonstration' }).waitFor();
}

async function reveal(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.getByRole('combobox').fill(title);
  await page.getByRole('option', { name: title }).waitFor();
  await page.keyboard.press('Enter');
}

describe('a panel', () => {
  test('gets its state, its strings, and what the host publishes later', async () => {
    const { page, host } = await open({ prepare: (fake) => fake.panelStates.set('sample.form', { name: 'Camille' }) });
    await openForm(page);
    await page.getByText('Bonjour Camille').waitFor();
    host.publish('sample.form', { name: 'Dominique' });
    await page.getByText('Bonjour Dominique').waitFor();
  });

  test('is loaded when it is first shown, once', async () => {
    const { page, host } = await open();
    expect(host.callsOf('openPanel')).toEqual([]);
    await openForm(page);
    await page.getByRole('toolbar').getByRole('button', { name: 'Nouveautés' }).click();
    await page.getByText('Un panneau sans bibliothèque').waitFor();
    await formEntry(page).click();
    expect(host.callsOf('openPanel')).toEqual([['sample.form'], ['sample.plain']]);
  });

  test('runs commands, and gets failures as sentences', async () => {
    const { page, host } = await open();
    await openForm(page);
    host.commandAnswers.set('sample.test', () => ({ ok: false, cancelled: false, code: 'sample.refused', sentence: 'Le serveur refuse.' }));
    await page.getByRole('tabpanel').getByRole('button', { name: 'Tester', exact: true }).click();
    await page.getByText('Le serveur refuse.').waitFor();
  });

  test('that can’t be loaded says so, and may be tried again', async () => {
    const { page } = await open();
    await reveal(page, 'Panneau absent');
    const alert = page.getByRole('tabpanel', { name: 'Panneau absent' }).getByRole('alert');
    await alert.getByText('Le panneau « Panneau absent » n’a pas pu s’ouvrir.').waitFor();
    await alert.getByRole('button', { name: 'Réessayer' }).click();
    await alert.waitFor();
    pageErrors.length = 0;
  });

  test('whose plugin fails says so', async () => {
    const { page } = await open();
    await reveal(page, 'Panneau en panne');
    await page.getByRole('alert').getByText('Le panneau « Panneau en panne » n’a pas pu s’ouvrir.').waitFor();
  });

  test('that throws is named, and leaves the rest of the window alone', async () => {
    const { page } = await open();
    await openForm(page);
    await page.getByLabel('Nom').fill('Dupont');
    await page.getByRole('button', { name: 'Défaillir' }).click();
    await page.getByRole('alert').getByText('Le panneau « Paramètres de démonstration » a rencontré une erreur.').waitFor();
    expect(await page.getByLabel('Nom').inputValue()).toBe('Dupont');
    expect(pageErrors).toEqual(['Error: The panel has a fault']);
    await page.getByRole('button', { name: 'Réessayer' }).click();
    await vi.waitFor(async () => expect(await page.getByLabel('Nom').inputValue()).toBe(''));
    pageErrors.length = 0;
  });

  test('is revealed by the host', async () => {
    const { page, host } = await open();
    await vi.waitFor(() => expect(host.callsOf('connect')).toHaveLength(1));
    host.toWindows((window) => window.revealPanel('sample.form'));
    await tab(page, 'Paramètres de démonstration').waitFor();
    host.toWindows((window) => window.revealPanel('no.such-panel'));
    await page.getByRole('heading', { name: 'Paramètres de démonstration' }).waitFor();
  });

  test('that comes by itself leaves the focus where it is; as the answer to a command it takes it', async () => {
    const { page, host } = await open();
    const isFocused = () =>
      page.getByRole('tabpanel', { name: 'Paramètres de démonstration' }).evaluate((panel) => panel.matches(':focus'));
    await vi.waitFor(() => expect(host.callsOf('connect')).toHaveLength(1));
    host.toWindows((window) => window.revealPanel('sample.form'));
    await page.getByLabel('Nom').waitFor();
    expect(await isFocused()).toBe(false);
    host.commandAnswers.set('sample.test', () => {
      host.toWindows((window) => window.revealPanel('sample.form'));
      return { ok: true, value: null };
    });
    await page.getByRole('contentinfo').getByRole('button', { name: 'Tester' }).click();
    await vi.waitFor(async () => expect(await isFocused()).toBe(true));
  });

  test('whose plugin has changed goes on as it was, and offers to load the page again', async () => {
    const { page, host } = await open();
    await openForm(page);
    host.update({ panels: host.snapshot.panels.map(newer) });
    await page.getByText('Le panneau « Paramètres de démonstration » a changé.').first().waitFor();
    await page.getByRole('heading', { name: 'Paramètres de démonstration' }).waitFor();
    const loading = page.waitForEvent('load');
    await page.getByRole('button', { name: 'Recharger la page' }).click();
    await loading;
  });

  test('keeps what was typed when its plugin changes meanwhile', async () => {
    const { page, host } = await open();
    await openForm(page);
    await page.getByLabel('Nom').fill('Dupont');
    await tab(page, 'modifications non enregistrées').waitFor();
    host.update({ panels: host.snapshot.panels.map((panel) => ({ ...newer(panel), title: 'Autre titre' })) });
    await tab(page, 'Autre titre').first().waitFor();
    expect(await page.getByLabel('Nom').inputValue()).toBe('Dupont');
  });

  test('shares the workbench’s Lit, by the page’s import map', async () => {
    const { page } = await open();
    await openForm(page);
    expect(await page.evaluate('globalThis.litElementVersions.length')).toBe(1);
  });
});

describe('tabs', () => {
  test('change by the arrow keys, by Alt+Page Up and Down, and close by Delete, Alt+W, the middle button and their crosses', async () => {
    const { page } = await open();
    await openForm(page);
    await page.getByRole('toolbar').getByRole('button', { name: 'Nouveautés' }).click();
    await tab(page, 'Nouveautés').press('ArrowLeft');
    expect(await tab(page, 'Paramètres de démonstration').getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('Alt+PageDown');
    await page.getByRole('tab', { name: 'Nouveautés', selected: true }).waitFor();
    await page.keyboard.press('Alt+w');
    await tab(page, 'Nouveautés').waitFor({ state: 'detached' });
    await tab(page, 'Paramètres de démonstration').press('Delete');
    await page.getByRole('tab', { name: 'Bienvenue', selected: true }).waitFor();
    await openForm(page);
    await tab(page, 'Paramètres de démonstration').click({ button: 'middle' });
    await tab(page, 'Bienvenue').waitFor();
    await openForm(page);
    await tab(page, 'Paramètres de démonstration').locator('.close').click();
    await tab(page, 'Bienvenue').waitFor();
    await openForm(page);
    await page.getByRole('button', { name: 'Fermer l’onglet Paramètres de démonstration' }).press('Enter');
    await tab(page, 'Bienvenue').waitFor();
  });

  test('tell the host when their panel is closed', async () => {
    const { page, host } = await open();
    await openForm(page);
    await page.getByRole('button', { name: 'Quitter' }).click();
    await vi.waitFor(() => expect(host.callsOf('closePanel')).toEqual([['sample.form']]));
  });
});

describe('a panel that is withdrawn', () => {
  const kept = (page: Page) => tab(page, 'Paramètres de démonstration, modifications non enregistrées, n’est plus proposé');

  /** With its clause holding, then no more. */
  async function withdraw({ typed }: { readonly typed: string }) {
    const opened = await open({
      prepare: (fake) => {
        const panels = fake.snapshot.panels.map((panel) => (panel.id === 'sample.form' ? { ...panel, when: 'sample.connected' } : panel));
        fake.snapshot = { ...fake.snapshot, panels };
      },
    });
    const { page, host } = opened;
    await openForm(page);
    await page.getByLabel('Nom').fill(typed);
    if (typed !== '') await tab(page, 'modifications non enregistrées').waitFor();
    host.update({ contextKeys: { ...host.snapshot.contextKeys, 'sample.connected': false } });
    await formEntry(page).waitFor({ state: 'detached' });
    return opened;
  }

  test('goes at once where nothing would be lost', async () => {
    const { page } = await withdraw({ typed: '' });
    await tab(page, 'Bienvenue').waitFor();
  });

  test('stays, marked, while it holds unsaved changes, and goes when its user closes it', async () => {
    const { page } = await withdraw({ typed: 'Dupont' });
    await kept(page).waitFor();
    expect(await page.getByLabel('Nom').inputValue()).toBe('Dupont');
    await page.getByRole('status').getByText('« Paramètres de démonstration » n’est plus proposé.').waitFor();
    await page.getByRole('tabpanel').getByText('« Paramètres de démonstration » n’est plus proposé.').waitFor();
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await kept(page).press('Delete');
    const dialog = page.getByRole('dialog', { name: 'Enregistrer les modifications de « Paramètres de démonstration » ?' });
    await dialog.getByRole('button', { name: 'Annuler' }).click();
    await kept(page).waitFor();
    await kept(page).press('Delete');
    await dialog.getByRole('button', { name: 'Ne pas enregistrer' }).click();
    await tab(page, 'Bienvenue').waitFor();
  });

  test('stays until it is closed even when its changes have been saved', async () => {
    const { page } = await withdraw({ typed: 'Dupont' });
    await page.getByRole('tabpanel').getByRole('button', { name: 'Enregistrer' }).click();
    const saved = page.getByRole('tab', { name: 'Paramètres de démonstration, n’est plus proposé', exact: true });
    await saved.waitFor();
    await saved.press('Delete');
    await tab(page, 'Bienvenue').waitFor();
  });

  test('is as before when it is offered again', async () => {
    const { page, host } = await withdraw({ typed: 'Dupont' });
    await kept(page).waitFor();
    host.update({ contextKeys: { ...host.snapshot.contextKeys, 'sample.connected': true } });
    await page.getByRole('tab', { name: 'Paramètres de démonstration, modifications non enregistrées', exact: true }).waitFor();
    expect(await page.getByLabel('Nom').inputValue()).toBe('Dupont');
    expect(await page.getByRole('tabpanel').getByText('n’est plus proposé').count()).toBe(0);
  });

  test('stays as well when its plugin goes', async () => {
    const { page, host } = await open();
    await openForm(page);
    await page.getByLabel('Nom').fill('Dupont');
    await tab(page, 'modifications non enregistrées').waitFor();
    host.update({ panels: host.snapshot.panels.filter(({ id }) => id !== 'sample.form') });
    await page.getByRole('toolbar').getByRole('button', { name: 'Nouveautés' }).click();
    await kept(page).click();
    expect(await page.getByLabel('Nom').inputValue()).toBe('Dupont');
  });
});

describe('leaving unsaved changes', () => {
  async function leaveUnsaved() {
    const opened = await open();
    const { page } = opened;
    await openForm(page);
    await page.getByLabel('Nom').fill('Dupont');
    await tab(page, 'Paramètres de démonstration, modifications non enregistrées').waitFor();
    await page.getByRole('button', { name: 'Quitter' }).click();
    const dialog = page.getByRole('dialog', { name: 'Enregistrer les modifications de « Paramètres de démonstration » ?' });
    await dialog.waitFor();
    return { ...opened, dialog };
  }

  test('asks, and « Annuler » or Escape stays', async () => {
    const { page, dialog } = await leaveUnsaved();
    await dialog.getByRole('button', { name: 'Annuler' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Quitter' }).click();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.getByLabel('Nom').inputValue()).toBe('Dupont');
    expect(await page.getByRole('button', { name: 'Quitter' }).evaluate((button) => button.matches(':focus'))).toBe(true);
  });

  test('« Ne pas enregistrer » leaves without saving', async () => {
    const { page, host, dialog } = await leaveUnsaved();
    await dialog.getByRole('button', { name: 'Ne pas enregistrer' }).click();
    await tab(page, 'Bienvenue').waitFor();
    expect(host.callsOf('executeCommand')).toEqual([]);
  });

  test('« Enregistrer » saves first, and stays where that fails', async () => {
    const { page, host, dialog } = await leaveUnsaved();
    host.commandAnswers.set('sample.save', () => ({ ok: false, cancelled: false, code: 'x', sentence: 'Non.' }));
    await dialog.getByRole('button', { name: 'Enregistrer', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByLabel('Nom').waitFor();
    host.commandAnswers.delete('sample.save');
    await page.getByRole('button', { name: 'Quitter' }).click();
    await dialog.getByRole('button', { name: 'Enregistrer', exact: true }).click();
    await tab(page, 'Bienvenue').waitFor();
    expect(host.callsOf('executeCommand')).toEqual([
      ['sample.save', { name: 'Dupont' }],
      ['sample.save', { name: 'Dupont' }],
    ]);
  });
});

function newer(panel: PanelItem): PanelItem {
  const { content } = panel;
  return content.kind === 'view' ? panel : { ...panel, content: { ...content, module: `${content.module}?newer` } };
}
