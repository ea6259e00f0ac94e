import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { WorkbenchSnapshot } from '../../../core/protocol/window-protocol.ts';
import { launchChromium } from '../chromium.ts';
import { builtWorkbench, removeBuiltWorkbench } from './built-workbench.ts';
import { FakeHost } from './fake-host.ts';
import { sampleSnapshot } from './sample-snapshot.ts';

/** A window in a real Chromium, and the host it speaks to. */
export interface OpenWindow {
  readonly page: Page;
  readonly host: FakeHost;
}

/** What the page said went wrong: its console's errors, and its uncaught ones. Those that a test provokes are its own to forget. */
export const pageErrors: string[] = [];

let browser: Browser;
const hosts: FakeHost[] = [];

/** For a file's tests: one browser, and after each test every window and host closed. A page that reports an error fails its test. */
export function useWorkbench(): { open(options?: OpenOptions): Promise<OpenWindow> } {
  beforeAll(async () => {
    [browser] = await Promise.all([launchChromium(), builtWorkbench()]);
  });
  beforeEach(() => {
    pageErrors.length = 0;
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await Promise.all(hosts.splice(0).map((host) => host.stop()));
    if (pageErrors.length > 0) throw new Error(`The page reported errors:\n${pageErrors.join('\n')}`);
  });
  afterAll(async () => {
    await browser.close();
    await removeBuiltWorkbench();
  });
  return { open };
}

export interface OpenOptions extends BrowserContextOptions {
  readonly snapshot?: Partial<WorkbenchSnapshot>;
  /** Called before the page is opened. */
  readonly prepare?: (host: FakeHost) => void;
}

async function open({ snapshot = {}, prepare, ...options }: OpenOptions = {}): Promise<OpenWindow> {
  const host = new FakeHost(sampleSnapshot(snapshot));
  hosts.push(host);
  prepare?.(host);
  await host.start();
  const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('pageerror', (error) => pageErrors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && pageErrors.push(message.text()));
  await page.goto(host.url);
  await page.getByRole('contentinfo').waitFor();
  return { page, host };
}
