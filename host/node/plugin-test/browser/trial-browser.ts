import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Browser, BrowserType } from 'playwright-core';
import { launchBrowser } from './launch-browser.ts';
import { findPackage, importFrom } from './optional-package.ts';

/** A browser to look at panels with, and the rules of accessibility. */
export interface TrialBrowser {
  readonly browser: Browser;
  /** The script that brings `axe` into a page. */
  readonly axe: string;
}

/** What is missing for one: packages that authors may have, or a browser that can be started. */
export interface MissingBrowser {
  readonly missing: 'playwright-core' | 'axe-core' | 'browser';
  readonly detail?: string;
}

/** @param folders where the packages are looked for: the plugin's own folder, then the product's. */
export async function openTrialBrowser(folders: readonly string[]): Promise<TrialBrowser | MissingBrowser> {
  const playwright = findPackage('playwright-core', folders);
  if (playwright === undefined) return { missing: 'playwright-core' };
  const axe = findPackage('axe-core/axe.min.js', folders);
  if (axe === undefined) return { missing: 'axe-core' };
  try {
    const browser = await launch(playwright, findPackage('@sparticuz/chromium', folders));
    return browser ? { browser, axe: await readFile(axe, 'utf8') } : { missing: 'browser' };
  } catch (error) {
    return { missing: 'browser', detail: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
}

async function launch(playwright: string, packaged: string | undefined): Promise<Browser | undefined> {
  const { chromium } = await importPlaywright(playwright);
  const places = packaged && { packageFolder: dirname(dirname(packaged)), cacheFolder: cacheBeside(packaged) };
  return launchBrowser(chromium, places || undefined);
}

/** A CommonJS package: its names may only be members of the default export. */
async function importPlaywright(path: string): Promise<{ readonly chromium: BrowserType }> {
  const module = await importFrom<{ readonly chromium?: BrowserType; readonly default: { readonly chromium: BrowserType } }>(path);
  return { chromium: module.chromium ?? module.default.chromium };
}

/** Beside the `node_modules` that holds the package, where tests of the product put theirs. */
function cacheBeside(entry: string): string {
  const [project = '.'] = entry.split(/[\\/]node_modules[\\/]/);
  return join(project, '.cache');
}
