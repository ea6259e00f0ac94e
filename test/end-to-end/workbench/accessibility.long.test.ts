import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { pluginsPanel, runningPluginsPanel } from '../../../core/protocol/plugin-administration.ts';
import type { NoticeItem } from '../../../core/protocol/window-protocol.ts';
import { findAccessibilityViolations } from '../../support/axe.ts';
import { offerPluginPanels, pluginsState, runningItem, samplePlugins } from '../../support/workbench-host/sample-plugins.ts';
import { type OpenWindow, useWorkbench } from '../../support/workbench-host/workbench-fixture.ts';

const { open } = useWorkbench();

type Scene = (window: OpenWindow) => Promise<unknown>;

const scenes: Readonly<Record<string, Scene>> = {
  'the welcome page and the overview': async ({ page }) =>
    page.getByRole('heading', { name: 'Bienvenue au Centre de maintenance' }).waitFor(),
  'a panel with unsaved changes, the guides and a menu': async ({ page }) => {
    await page.getByRole('toolbar').getByRole('button', { name: 'Paramètres de démonstration' }).click();
    await page.getByLabel('Nom').fill('Dupont');
    await page.getByRole('button', { name: 'Guides' }).click();
    await page.getByRole('button', { name: 'Impact emploi : connecté' }).click();
    await page.getByRole('menuitem', { name: 'Demande de support technique' }).click();
    await page.getByRole('menuitem', { name: 'Lisez-moi' }).waitFor();
  },
  'the palette': async ({ page }) => {
    await page.keyboard.press('F1');
    await page.getByRole('combobox').fill('connexion');
    await page.getByRole('option').first().waitFor();
  },
  'the settings, notifications and their history': async ({ page, host }) => {
    await page.keyboard.press('Control+,');
    await page.getByLabel('Couleurs').waitFor();
    await page.getByLabel('Port du proxy').fill('huit');
    await page.getByLabel('Port du proxy').blur();
    host.update({
      notifications: [
        { id: 'a', severity: 'error', message: 'Refusé', source: 'Connexion', actions: ['Ouvrir'] },
        { id: 'b', severity: 'info', message: 'Test', source: 'Connexion', actions: [], progress: { fraction: null, message: 'En cours' } },
      ],
    });
    await page.getByRole('button', { name: 'Ouvrir', exact: true }).waitFor();
    await page.keyboard.press('Control+j');
    await page.getByRole('tab', { name: 'Notifications' }).waitFor();
  },
  'the extensions, the field to install one and a search for the culprit': async ({ page, host }) => {
    offerPluginPanels(host);
    host.update({ panels: host.snapshot.panels });
    const bisect = { phase: 'asking', disabled: ['timesheet'], remainingRounds: 2, found: [], undecided: [] } as const;
    host.panelStates.set(pluginsPanel, pluginsState(samplePlugins, { bisect, safeMode: true, installing: { source: 'pointage' } }));
    await page.getByRole('toolbar').getByRole('button', { name: 'Extensions', exact: true }).click();
    await page.getByText('Autorisations (1 sur 2)').click();
    await page.getByRole('progressbar', { name: 'Installation de pointage…' }).waitFor();
  },
  'the running extensions': async ({ page, host }) => {
    offerPluginPanels(host);
    host.panelStates.set(runningPluginsPanel, { plugins: [runningItem({ id: 'timesheet', lastError: { key: 'Panne.' } })] });
    host.update({ panels: host.snapshot.panels });
    host.toWindows((window) => window.revealPanel(runningPluginsPanel));
    await page.getByRole('table').waitFor();
  },
  'a careful question': async ({ page, host }) => {
    const words = { message: 'Installer « Pointage » ?', detail: 'Elle pourra :', confirmLabel: 'Installer' };
    host.update({ dialogs: [{ id: 'd', kind: 'confirm', ...words, items: ['Afficher des notifications.'], isCautious: true }] });
    await page.getByText('Afficher des notifications.').waitFor();
  },
  'a choice': async ({ page, host }) => {
    const choices = [
      { value: 'a', label: 'Connexion' },
      { value: 'b', label: 'Pointage' },
    ];
    host.update({ dialogs: [{ id: 'd', kind: 'choice', message: 'Laquelle ?', choices, confirmLabel: 'Redémarrer' }] });
    await page.getByRole('radio', { name: 'Pointage' }).waitFor();
  },
  'a file dialog': async ({ page, host }) => {
    host.update({
      dialogs: [{ id: 'd', kind: 'file', source: 'Paie facile', title: 'Importer', accept: ['.csv'], maximumBytes: 1_000_000 }],
    });
    await page.getByRole('dialog').getByRole('button', { name: 'Transmettre' }).click();
    await page.getByRole('alert').getByText('Choisissez d’abord un fichier.').waitFor();
  },
  'a dialog': async ({ page, host }) => {
    host.update({ dialogs: [{ id: 'd', kind: 'secret', title: 'Désactiver', label: 'Mot de passe du jour', detail: 'Demandez-le.' }] });
    await page.getByLabel('Mot de passe du jour').waitFor();
  },
};

const notice = (id: string | null, text: string): NoticeItem => ({ id, text });

/** Colours are judged as they are at rest. */
function settle(page: Page): Promise<unknown> {
  return page.evaluate(async () => {
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
    await new Promise(requestAnimationFrame);
  });
}

describe.each(['light', 'dark', 'high-contrast', 'high-contrast-light'])('in the theme %s', (theme) => {
  test.each(Object.entries(scenes))('axe finds nothing wrong with %s', async (_name, arrange) => {
    const opened = await open({
      snapshot: {
        settings: { 'workbench.colorTheme': theme },
        notices: [notice(null, 'Mode sans échec'), notice('key', 'Clé dans un fichier')],
      },
      reducedMotion: 'reduce',
    });
    await arrange(opened);
    await settle(opened.page);
    expect(await findAccessibilityViolations(opened.page)).toEqual([]);
  });
});

test('axe finds nothing wrong at 200 % zoom', async () => {
  const opened = await open({ viewport: { width: 512, height: 384 }, reducedMotion: 'reduce' });
  await opened.page.getByRole('button', { name: 'Vue d’ensemble' }).click();
  await settle(opened.page);
  expect(await findAccessibilityViolations(opened.page)).toEqual([]);
});
