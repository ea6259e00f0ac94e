import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { launchBrowser } from '../../host/node/plugin-test/browser/launch-browser.ts';

const repository = join(import.meta.dirname, '../..');

/**
 * Starts a real Chromium: the one whose path stands in `BOULE_BLEUE_CHROMIUM`, or the system's, or the one
 * that came as an npm package (always that one when the variable says `packaged`). The caller closes it.
 */
export async function launchChromium(): Promise<Browser> {
  const packaged = { packageFolder: join(repository, 'node_modules/@sparticuz/chromium'), cacheFolder: join(repository, '.cache') };
  return (await launchBrowser(chromium, packaged)) as Browser;
}
