import type { Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import { workbenchStrings } from '../../support/workbench-host/sample-snapshot.ts';
import { pageErrors, useWorkbench } from '../../support/workbench-host/workbench-fixture.ts';

const { open } = useWorkbench();

test('the settings that could not be fetched say so, and may be asked for again', async () => {
  const { page } = await open();
  await page.route('**/drawn-panels-*', (route) => route.abort());
  await page.keyboard.press('Control+,');
  const alert = page.getByRole('tabpanel', { name: 'Réglages' }).getByRole('alert');
  await alert.getByText('Le panneau « Réglages » n’a pas pu s’ouvrir.').waitFor();
  await page.unroute('**/drawn-panels-*');
  await alert.getByRole('button', { name: 'Réessayer' }).click();
  await page.getByRole('searchbox', { name: 'Rechercher dans les réglages' }).waitFor();
  pageErrors.length = 0;
});

async function openSettings() {
  const opened = await open();
  await opened.page.keyboard.press('Control+,');
  await opened.page.getByRole('heading', { name: 'Réglages' }).waitFor();
  await opened.page.getByLabel('Couleurs', { exact: true }).waitFor();
  return opened;
}

const colorOf = (page: Page, id: string) =>
  page.evaluate((name) => getComputedStyle(document.documentElement).getPropertyValue(name), `--vscode-${id}`);
const kindOfTheme = (page: Page) => page.evaluate(() => document.body.dataset.vscodeThemeKind);

describe('the settings', () => {
  test('are edited by a control that fits their schema', async () => {
    const { page, host } = await openSettings();
    await page.getByLabel('Couleurs', { exact: true }).selectOption('Sombre');
    await page.getByLabel('Vérifier au démarrage', { exact: true }).uncheck();
    await page.getByLabel('Port du proxy', { exact: true }).fill('3128');
    await page.getByLabel('Sans proxy', { exact: true }).fill('a.fr\nb.fr');
    await page.getByLabel('Avancé', { exact: true }).fill('{"timeoutMs": 1}');
    await page.getByLabel('Avancé', { exact: true }).blur();
    await vi.waitFor(() =>
      expect(host.callsOf('updateSetting')).toEqual([
        ['workbench.colorTheme', 'dark'],
        ['sample.automatic', false],
        ['sample.proxy.port', 3128],
        ['sample.hosts', ['a.fr', 'b.fr']],
        ['sample.advanced', { timeoutMs: 1 }],
      ]),
    );
    await vi.waitFor(async () => expect(await kindOfTheme(page)).toBe('vscode-dark'));
  });

  test('say beside the field why a value was not taken', async () => {
    const { page, host } = await openSettings();
    const field = page.getByLabel('Adresse du proxy', { exact: true });
    await field.fill('refused');
    await field.blur();
    await page.getByRole('alert').getByText('Cette valeur est refusée.').waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Port du proxy', { exact: true }).fill('huit');
    await page.getByLabel('Port du proxy', { exact: true }).blur();
    await page.getByRole('alert').getByText('Cette valeur n’a pas la forme attendue.').waitFor();
    expect(host.callsOf('updateSetting')).toEqual([['sample.proxy.host', 'refused']]);
  });

  test('go back to their default', async () => {
    const { page, host } = await openSettings();
    await page.getByRole('button', { name: 'Rétablir la valeur d’origine : Adresse du proxy' }).click();
    await vi.waitFor(() => expect(host.callsOf('updateSetting')).toEqual([['sample.proxy.host', undefined]]));
    await vi.waitFor(async () => expect(await page.getByLabel('Adresse du proxy', { exact: true }).inputValue()).toBe(''));
  });

  test('are found by words', async () => {
    const { page } = await openSettings();
    await page.getByRole('searchbox', { name: 'Rechercher dans les réglages' }).fill('demarrage');
    await page.getByText('1 réglage').waitFor();
    expect(await page.getByLabel('Couleurs', { exact: true }).count()).toBe(0);
    expect(await page.getByLabel('Vérifier au démarrage', { exact: true }).count()).toBe(1);
  });
});

describe('colours', () => {
  test('follow the system unless the user chose', async () => {
    const { page, host } = await open({ snapshot: { settings: { 'workbench.colorTheme': 'auto' } }, colorScheme: 'dark' });
    expect(await kindOfTheme(page)).toBe('vscode-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await vi.waitFor(async () => expect(await kindOfTheme(page)).toBe('vscode-light'));
    host.update({ settings: { 'workbench.colorTheme': 'high-contrast' } });
    await vi.waitFor(async () => expect(await kindOfTheme(page)).toBe('vscode-high-contrast'));
    await page.emulateMedia({ forcedColors: 'active' });
    await vi.waitFor(async () => expect(await colorOf(page, 'editor-background')).toBe('Canvas'));
  });

  test('are chosen by command', async () => {
    const { page, host } = await open();
    await page.keyboard.press('F1');
    await page.getByRole('combobox').fill('couleurs sombres');
    await page.keyboard.press('Enter');
    await vi.waitFor(() => expect(host.callsOf('updateSetting')).toEqual([['workbench.colorTheme', 'dark']]));
  });
});

describe('the colours of a plugin', () => {
  test('are chosen by command, and lie over the theme that they are made for', async () => {
    const { page, host } = await open();
    await page.keyboard.press('F1');
    await page.getByRole('combobox').fill('couleurs mer');
    await page.getByRole('option', { name: 'Couleurs : Mer' }).click();
    await vi.waitFor(() => expect(host.callsOf('updateSetting')).toEqual([['workbench.colorTheme', 'sample.sea']]));
    await vi.waitFor(async () => expect(await colorOf(page, 'editor-background')).toBe('#002b36'));
    expect(await kindOfTheme(page)).toBe('vscode-dark');
    expect(await colorOf(page, 'foreground')).toBe('#d8dde5');
    expect(await colorOf(page, 'terminal-ansiRed')).toBe('');
  });

  test('are chosen in the settings, and give way to the window’s own', async () => {
    const { page } = await openSettings();
    await page.getByLabel('Couleurs', { exact: true }).selectOption('Mer');
    await vi.waitFor(async () => expect(await colorOf(page, 'editor-background')).toBe('#002b36'));
    await page.getByLabel('Couleurs', { exact: true }).selectOption('Contraste élevé clair');
    await vi.waitFor(async () => expect(await kindOfTheme(page)).toBe('vscode-high-contrast-light'));
    expect(await colorOf(page, 'editor-background')).toBe('#ffffff');
  });

  test('may lie over light high contrast, and are there when the window opens', async () => {
    const { page } = await open({ snapshot: { settings: { 'workbench.colorTheme': 'sample.chalk' } } });
    await vi.waitFor(async () => expect(await colorOf(page, 'focusBorder')).toBe('#7a3000'));
    expect(await kindOfTheme(page)).toBe('vscode-high-contrast-light');
  });

  test('leave the system’s contrast theme alone', async () => {
    const { page } = await open({ snapshot: { settings: { 'workbench.colorTheme': 'sample.sea' } }, forcedColors: 'active' });
    const loaded = page.waitForResponse('**/sea.json');
    await page.reload();
    await (await loaded).finished();
    expect(await colorOf(page, 'editor-background')).toBe('Canvas');
  });

  test.each([
    ['sample.broken', 'Abîmé'],
    ['sample.absent', 'Absent'],
  ])('that can’t be used are told of, and those of the window stand in: %s', async (theme, label) => {
    const { page } = await open({ snapshot: { settings: { 'workbench.colorTheme': theme } } });
    await page.getByText(`Les couleurs « ${label} » n’ont pas pu être chargées`).first().waitFor();
    expect(await colorOf(page, 'editor-background')).toBe('#1b1f27');
    expect(await kindOfTheme(page)).toBe('vscode-dark');
    pageErrors.length = 0;
  });

  test('that are gone leave the choice to the system', async () => {
    const { page, host } = await open({ snapshot: { settings: { 'workbench.colorTheme': 'sample.sea' } } });
    await vi.waitFor(async () => expect(await colorOf(page, 'editor-background')).toBe('#002b36'));
    host.update({ themes: [] });
    await vi.waitFor(async () => expect(await kindOfTheme(page)).toBe('vscode-light'));
    expect(await colorOf(page, 'editor-background')).toBe('#ffffff');
  });
});

test('another language takes effect at once, in panels too', async () => {
  const { page, host } = await open();
  await page.getByRole('toolbar').getByRole('button', { name: 'Nouveautés' }).click();
  await page.getByText('Un panneau sans bibliothèque, en fr').waitFor();
  host.update({ language: 'en', strings: workbenchStrings('en') });
  await page.getByRole('contentinfo', { name: 'Status bar' }).waitFor();
  await page.getByText('Un panneau sans bibliothèque, en en').waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
});
