import type { Locator, Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import { type PluginsState, pluginsPanel, runningPluginsPanel } from '../../../core/protocol/plugin-administration.ts';
import { findAccessibilityViolations } from '../../support/axe.ts';
import { offerPluginPanels, pluginItem, pluginsState, runningItem, samplePlugins } from '../../support/workbench-host/sample-plugins.ts';
import { type OpenOptions, useWorkbench } from '../../support/workbench-host/workbench-fixture.ts';

const { open } = useWorkbench();

const sample = pluginsState(samplePlugins);
const card = (page: Page, name: string) => page.getByRole('article', { name, exact: true });

async function openPlugins(state: PluginsState | undefined = sample, options: OpenOptions = {}) {
  const opened = await open({
    ...options,
    prepare: (host) => {
      offerPluginPanels(host);
      if (state) host.panelStates.set(pluginsPanel, state);
    },
  });
  await opened.page.getByRole('toolbar').getByRole('button', { name: 'Extensions', exact: true }).click();
  return opened;
}

async function openList(state?: PluginsState, options?: OpenOptions) {
  const opened = await openPlugins(state, options);
  await opened.page.getByRole('heading', { name: 'Extensions', level: 1 }).waitFor();
  return opened;
}

const inBoth = (text: string) => ({ fr: text, en: text });
const runs = (host: Awaited<ReturnType<typeof open>>['host']) => host.callsOf('executeCommand');

describe('the list of extensions', () => {
  test('says that it is loading until there is something to show', async () => {
    const { page, host } = await openPlugins(null as never);
    await page.getByText('Lecture des extensions…').waitFor();
    host.publish(pluginsPanel, sample);
    await card(page, 'Pointage').waitFor();
  });

  test('shows what is installed first, and of each what it is and how it stands', async () => {
    const { page } = await openList();
    expect(await page.getByRole('tabpanel').getByRole('heading', { level: 2 }).allTextContents()).toEqual([
      'En développement',
      'Installées',
      'Fournies avec le produit',
    ]);
    await card(page, 'Pointage').getByText('version 2.1.0').waitFor();
    await card(page, 'Archivage').getByText('Éteinte').waitFor();
    await card(page, 'Boucle').getByText('Ne répond pas').waitFor();
    await card(page, 'cracked').getByText('Le manifeste de l’extension cracked a des défauts').waitFor();
  });

  test('is searched without regard to case and accents, and says when nothing is found', async () => {
    const { page } = await openList();
    await page.getByRole('searchbox', { name: 'Rechercher parmi les extensions' }).fill('RÂNGE');
    await page.getByRole('status').getByText('1 extension', { exact: true }).waitFor();
    expect(await page.getByRole('article').count()).toBe(1);
    await page.getByRole('searchbox').fill('zzz');
    await page.getByText('Aucune extension ne correspond.').waitFor();
  });

  test('draws a thousand extensions piece by piece', async () => {
    const { page } = await openList(pluginsState(Array.from({ length: 1000 }, (_, index) => pluginItem({ id: `plugin-${index}` }))));
    expect(await page.getByRole('article').count()).toBe(50);
    await page.getByRole('button', { name: 'Afficher la suite' }).click();
    await vi.waitFor(async () => expect(await page.getByRole('article').count()).toBe(100));
  });

  test('switches an extension off and on, and follows what the host says of it', async () => {
    const { page, host } = await openList();
    const toggle = card(page, 'Pointage').getByRole('switch', { name: 'Allumée Pointage' });
    await toggle.click();
    await vi.waitFor(() => expect(runs(host)).toEqual([['shell.plugins.disable', { plugin: 'timesheet' }]]));
    expect(await toggle.isChecked()).toBe(true);
    host.publish(pluginsPanel, pluginsState([pluginItem({ id: 'timesheet', displayName: { key: 'Pointage' }, state: 'disabled' })]));
    await vi.waitFor(async () => expect(await toggle.isChecked()).toBe(false));
    await toggle.click();
    await vi.waitFor(() => expect(runs(host)).toContainEqual(['shell.plugins.enable', { plugin: 'timesheet' }]));
  });

  test('offers what can be done with each, and shows at its card what failed', async () => {
    const { page, host } = await openList();
    host.commandAnswers.set('shell.plugins.update', () => ({
      ok: false,
      cancelled: false,
      code: 'x',
      sentence: 'Le catalogue ne répond pas.',
    }));
    await page.getByRole('button', { name: 'Mettre à jour Pointage' }).click();
    await card(page, 'Pointage').getByRole('alert').getByText('Le catalogue ne répond pas.').waitFor();
    for (const name of ['Revenir à la version 2.0.3 Pointage', 'Enlever… Pointage', 'Redémarrer Pointage']) {
      await page.getByRole('button', { name, exact: true }).click();
    }
    await vi.waitFor(() => {
      expect(runs(host).slice(1)).toEqual([
        ['shell.plugins.roll-back', { plugin: 'timesheet' }],
        ['shell.plugins.remove', { plugin: 'timesheet' }],
        ['shell.plugins.restart', { plugin: 'timesheet' }],
      ]);
    });
    expect(await card(page, 'Connexion').getByRole('button', { name: 'Enlever' }).count()).toBe(0);
  });

  test('says in sentences what each may do, with a switch for each that can be taken back', async () => {
    const { page, host } = await openList();
    await card(page, 'Pointage').getByText('Autorisations (1 sur 2)').click();
    const granted = page.getByRole('switch', { name: 'Autorisé Envoyer des requêtes à https://pointage.example.' });
    expect(await granted.isChecked()).toBe(true);
    await granted.click();
    await page.getByRole('switch', { name: 'Refusé Afficher des notifications.' }).click();
    await vi.waitFor(() => {
      const of = { plugin: 'timesheet' };
      expect(runs(host)).toEqual([
        ['shell.plugins.set-permission', { ...of, permission: 'network', subject: 'https://pointage.example', isGranted: false }],
        ['shell.plugins.set-permission', { ...of, permission: 'notifications', isGranted: true }],
      ]);
    });
    await card(page, 'Connexion').getByText('Autorisations').click();
    await card(page, 'Connexion').getByText('Essayer les adresses.').waitFor();
    expect(await card(page, 'Connexion').getByRole('switch').count()).toBe(1);
  });

  test('is worked by keyboard alone', async () => {
    const { page, host } = await openList();
    const isFocused = (locator: Locator) => locator.evaluate((element) => element.matches(':focus'));
    const tabTo = async (locator: Locator) => {
      for (let presses = 0; presses < 60 && !(await isFocused(locator)); presses += 1) await page.keyboard.press('Tab');
      expect(await isFocused(locator)).toBe(true);
    };
    await page.getByRole('searchbox').focus();
    await page.keyboard.type('pointage');
    await tabTo(card(page, 'Pointage').getByRole('switch', { name: 'Allumée Pointage' }));
    await page.keyboard.press('Space');
    await vi.waitFor(() => expect(runs(host)).toHaveLength(1));
    expect(await isFocused(card(page, 'Pointage').getByRole('switch', { name: 'Allumée Pointage' }))).toBe(true);
    await tabTo(card(page, 'Pointage').locator('summary'));
    await page.keyboard.press('Enter');
    await tabTo(page.getByRole('switch', { name: 'Autorisé Envoyer' }));
    await page.keyboard.press('Space');
    await tabTo(page.getByRole('button', { name: 'Enlever… Pointage' }));
    await page.keyboard.press('Enter');
    await vi.waitFor(() =>
      expect(runs(host).map(([command]) => command)).toEqual([
        'shell.plugins.disable',
        'shell.plugins.set-permission',
        'shell.plugins.remove',
      ]),
    );
  });

  test('needs no scrolling sideways at 200 % zoom', async () => {
    const { page } = await openList(sample, { viewport: { width: 512, height: 384 } });
    await card(page, 'Pointage').getByText('Autorisations').click();
    const panel = page.locator('shell-plugins-panel');
    expect(await panel.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
    expect(await findAccessibilityViolations(page)).toEqual([]);
  });

  test('says that the host runs in safe mode, and how to leave it', async () => {
    const { page, host } = await openList(pluginsState([], { safeMode: true }));
    await page.getByRole('note').getByText('Mode sans échec : seules les extensions').waitFor();
    await page.getByRole('note').getByRole('button', { name: 'Quitter le mode sans échec' }).click();
    await vi.waitFor(() => expect(runs(host)).toEqual([['shell.plugins.leave-safe-mode', undefined]]));
  });
});

describe('installing an extension', () => {
  const form = (page: Page) => page.getByRole('region', { name: 'Installer une extension' });
  const field = (page: Page) => form(page).getByLabel('Dossier, fichier .tgz ou nom npm');

  test('begins in a field, by the button or by a command', async () => {
    const { page, host } = await openList();
    await page.getByRole('button', { name: 'Installer une extension…' }).click();
    await vi.waitFor(async () => expect(await field(page).evaluate((element) => element.matches(':focus'))).toBe(true));
    await page.getByRole('button', { name: 'Installer une extension…' }).click();
    await form(page).waitFor({ state: 'detached' });
    host.publish(pluginsPanel, { ...sample, wanted: { part: 'install', plugin: null, count: 1 } });
    await vi.waitFor(async () => expect(await field(page).evaluate((element) => element.matches(':focus'))).toBe(true));
  });

  test('sends what was typed, and shows why it failed', async () => {
    const { page, host } = await openList();
    const failure = { ok: false, cancelled: false, code: 'x', sentence: 'Ce dossier ne contient pas d’extension.' } as const;
    host.commandAnswers.set('shell.plugins.add', () => failure);
    await page.getByRole('button', { name: 'Installer une extension…' }).click();
    await field(page).fill(' /srv/pointage ');
    await field(page).press('Enter');
    await form(page).getByRole('alert').getByText(failure.sentence).waitFor();
    expect(await field(page).getAttribute('aria-invalid')).toBe('true');
    expect(runs(host)).toEqual([['shell.plugins.add', { source: '/srv/pointage' }]]);
    host.commandAnswers.set('shell.plugins.add', () => ({
      ok: true,
      value: { outcome: 'installed', plugin: 'timesheet', displayName: 'Pointage', version: '2.1.0' },
    }));
    await field(page).press('Enter');
    await form(page).getByText('« Pointage » est installée.').waitFor();
    expect(await field(page).inputValue()).toBe('');
  });

  test('can be given up while it is under way', async () => {
    const { page, host } = await openList({ ...sample, installing: { source: 'pointage' } });
    await form(page).getByRole('progressbar', { name: 'Installation de pointage…' }).waitFor();
    expect(await form(page).getByRole('button', { name: 'Installer', exact: true }).getAttribute('aria-disabled')).toBe('true');
    await form(page).getByRole('button', { name: 'Abandonner' }).click();
    await vi.waitFor(() => expect(runs(host)).toEqual([['shell.plugins.cancel-adding', undefined]]));
  });

  test('takes what the catalogue offers', async () => {
    const entry = {
      name: 'pointage',
      version: '1.2.0',
      displayName: inBoth('Pointage simple'),
      description: inBoth(''),
      source: '/srv/c/p.tgz',
    };
    const same = { ...entry, name: 'timesheet', version: '2.1.0', displayName: inBoth('Pointage') };
    const { page, host } = await openList({ ...sample, catalogue: { folder: '/srv/c', packages: [entry, same], problem: null } });
    const change = { outcome: 'installed', plugin: 'pointage', displayName: 'Pointage simple', version: '1.2.0' };
    host.commandAnswers.set('shell.plugins.add', () => ({ ok: true, value: change }));
    await page.getByRole('button', { name: 'Installer une extension…' }).click();
    await form(page).getByText('Déjà installée').waitFor();
    await form(page).getByRole('button', { name: 'Installer Pointage simple' }).click();
    await vi.waitFor(() => expect(runs(host)).toEqual([['shell.plugins.add', { source: '/srv/c/p.tgz' }]]));
  });
});

describe('finding the faulty extension', () => {
  const region = (page: Page) => page.getByRole('region', { name: 'Trouver l’extension fautive' });
  const asking = { phase: 'asking', disabled: ['timesheet', 'loop'], remainingRounds: 2, found: [], undecided: [] } as const;

  test('asks one question after the other', async () => {
    const { page, host } = await openList({ ...sample, bisect: asking });
    await region(page).getByText('Ces 2 extensions sont éteintes pour l’essai : Pointage et Boucle.').waitFor();
    await region(page).getByText('Après celle-ci, encore 2 questions au plus.').waitFor();
    for (const name of ['Oui', 'Non', 'Je ne sais pas']) await region(page).getByRole('button', { name }).click();
    await region(page).getByRole('button', { name: 'Abandonner la recherche' }).click();
    await vi.waitFor(() => {
      expect(runs(host)).toEqual([
        ['shell.plugins.bisect-answer', { isFaultGone: true }],
        ['shell.plugins.bisect-answer', { isFaultGone: false }],
        ['shell.plugins.bisect-answer', { isFaultGone: null }],
        ['shell.plugins.bisect-stop', undefined],
      ]);
    });
  });

  test('names the culprits at the end, and offers to switch them off', async () => {
    const { page, host } = await openList({ ...sample, bisect: { ...asking, phase: 'done', disabled: [], found: ['timesheet', 'loop'] } });
    await region(page).getByText('Les extensions fautives sont Pointage et Boucle.').waitFor();
    await region(page).getByRole('button', { name: 'Éteindre Pointage' }).click();
    await vi.waitFor(() => expect(runs(host)).toEqual([['shell.plugins.disable', { plugin: 'timesheet' }]]));
  });
});

describe('the requests of an extension', () => {
  const requests = [
    { startedAt: 1_790_000_000_000, method: 'GET', address: 'https://pointage.example/heures', status: 200, problem: null },
    { startedAt: 1_790_000_001_000, method: 'POST', address: 'https://pointage.example/envoi', status: null, problem: { key: 'Refusé' } },
  ].map((request) => ({ ...request, durationMs: 12, receivedBytes: 345 }));

  async function openJournal(found: readonly unknown[] = requests) {
    const opened = await openList();
    opened.host.commandAnswers.set('shell.plugins.list-requests', () => ({ ok: true, value: { requests: found } }));
    await opened.page.getByRole('button', { name: 'Voir les requêtes réseau Pointage' }).click();
    await opened.page.getByRole('heading', { name: 'Requêtes réseau de Pointage' }).waitFor();
    return opened;
  }

  test('are listed, filtered and read anew when there are more', async () => {
    const { page, host } = await openJournal();
    await page.getByRole('row', { name: 'https://pointage.example/heures 200' }).waitFor();
    await page.getByRole('searchbox', { name: 'Filtrer les requêtes' }).fill('refusé');
    await page.getByText('1 requête', { exact: true }).waitFor();
    expect(await page.getByRole('row').count()).toBe(2);
    host.publish(pluginsPanel, pluginsState([{ ...(samplePlugins[0] as (typeof samplePlugins)[0]), journalRevision: 4 }]));
    await vi.waitFor(() => expect(runs(host)).toHaveLength(2));
  });

  test('are exported as they are filtered', async () => {
    const { page } = await openJournal();
    await page.getByRole('searchbox').fill('heures');
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Exporter en CSV' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('timesheet-requetes.csv');
    const stream = await download.createReadStream();
    const text = Buffer.concat(await stream.toArray()).toString();
    expect(text).toBe(
      '\uFEFFHeure;Méthode;Adresse;Résultat;Durée (ms);Reçu (octets)\r\n2026-09-21T14:13:20.000Z;GET;https://pointage.example/heures;200;12;345\r\n',
    );
  });

  test('say when there is none, and lead back to where one came from', async () => {
    const { page } = await openJournal([]);
    await page.getByText('Cette extension n’a envoyé aucune requête.').waitFor();
    await page.getByRole('button', { name: 'Retour aux extensions' }).click();
    const button = page.getByRole('button', { name: 'Voir les requêtes réseau Pointage' });
    await vi.waitFor(async () => expect(await button.evaluate((element) => element.matches(':focus'))).toBe(true));
  });

  test('make room for the list when a command asks for it', async () => {
    const { page, host } = await openJournal();
    host.publish(pluginsPanel, { ...sample, wanted: { part: 'list', plugin: null, count: 1 } });
    await card(page, 'Pointage').waitFor();
  });

  test('fit a window of 1280 pixels, and scroll by keyboard in a narrower one', async () => {
    const sentence = 'L’extension timesheet n’a pas le droit « réseau » pour https://pointage.example. Accordez-le sous « Extensions ».';
    const refused = { ...requests[1], problem: { key: sentence } };
    const { page } = await openJournal([...requests, refused]);
    await page.setViewportSize({ width: 1280, height: 800 });
    const table = page.getByRole('region', { name: 'Requêtes réseau de Pointage' });
    await page.getByRole('row', { name: sentence }).waitFor();
    const hidden = () => table.evaluate((element) => element.scrollWidth - element.clientWidth);
    await expect.poll(hidden).toBe(0);
    const cell = page.getByRole('cell', { name: sentence });
    expect(await cell.evaluate((element) => element.clientHeight / Number.parseFloat(getComputedStyle(element).fontSize))).toBeLessThan(9);
    await page.setViewportSize({ width: 640, height: 480 });
    await expect.poll(hidden).toBeGreaterThan(0);
    await table.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => table.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
    expect(await page.locator('shell-plugins-panel').evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
  });

  test('that can’t be read may be asked for again', async () => {
    const { page, host } = await openList();
    host.commandAnswers.set('shell.plugins.list-requests', () => ({ ok: false, cancelled: false, code: 'x', sentence: 'Non.' }));
    await page.getByRole('button', { name: 'Voir les requêtes réseau Pointage' }).click();
    await page.getByRole('alert').getByText('Non.').waitFor();
    host.commandAnswers.set('shell.plugins.list-requests', () => ({ ok: true, value: { requests } }));
    await page.getByRole('button', { name: 'Réessayer' }).click();
    await page.getByRole('table').waitFor();
  });
});

describe('the running extensions', () => {
  async function openRunning(plugins: readonly ReturnType<typeof runningItem>[]) {
    const opened = await open({
      prepare: (host) => {
        offerPluginPanels(host);
        host.panelStates.set(runningPluginsPanel, { plugins });
      },
    });
    await opened.page.keyboard.press('F1');
    await opened.page.getByRole('combobox').fill('en cours d’exécution');
    await opened.page.keyboard.press('Enter');
    await opened.page.getByRole('heading', { name: 'Extensions en cours d’exécution' }).waitFor();
    return opened;
  }

  test('are shown with what each costs', async () => {
    const { page } = await openRunning([
      runningItem({ id: 'timesheet', displayName: { key: 'Pointage' }, restarts: 2, lastError: { key: 'Mémoire épuisée.' } }),
      runningItem({ id: 'connection', displayName: { key: 'Connexion' }, process: null }),
    ]);
    const row = page.getByRole('row', { name: 'Pointage' });
    expect(await row.getByRole('cell').allInnerTexts()).toEqual([
      'Active\nDernière erreur : Mémoire épuisée.',
      'Redémarrer\nArrêter\nProfil',
      expect.stringMatching(/^3,2\s%$/),
      expect.stringMatching(/^47\sMo$/),
      expect.stringMatching(/^61\sms$/),
      '12',
      '2',
    ]);
    expect(await page.getByRole('row', { name: 'Connexion' }).getByText('partagé').count()).toBe(2);
  });

  test('are restarted and ended, and a failure is shown', async () => {
    const { page, host } = await openRunning([runningItem({ id: 'timesheet', displayName: { key: 'Pointage' } })]);
    await page.getByRole('button', { name: 'Redémarrer Pointage' }).click();
    host.commandAnswers.set('shell.plugins.kill', () => ({ ok: false, cancelled: false, code: 'x', sentence: 'Déjà arrêtée.' }));
    await page.getByRole('button', { name: 'Arrêter Pointage' }).click();
    await page.getByRole('alert').getByText('Déjà arrêtée.').waitFor();
    expect(runs(host)).toEqual([
      ['shell.plugins.restart', { plugin: 'timesheet' }],
      ['shell.plugins.kill', { plugin: 'timesheet' }],
    ]);
  });

  test('give a profile to keep', async () => {
    const { page, host } = await openRunning([runningItem({ id: 'timesheet', displayName: { key: 'Pointage' } })]);
    host.commandAnswers.set('shell.plugins.profile', () => ({ ok: true, value: { fileName: 'timesheet.cpuprofile', text: '{}' } }));
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Profil de Pointage' }).click();
    expect((await downloading).suggestedFilename()).toBe('timesheet.cpuprofile');
  });

  test('may be none', async () => {
    const { page } = await openRunning([]);
    await page.getByText('Aucune extension n’est en cours d’exécution.').waitFor();
  });
});
