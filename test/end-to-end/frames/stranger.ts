import { join } from 'node:path';
import type { Browser, BrowserContext, Frame, FrameLocator, Page } from 'playwright-core';
import { launchChromium } from '../../support/chromium.ts';
import { type StartedProduct, startProduct } from '../../support/started-product.ts';
import { expectVisible } from '../expect-visible.ts';

/** The window with strangers' plugins in it: the built product in a real browser. */
export class StrangersWindow implements AsyncDisposable {
  /** Where the windows are, once the first has been opened. */
  place: string | undefined;

  private constructor(
    readonly product: StartedProduct,
    private readonly browser: Browser,
    readonly context: BrowserContext,
  ) {}

  /** @param plugins folders of plugins: names of those below `fixtures`, or paths. */
  static async open(...plugins: readonly string[]): Promise<StrangersWindow> {
    const folders = plugins.map((name) => join(import.meta.dirname, 'fixtures', name));
    const product = await startProduct({ options: folders.flatMap((folder) => ['--plugin', folder]) });
    const browser = await launchChromium();
    return new StrangersWindow(product, browser, await browser.newContext({ locale: 'fr-FR', viewport: { width: 1024, height: 768 } }));
  }

  /** Another window of the same browser. */
  async newPage(): Promise<Page> {
    const page = await this.context.newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(this.place ?? this.product.url);
    // The release notes open by themselves, once, and would come to the front in the middle of what follows.
    if (this.place === undefined) await expectVisible(page.getByRole('tab', { name: 'Lisez-moi' }));
    this.place = page.url();
    await expectVisible(page.getByRole('button', { name: /^Impact emploi : / }));
    return page;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close();
    await this.product.stop();
  }
}

/** Shows a panel by its entry in the activity bar, and answers the frame that it is in. */
export async function showPanel(page: Page, title: string): Promise<FrameLocator> {
  const entry = page.getByRole('toolbar', { name: 'Barre d’activité' }).getByRole('button', { name: title, exact: true });
  // A side bar that is shown already would be hidden.
  if ((await entry.getAttribute('aria-pressed')) !== 'true') await entry.click();
  return frameOf(page, title);
}

export function frameOf(page: Page, title: string): FrameLocator {
  return page.frameLocator(`iframe[title="${title}"]`);
}

/** The same, for code that is to run in it. */
export async function findFrame(page: Page, title: string): Promise<Frame> {
  const frame = await page.locator(`iframe[title="${title}"]`).elementHandle();
  const content = await frame?.contentFrame();
  if (!content) throw new Error(`There is no frame ${title}`);
  return content;
}
