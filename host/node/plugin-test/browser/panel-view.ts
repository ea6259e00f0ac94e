import type { Frame, Page } from 'playwright-core';
import { until } from '../until.ts';
import type { TrialBrowser } from './trial-browser.ts';

export interface PanelViewOptions {
  readonly url: string;
  readonly language: string;
  /** What the page complains of meanwhile: errors, and what its policy refused. */
  readonly onComplaint: (text: string) => void;
}

const loadTimeoutMs = 8_000;

/** The product's window in a real browser, for looking at one panel after the other. */
export class PanelView implements AsyncDisposable {
  private constructor(
    private readonly page: Page,
    private readonly axe: string,
  ) {}

  static async open({ browser, axe }: TrialBrowser, { url, language, onComplaint }: PanelViewOptions): Promise<PanelView> {
    const context = await browser.newContext({
      viewport: { width: 1024, height: 768 },
      reducedMotion: 'reduce',
      locale: language === 'fr' ? 'fr-FR' : 'en-GB',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(loadTimeoutMs);
    page.on('pageerror', (error) => onComplaint(String(error)));
    page.on('console', (line) => line.type() === 'error' && onComplaint(line.text()));
    await page.goto(url);
    return new PanelView(page, axe);
  }

  /** Waits until the panel that was brought to the front has been drawn. @returns whether it was. */
  async drawn(element: string | undefined): Promise<boolean> {
    const view = this.page.locator('shell-panel-view').filter({ visible: true }).last();
    const isThere = async () => {
      if ((await view.count()) === 0 || (await view.locator('.waiting').count()) > 0) return false;
      return element === undefined || (await this.frameOf(element)) !== undefined;
    };
    const hasFailed = async () => (await view.locator('.failed').count()) > 0;
    await until(async () => (await isThere()) || (await hasFailed()), loadTimeoutMs);
    await this.settle();
    return isThere();
  }

  /** What a screen reader would come across in the panel. */
  async read(element: string | undefined): Promise<string> {
    const frame = element === undefined ? this.page.mainFrame() : await this.frameOf(element);
    const place = frame?.locator(element === undefined ? 'shell-panel-view' : cssOf(element)).filter({ visible: true });
    // What can't be found has nothing to read.
    return (
      (await place
        ?.last()
        .ariaSnapshot()
        .catch(() => '')) ?? ''
    );
  }

  /** What axe finds wrong in the panel: one entry a rule and element. */
  async violations(element: string | undefined): Promise<readonly string[]> {
    await this.settle();
    const frame = (element !== undefined && (await this.frameOf(element))) || this.page.mainFrame();
    // Evaluated from outside the page, where its content security policy doesn't reach.
    await frame.evaluate(this.axe);
    const isFrame = frame !== this.page.mainFrame();
    // The page around a panel is not the plugin's: neither what stands in the window's, nor what the frame's lacks. A frame's page may load
    // nothing, style sheets for axe included.
    const { violations } = (await frame.evaluate(`axe.run(${isFrame ? "'main'" : 'document'}, { preload: false })`)) as AxeResults;
    const isOfPanel = (target: string) => isFrame || target.includes(element ?? 'shell-panel-view');
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target }) => target.flat().join(' > ')).flatMap((target) => (isOfPanel(target) ? [`${id}: ${help} (${target})`] : [])),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.context().close();
  }

  /** The window's own document, or the frame that a stranger's panel runs in. */
  private async frameOf(element: string): Promise<Frame | undefined> {
    for (const frame of this.page.frames()) {
      const count = await frame
        .locator(cssOf(element))
        .filter({ visible: true })
        .count()
        .catch(() => 0);
      if (count > 0) return frame;
    }
    return undefined;
  }

  /** Colours are judged as they are at rest. Frames that are not in sight are never at rest: they are not drawn. */
  private async settle(): Promise<void> {
    const rest =
      'Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(() => new Promise(requestAnimationFrame))';
    const patience = 'new Promise((resolve) => setTimeout(resolve, 1000))';
    await Promise.all(this.page.frames().map((frame) => frame.evaluate(`Promise.race([${rest}, ${patience}])`).catch(() => undefined)));
  }
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly target: readonly (string | readonly string[])[] }[];
  }[];
}

/** A tag may hold dots, which a selector would take for classes. */
function cssOf(element: string): string {
  return element.replaceAll('.', '\\.');
}
