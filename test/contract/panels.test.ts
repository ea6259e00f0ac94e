import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { findPanelFaults, panels, readers } from './panel-faults.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

// Each in one of the three ways, in turn: the long run looks at all of them.
const looks = panels.map((contribution, index) => ({
  contribution,
  id: contribution.id,
  reader: readers[index % readers.length] ?? readers[0],
}));

test.each(looks)('$id is drawn in $reader.language, $reader.theme, before and after it has a state', async ({ contribution, reader }) => {
  expect(await findPanelFaults(browser, contribution, reader)).toEqual([]);
});
