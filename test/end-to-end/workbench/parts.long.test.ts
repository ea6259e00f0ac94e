import type { Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import { useWorkbench } from '../../support/workbench-host/workbench-fixture.ts';

const { open } = useWorkbench();

/** The name of the part of the window in which the focus is. */
function focusedPart(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    let element = document.activeElement;
    const tags: string[] = [];
    while (element) {
      tags.push(element.localName);
      element = element.shadowRoot?.activeElement ?? null;
    }
    return tags[1];
  });
}

describe('the parts of the window', () => {
  test('are landmarks with names', async () => {
    const { page } = await open();
    for (const [role, name] of [
      ['banner', ''],
      ['navigation', 'Barre d’activité'],
      ['complementary', 'Vue d’ensemble'],
      ['main', ''],
      ['contentinfo', 'Barre d’état'],
    ] as const) {
      expect(await page.getByRole(role, name === '' ? {} : { name }).count()).toBe(1);
    }
  });

  test('are reached one after the other with F6, and back with Shift+F6', async () => {
    const { page } = await open();
    const parts: (string | undefined)[] = [];
    for (let press = 0; press < 6; press += 1) {
      await page.keyboard.press('F6');
      parts.push(await focusedPart(page));
    }
    expect(parts).toEqual(['shell-title-bar', 'shell-activity-bar', 'shell-side-bar', 'shell-tabs', 'shell-status-bar', 'shell-title-bar']);
    await page.keyboard.press('Shift+F6');
    expect(await focusedPart(page)).toBe('shell-status-bar');
  });

  test('may be skipped to with the first Tab, whatever the window opened with', async () => {
    const layout = {
      openTabs: ['sample.form'],
      activeTab: 'sample.form',
      sideBar: { panel: null, widthPixels: 300 },
      bottom: { panel: null, heightPixels: 200 },
      recentCommands: [],
    };
    const notice = { id: 'a', severity: 'warning', message: 'Anciennes adresses', source: 'Connexion', actions: ['Ouvrir'] } as const;
    const { page, host } = await open({ snapshot: { layout } });
    await page.getByLabel('Nom').waitFor();
    host.update({ notifications: [notice] });
    await page.getByRole('button', { name: 'Ouvrir', exact: true }).waitFor();
    await page.keyboard.press('Tab');
    const link = page.getByRole('button', { name: 'Aller au contenu' });
    expect(await link.evaluate((button) => button.matches(':focus'))).toBe(true);
    await link.press('Enter');
    expect(await focusedPart(page)).toBe('shell-tabs');
  });
});

describe('the activity bar', () => {
  test('has an entry for each panel that wants one, with its mark, moved along with the arrow keys', async () => {
    const { page } = await open();
    const bar = page.getByRole('toolbar', { name: 'Barre d’activité' });
    const names = ['Vue d’ensemble', 'Guides', 'Paramètres de démonstration', 'Nouveautés (3 nouveautés)', 'Réglages'];
    for (const [index, name] of names.entries()) {
      expect(
        await bar
          .getByRole('button')
          .nth(index)
          .and(bar.getByRole('button', { name, exact: true }))
          .count(),
      ).toBe(1);
    }
    await bar.getByRole('button', { name: 'Vue d’ensemble' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'Paramètres de démonstration', selected: true }).waitFor();
    expect(await focusedPart(page)).toBe('shell-tabs');
  });

  test('closes the side bar by the entry of the view it shows', async () => {
    const { page } = await open();
    const entry = page.getByRole('button', { name: 'Vue d’ensemble' });
    await entry.click();
    await page.getByRole('complementary').waitFor({ state: 'hidden' });
    expect(await entry.getAttribute('aria-pressed')).toBe('false');
    await page.getByRole('button', { name: 'Guides' }).click();
    await page.getByRole('complementary', { name: 'Guides' }).waitFor();
  });

  test('leaves out a panel whose clause does not hold', async () => {
    const { page, host } = await open();
    const entry = page.getByRole('toolbar').getByRole('button', { name: 'Nouveautés' });
    await entry.waitFor();
    host.update({ panels: host.snapshot.panels.map((panel) => (panel.id === 'sample.plain' ? { ...panel, when: 'false' } : panel)) });
    await entry.waitFor({ state: 'detached' });
  });
});

describe('the overview', () => {
  test('shows the state in words, the notices, the demonstration, and the next steps', async () => {
    const { page, host } = await open({ snapshot: { demo: 'Compte : Dupont', notices: [{ id: null, text: 'Mode sans extension' }] } });
    const overview = page.getByRole('complementary', { name: 'Vue d’ensemble' });
    await overview.getByRole('heading', { name: 'Impact emploi : connecté' }).waitFor();
    await overview.getByText('Compte : Dupont').waitFor();
    await overview.getByText('Mode sans extension').waitFor();
    expect(await page.getByRole('banner').getByText('Démonstration').count()).toBe(1);
    await overview.getByRole('button', { name: "Relancer l'authentification auprès du serveur" }).click();
    await vi.waitFor(() => expect(host.callsOf('executeCommand')).toEqual([['sample.authenticate', undefined]]));
  });

  test('puts a notice away that has been read, and keeps those that must be seen above the buttons', async () => {
    const notices = [
      { id: 'notice.key', text: 'Clé dans un fichier' },
      { id: null, text: 'Mode sans échec' },
    ];
    const { page, host } = await open({ snapshot: { notices } });
    const overview = page.getByRole('complementary', { name: 'Vue d’ensemble' });
    const heights = ['Mode sans échec', 'Paramètres de connexion', 'Clé dans un fichier'].map(async (text) => {
      return (await overview.getByText(text).boundingBox())?.y ?? Number.NaN;
    });
    const [seen, button, read] = await Promise.all(heights);
    expect([seen, button, read]).toEqual([seen, button, read].sort((one, other) => (one ?? 0) - (other ?? 0)));
    await overview.getByRole('button', { name: 'Ne plus afficher cet avis' }).click();
    await vi.waitFor(() => expect(host.callsOf('executeCommand')).toEqual([['shell.dismiss-notice', { notice: 'notice.key' }]]));
  });

  test('opens submenus of the ball, as the guide has it', async () => {
    const { page, host } = await open();
    const button = page.getByRole('complementary').getByRole('button', { name: 'Administrer' });
    await button.click();
    expect(await button.getAttribute('aria-expanded')).toBe('true');
    await page.getByRole('menuitem', { name: 'Comptes utilisateurs' }).click();
    await vi.waitFor(() => expect(host.callsOf('executeCommand')).toEqual([['sample.accounts', undefined]]));
    expect(await button.evaluate((element) => element.matches(':focus'))).toBe(true);
  });

  test('doesn’t run a command that is not enabled', async () => {
    const { page, host } = await open();
    const button = page.getByRole('complementary').getByRole('button', { name: 'Rétablir les adresses d’usine' });
    expect(await button.getAttribute('aria-description')).toBe('Les adresses sont déjà celles d’usine.');
    await button.click({ force: true });
    host.update({ contextKeys: { ...host.snapshot.contextKeys, 'sample.canReset': true } });
    await vi.waitFor(async () => expect(await button.getAttribute('aria-disabled')).toBe('false'));
    expect(host.callsOf('executeCommand')).toEqual([]);
  });
});

describe('the guides', () => {
  test('tell what is done, run commands, and leave out steps that don’t apply', async () => {
    const { page, host } = await open();
    await page.getByRole('button', { name: 'Guides' }).click();
    const guides = page.getByRole('complementary', { name: 'Guides' });
    await guides.getByText('(1 sur 2)').waitFor();
    await guides.getByRole('heading', { name: 'Ouvrir les paramètres (fait)' }).waitFor();
    await guides.getByRole('heading', { name: 'Tester les serveurs (à faire)' }).waitFor();
    expect(await guides.getByText('Étape cachée').count()).toBe(0);
    await guides.getByRole('button', { name: "Tester l'accès aux serveurs" }).click();
    await vi.waitFor(() => expect(host.callsOf('executeCommand')).toEqual([['sample.test', undefined]]));
  });
});

describe('the arrangement', () => {
  test('is saved, and restored by the next page', async () => {
    const { page, host } = await open();
    await page.getByRole('button', { name: 'Paramètres de démonstration' }).first().click();
    await page.getByRole('button', { name: 'Guides' }).click();
    await page.getByRole('separator', { name: 'Largeur de la barre latérale' }).press('ArrowRight');
    await vi.waitFor(() =>
      expect(host.snapshot.layout).toMatchObject({ openTabs: ['sample.form'], sideBar: { panel: 'workbench.guides', widthPixels: 340 } }),
    );
    await page.reload();
    await page.getByRole('tab', { name: 'Paramètres de démonstration', selected: true }).waitFor();
    await page.getByRole('complementary', { name: 'Guides' }).waitFor();
    expect(await page.getByRole('separator', { name: 'Largeur de la barre latérale' }).getAttribute('aria-valuenow')).toBe('340');
  });

  test('forgets panels that are no longer there', async () => {
    const layout = {
      openTabs: ['gone.panel'],
      activeTab: 'gone.panel',
      sideBar: { panel: 'gone.view', widthPixels: 300 },
      bottom: { panel: null, heightPixels: 200 },
      recentCommands: [],
    };
    const { page } = await open({ snapshot: { layout } });
    await page.getByRole('tab', { name: 'Bienvenue', selected: true }).waitFor();
  });

  test('leaves the page nothing to scroll to', async () => {
    const { page } = await open();
    await page.getByRole('heading', { name: 'Bienvenue au Centre de maintenance' }).waitFor();
    const sizes = () => page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]);
    expect(await sizes()).toEqual([1280, 800]);
  });

  test('at 200 % zoom lays the side bar over the middle, and Escape takes it away', async () => {
    const { page } = await open({ viewport: { width: 512, height: 384 } });
    const sideBar = page.getByRole('complementary');
    expect(await sideBar.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Vue d’ensemble' }).click();
    await sideBar.waitFor();
    const entry = sideBar.getByRole('button', { name: 'Demande de support technique' });
    await entry.scrollIntoViewIfNeeded();
    expect(await entry.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await sideBar.waitFor({ state: 'hidden' });
  });

  test('never needs to be scrolled sideways, down to 320 pixels, however many tabs are open', async () => {
    const layout = {
      openTabs: ['sample.plain', 'workbench.settings', 'sample.form'],
      activeTab: 'sample.form',
      sideBar: { panel: null, widthPixels: 300 },
      bottom: { panel: null, heightPixels: 200 },
      recentCommands: [],
    };
    const { page } = await open({ viewport: { width: 320, height: 384 }, snapshot: { layout } });
    await page.getByLabel('Nom').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    const ball = await page.getByRole('button', { name: 'Impact emploi : connecté' }).boundingBox();
    expect((ball?.x ?? 0) + (ball?.width ?? 0)).toBeLessThanOrEqual(320);
    await vi.waitFor(async () => {
      const tab = await page.getByRole('tab', { name: 'Paramètres de démonstration' }).boundingBox();
      expect((tab?.x ?? 0) + (tab?.width ?? 0)).toBeLessThanOrEqual(320);
    });
  });

  test('keeps the active tab in sight when the window becomes narrower', async () => {
    const layout = {
      openTabs: ['sample.plain', 'workbench.settings', 'sample.form'],
      activeTab: 'sample.form',
      sideBar: { panel: null, widthPixels: 300 },
      bottom: { panel: null, heightPixels: 200 },
      recentCommands: [],
    };
    const { page } = await open({ snapshot: { layout } });
    await page.getByLabel('Nom').waitFor();
    await page.setViewportSize({ width: 400, height: 384 });
    await vi.waitFor(async () => {
      const tab = await page.getByRole('tab', { name: 'Paramètres de démonstration' }).boundingBox();
      expect((tab?.x ?? 0) + (tab?.width ?? 0)).toBeLessThanOrEqual(400);
    });
  });
});
