import type { Serialisable } from 'boule-bleue';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { findAccessibilityViolations } from '../../test/support/axe.ts';
import { launchChromium } from '../../test/support/chromium.ts';
import { ConnectionBench } from '../../test/support/connection-bench.ts';
import { runOnMainHalf } from '../../test/support/panel-page/main-half.ts';
import { PanelPage, type PanelPageOptions } from '../../test/support/panel-page/panel-page.ts';
import fr from './locales/fr.json';
import manifest from './package.json';

let browser: Browser;
let bench: ConnectionBench;
let panelPage: PanelPage;
let drawn: Promise<void>;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(() => {
  drawn = Promise.resolve();
});
afterEach(async () => {
  await bench[Symbol.asyncDispose]();
  await drawn;
  await panelPage[Symbol.asyncDispose]();
});

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const poll = (read: () => unknown) => expect.poll(read, { timeout: 10_000 });

/** The panel in a browser, on the real main half against real servers. */
async function open({ kept, ...options }: Partial<PanelPageOptions> & { readonly kept?: Serialisable } = {}) {
  bench = await ConnectionBench.start();
  if (kept) await bench.storage.write([{ collection: 'connection-tests', id: 'x', value: kept }]);
  panelPage = await PanelPage.open(browser, {
    module: 'plugins/connection/history-panel.ts',
    element: 'connection-history-panel',
    strings: fr,
    run: runOnMainHalf(bench.commands, manifest, fr),
    ...options,
  });
  const publish = bench.panels.publish.bind(bench.panels);
  bench.panels.publish = (panel: string, state: Serialisable) => {
    publish(panel, state);
    if (panel === 'connection.history') drawn = drawn.then(() => panelPage.setState(state));
  };
  await bench.activate();
  const { page } = panelPage;
  await page.getByRole('heading', { name: 'Historique des tests' }).waitFor();
  return {
    page,
    button: (name: string) => page.getByRole('button', { name, exact: true }),
    box: (name: string | RegExp) => page.getByRole('checkbox', { name }),
    rows: page.getByRole('checkbox', { name: /^Comparer le test du/ }),
    region: (name: string) => page.getByRole('region', { name, exact: true }),
    status: page.getByRole('status'),
  };
}

/** One test that succeeds and one that fails, of another mode. */
async function runTwoTests(): Promise<void> {
  await bench.run('connection.test', {});
  bench.impactEmploi.behaviour.updates = { kind: 'status', status: 500 };
  await bench.run('connection.test', { mode: 'normal' });
}

describe('the tests', () => {
  test('are none at first, and the first is a button away', async () => {
    const { page, button, rows } = await open();
    await page.getByText('Aucun test n’a encore été fait sur ce poste.').waitFor();
    await button("Tester l'accès aux serveurs").click();
    await poll(() => rows.count()).toBe(1);
    await page.getByRole('img', { name: 'Réussi' }).waitFor();
    expect(panelPage.complaints).toEqual([]);
  });

  test('are compared two by two, by keyboard alone', async () => {
    const { page, rows, button, region, status } = await open();
    await runTwoTests();
    await poll(() => rows.count()).toBe(2);
    await button('Comparer les deux tests').focus();
    await page.keyboard.press('Enter');
    await poll(() => status.textContent()).toBe('Cochez deux tests, ni plus ni moins.');
    for (const index of [0, 1]) {
      await rows.nth(index).focus();
      await page.keyboard.press('Space');
    }
    await button('Comparer les deux tests').focus();
    await page.keyboard.press('Enter');
    const comparison = region('Comparaison');
    await comparison.getByText('le mode de connexion a changé (Sécurisé → Normal)').waitFor();
    await poll(() => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.tagName)).toBe('CONNECTION-COMPARISON');
    const mode = comparison.getByRole('row', { name: /différent Mode de connexion Sécurisé Normal/ });
    await mode.waitFor();
    expect(await comparison.getByRole('row', { name: /Type de connexion/ }).count()).toBe(0);
    await comparison.getByRole('checkbox', { name: 'Montrer seulement ce qui diffère' }).uncheck();
    await comparison.getByRole('row', { name: /identique Type de connexion/ }).waitFor();
  });

  test('that could not be read are said', async () => {
    const { page } = await open({ kept: { version: 99 } });
    await page.getByText('Un test conservé n’a pas pu être lu').waitFor();
  });
});

describe('the report', () => {
  test('is shown line by line, and leaves without what was unticked', async () => {
    const { page, button, region, box } = await open();
    await runTwoTests();
    await page
      .getByRole('button', { name: /^Préparer le rapport du test du/ })
      .first()
      .click();
    const preview = region('Rapport pour l’assistance');
    await preview.getByText('IEA-0001').waitFor();
    expect(await box('Date (toujours compris)').isDisabled()).toBe(true);
    await box('Installation réseau').uncheck();
    await button('Enregistrer (.json)').click();
    await page.getByText('Rapport enregistré.').waitFor();
    await button('Enregistrer (.md)').click();
    await poll(() => bench.files.offered.map(({ name }) => name.replace(/\d{4}.*(?=\.)/, '…'))).toEqual([
      'rapport-connexion-….json',
      'rapport-connexion-….md',
    ]);
    for (const { text } of bench.files.offered) {
      expect(text).not.toContain('IEA-0001');
      expect(text).toContain('server-error');
    }
    expect(JSON.parse(bench.files.offered[0]!.text)).toMatchObject({ withheld: ['installation'], installation: '' });
  });

  test('goes to the mail program and the clipboard', async () => {
    const { page, button } = await open();
    await runTwoTests();
    await bench.run('connection.report', {});
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await button('Décocher tout ce qui parle du réseau').click();
    await button('Copier').click();
    await page.getByText('Rapport copié.').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain('# Rapport de connexion');
    expect(copied).not.toContain('127.0.0.1');
    await button('Écrire à l’assistance').click();
    await page.getByText(/^Le rapport est trop long|^Le message est prêt/).waitFor();
    expect(bench.window.opened[0]).toMatch(/^mailto:impact-emploi-association@urssaf\.fr/);
    await button('Fermer le rapport').click();
    await poll(() => page.getByRole('region', { name: 'Rapport pour l’assistance' }).count()).toBe(0);
  });
});

describe('another workstation’s report', () => {
  test('stands beside the newest test', async () => {
    const { page, button, region } = await open();
    await runTwoTests();
    const report = await bench.run('connection.report', {});
    bench.files.file = { name: 'collègue.json', content: JSON.stringify(report).replaceAll('https://127.0.0.1', 'https://autre.example') };
    await button('Ouvrir le rapport d’un autre poste…').click();
    await region('Comparaison').getByRole('columnheader', { name: 'Autre poste : collègue.json' }).waitFor();
    await region('Comparaison').getByText('autre.example').first().waitFor();
    expect(await page.getByRole('row', { name: /Autre poste : collègue\.json/ }).count()).toBe(2);
  });

  test.each([
    ['is none', '{"liste": []}', 'Ce fichier n’est pas un rapport de connexion'],
    ['is of a newer version', '{"format":"boule-bleue-connection-report","version":2}', 'vient d’une version plus récente'],
    ['is damaged', '{"format":"boule-bleue-connection-report","version":1}', 'abîmé ou a été modifié'],
  ])('that %s is refused in a sentence', async (_name, content, sentence) => {
    const { button, status } = await open();
    bench.files.file = { name: 'x.json', content };
    await button('Ouvrir le rapport d’un autre poste…').click();
    await poll(async () => (await status.allTextContents()).join(' ')).toContain(sentence);
  });

  test('is text and nothing else', async () => {
    const { page, button, region } = await open();
    await runTwoTests();
    const report = (await bench.run('connection.report', {})) as { test: { addresses: { sentence: string }[] } };
    report.test.addresses[0]!.sentence = '<img src="https://evil.example/x" onerror="window.harmed=1"><b id="bold">gras</b>';
    bench.files.file = { name: '<b id="named">.json', content: JSON.stringify(report) };
    await button('Ouvrir le rapport d’un autre poste…').click();
    await region('Comparaison').getByRole('checkbox', { name: 'Montrer seulement ce qui diffère' }).uncheck();
    await region('Comparaison').getByText('<b id="bold">gras</b>').waitFor();
    expect(await page.locator('#bold, #named, img[src]').count()).toBe(0);
    expect(panelPage.complaints).toEqual([]);
  });
});

describe.each(['light', 'dark', 'high-contrast'] as const)('in the %s theme', (theme) => {
  test('there is nothing that axe objects to', async () => {
    const { page, rows, button, region } = await open({
      theme,
      viewport: theme === 'dark' ? { width: 512, height: 384 } : { width: 1024, height: 768 },
    });
    await runTwoTests();
    await poll(() => rows.count()).toBe(2);
    for (const index of [0, 1]) await rows.nth(index).check();
    await button('Comparer les deux tests').click();
    await region('Comparaison').waitFor();
    await bench.run('connection.report', {});
    await region('Rapport pour l’assistance').waitFor();
    expect(await findAccessibilityViolations(page)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/history-${theme}.png`, fullPage: true });
  });
});
