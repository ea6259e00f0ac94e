import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { launchChromium } from '../../test/support/chromium.ts';
import { HistoryPage, type HistoryPageOptions } from '../../test/support/history-page.ts';

let browser: Browser;
let opened: HistoryPage;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
afterEach(() => opened[Symbol.asyncDispose]());

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const poll = (read: () => unknown) => expect.poll(read, { timeout: 10_000 });

async function open(options: HistoryPageOptions = {}) {
  opened = await HistoryPage.open(browser, options);
  return opened;
}

describe('the tests', () => {
  test('are none at first, and the first is a button away', async () => {
    const history = await open();
    await history.page.getByText('Aucun test n’a encore été fait sur ce poste.').waitFor();
    await history.button("Tester l'accès aux serveurs").click();
    await poll(() => history.rows.count()).toBe(1);
    await history.page.getByRole('img', { name: 'Réussi' }).waitFor();
    expect(history.panelPage.complaints).toEqual([]);
  });

  test('are compared two by two, by keyboard alone', async () => {
    const history = await open();
    await history.runTwoTests();
    await poll(() => history.rows.count()).toBe(2);
    await history.button('Comparer les deux tests').focus();
    await history.page.keyboard.press('Enter');
    await poll(() => history.status.textContent()).toBe('Cochez deux tests, ni plus ni moins.');
    for (const index of [0, 1]) {
      await history.rows.nth(index).focus();
      await history.page.keyboard.press('Space');
    }
    await history.button('Comparer les deux tests').focus();
    await history.page.keyboard.press('Enter');
    const comparison = history.region('Comparaison');
    await comparison.getByText('le mode de connexion a changé (Sécurisé → Normal)').waitFor();
    await poll(() => history.page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.tagName)).toBe('CONNECTION-COMPARISON');
    const mode = comparison.getByRole('row', { name: /différent Mode de connexion Sécurisé Normal/ });
    await mode.waitFor();
    expect(await comparison.getByRole('row', { name: /Type de connexion/ }).count()).toBe(0);
    await comparison.getByRole('checkbox', { name: 'Montrer seulement ce qui diffère' }).uncheck();
    await comparison.getByRole('row', { name: /identique Type de connexion/ }).waitFor();
  });

  test('that could not be read are said', async () => {
    const history = await open({ kept: { version: 99 } });
    await history.page.getByText('Un test conservé n’a pas pu être lu').waitFor();
  });
});

describe('the report', () => {
  test('is shown line by line, and leaves without what was unticked', async () => {
    const history = await open();
    await history.runTwoTests();
    await history.page
      .getByRole('button', { name: /^Préparer le rapport du test du/ })
      .first()
      .click();
    const preview = history.region('Rapport pour l’assistance');
    await preview.getByText('IEA-0001').waitFor();
    expect(await history.box('Date (toujours compris)').isDisabled()).toBe(true);
    await history.box('Installation réseau').uncheck();
    await history.button('Enregistrer (.json)').click();
    await history.page.getByText('Rapport enregistré.').waitFor();
    await history.button('Enregistrer (.md)').click();
    await poll(() => history.bench.files.offered.map(({ name }) => name.replace(/\d{4}.*(?=\.)/, '…'))).toEqual([
      'rapport-connexion-….json',
      'rapport-connexion-….md',
    ]);
    for (const { text } of history.bench.files.offered) {
      expect(text).not.toContain('IEA-0001');
      expect(text).toContain('server-error');
    }
    expect(JSON.parse(history.bench.files.offered[0]!.text)).toMatchObject({ withheld: ['installation'], installation: '' });
  });

  test('goes to the mail program and the clipboard', async () => {
    const history = await open();
    await history.runTwoTests();
    await history.bench.run('connection.report', {});
    await history.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await history.button('Décocher tout ce qui parle du réseau').click();
    await history.button('Copier').click();
    await history.page.getByText('Rapport copié.').waitFor();
    const copied = await history.page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain('# Rapport de connexion');
    expect(copied).not.toContain('127.0.0.1');
    await history.button('Écrire à l’assistance').click();
    await history.page.getByText(/^Le rapport est trop long|^Le message est prêt/).waitFor();
    expect(history.bench.window.opened[0]).toMatch(/^mailto:impact-emploi-association@urssaf\.fr/);
    await history.button('Fermer le rapport').click();
    await poll(() => history.page.getByRole('region', { name: 'Rapport pour l’assistance' }).count()).toBe(0);
  });
});

describe('another workstation’s report', () => {
  test('stands beside the newest test', async () => {
    const history = await open();
    await history.runTwoTests();
    const report = await history.bench.run('connection.report', {});
    history.bench.files.file = {
      name: 'collègue.json',
      content: JSON.stringify(report).replaceAll('https://127.0.0.1', 'https://autre.example'),
    };
    await history.button('Ouvrir le rapport d’un autre poste…').click();
    await history.region('Comparaison').getByRole('columnheader', { name: 'Autre poste : collègue.json' }).waitFor();
    await history
      .region('Comparaison')
      .getByText(/^Ce qui diffère entre les deux postes/)
      .waitFor();
    // From the left column to the right, whichever is older.
    await history
      .region('Comparaison')
      .getByText(/a changé \(https:\/\/127\.0\.0\.1.* → https:\/\/autre\.example/)
      .first()
      .waitFor();
    expect(await history.page.getByRole('row', { name: /Autre poste : collègue\.json/ }).count()).toBe(2);
  });

  test('that is none is refused in a sentence', async () => {
    const history = await open();
    history.bench.files.file = { name: 'x.json', content: '{"liste": []}' };
    await history.button('Ouvrir le rapport d’un autre poste…').click();
    await poll(async () => (await history.status.allTextContents()).join(' ')).toContain('Ce fichier n’est pas un rapport de connexion');
  });

  test('is text and nothing else', async () => {
    const history = await open();
    await history.runTwoTests();
    const report = (await history.bench.run('connection.report', {})) as { test: { addresses: { sentence: string }[] } };
    report.test.addresses[0]!.sentence = '<img src="https://evil.example/x" onerror="window.harmed=1"><b id="bold">gras</b>';
    history.bench.files.file = { name: '<b id="named">.json', content: JSON.stringify(report) };
    await history.button('Ouvrir le rapport d’un autre poste…').click();
    await history.region('Comparaison').getByRole('checkbox', { name: 'Montrer seulement ce qui diffère' }).uncheck();
    await history.region('Comparaison').getByText('<b id="bold">gras</b>').waitFor();
    expect(await history.page.locator('#bold, #named, img[src]').count()).toBe(0);
    expect(history.panelPage.complaints).toEqual([]);
  });
});
