import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { findAccessibilityViolations } from '../../test/support/axe.ts';
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

describe.each(['light', 'dark', 'high-contrast'] as const)('in the %s theme', (theme) => {
  test('there is nothing that axe objects to', async () => {
    const history = await open({
      theme,
      viewport: theme === 'dark' ? { width: 512, height: 384 } : { width: 1024, height: 768 },
    });
    await history.runTwoTests();
    await poll(() => history.rows.count()).toBe(2);
    for (const index of [0, 1]) await history.rows.nth(index).check();
    await history.button('Comparer les deux tests').click();
    await history.region('Comparaison').waitFor();
    await history.bench.run('connection.report', {});
    await history.region('Rapport pour l’assistance').waitFor();
    expect(await findAccessibilityViolations(history.page)).toEqual([]);
    const overflow = await history.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
});
