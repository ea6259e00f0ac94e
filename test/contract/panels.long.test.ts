import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { findPanelFaults, panels, readers } from './panel-faults.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describe.each(panels)('$id', (contribution) => {
  test.each(readers)('is drawn in $language, $theme, before and after it has a state', async (reader) => {
    expect(await findPanelFaults(browser, contribution, reader)).toEqual([]);
  });
});
