import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Browser, BrowserType, LaunchOptions } from 'playwright-core';
import { type ChromiumPackage, packagedChromium } from './packaged-chromium.ts';

/** A browser that stays quiet on the network: it asks nothing of anyone but the page under test. */
const quietly = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-quic',
  '--disable-sync',
  '--no-default-browser-check',
  '--no-first-run',
  '--no-pings',
  // As in the browsers of users, each site has a process of its own; without a screen, Chromium saves itself that.
  '--site-per-process',
  '--font-render-hinting=none',
];

/**
 * Starts a real Chromium: the one whose path stands in `BOULE_BLEUE_CHROMIUM`, or the system's, or the one
 * that came as an npm package (always that one when the variable says `packaged`). The caller closes it.
 * @returns `undefined` where there is none.
 */
export async function launchBrowser(chromium: BrowserType, packaged: ChromiumPackage | undefined): Promise<Browser | undefined> {
  const found = systemChromium() ?? (packaged && (await packagedChromium(packaged)));
  if (!found) return undefined;
  // Where no locale is set, as in a CI, names of downloads lose their accents.
  const env = { ...process.env, ...found.env, LC_ALL: 'C.UTF-8' };
  const options: LaunchOptions = { ...found, env, args: quietly, headless: true, timeout: 30_000 };
  const isRoot = process.getuid?.() === 0;
  try {
    return await chromium.launch({ ...options, chromiumSandbox: !isRoot });
  } catch (failure) {
    // Containers often forbid what the sandbox is made of. The pages shown here are our own.
    if (isRoot || !/sandbox|namespace/i.test(String(failure))) throw failure;
    return chromium.launch({ ...options, chromiumSandbox: false });
  }
}

function systemChromium(): LaunchOptions | undefined {
  const wanted = process.env.BOULE_BLEUE_CHROMIUM;
  if (wanted === 'packaged') return undefined;
  if (wanted !== undefined) return { executablePath: wanted };
  if (process.platform === 'win32') return { channel: 'msedge' };
  const executablePath = usualPlaces().find(isExecutable);
  return executablePath === undefined ? undefined : { executablePath };
}

function usualPlaces(): string[] {
  if (process.platform === 'darwin') return ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
  return (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
}

function isExecutable(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
