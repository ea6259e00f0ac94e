import { join } from 'node:path';
import type { CommandOutcome, Serialisable } from 'boule-bleue';
import type { Browser, Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { pagePolicy } from '../../../host/node/server/security-headers.ts';

const repository = join(import.meta.dirname, '../../..');
const origin = 'https://panel.test';

export interface PanelPageOptions {
  /** The panel's module, from the repository's root: `plugins/credentials/credentials-panel.ts`. */
  readonly module: string;
  readonly element: string;
  readonly strings: Readonly<Record<string, string>>;
  readonly language?: 'fr' | 'en';
  readonly theme?: 'light' | 'dark' | 'high-contrast';
  /** CSS pixels. Default 1024 × 768. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Answers the panel's commands. */
  readonly run: (command: string, args: Serialisable | undefined, signal: AbortSignal) => Promise<CommandOutcome>;
}

/**
 * One panel alone in a real browser, under the window's own theme and content security policy: what the
 * workbench would hand it comes from the test.
 */
export class PanelPage implements AsyncDisposable {
  /** What screen readers were told, oldest first. */
  readonly announced: string[] = [];
  /** What the page itself complained of: errors, and what its policy refused. */
  readonly complaints: string[] = [];
  private readonly calls = new Map<number, AbortController>();

  private constructor(
    readonly page: Page,
    private readonly options: PanelPageOptions,
  ) {}

  static async open(browser: Browser, options: PanelPageOptions): Promise<PanelPage> {
    const context = await browser.newContext({ viewport: options.viewport ?? { width: 1024, height: 768 } });
    const panelPage = new PanelPage(await context.newPage(), options);
    await panelPage.load();
    return panelPage;
  }

  /** Hands the panel a state, as the main half's `publish` does, and waits until it is drawn. */
  async setState(state: Serialisable): Promise<void> {
    // The compiler can't follow a recursive type through the browser.
    await this.page.evaluate((given) => window.panelPage.setState(given as Serialisable), state as object);
  }

  /** A member of the panel's element, such as `hasUnsavedChanges`. */
  read(member: string): Promise<unknown> {
    return this.page.evaluate((name) => window.panelPage.read(name), member);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.context().close();
  }

  private async load(): Promise<void> {
    const { page, options } = this;
    const script = await bundlePanel(options.module);
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (line) => line.type() === 'error' && this.complaints.push(line.text()));
    await page.exposeFunction('hostRun', (id: number, command: string, args?: Serialisable) => this.run(id, command, args));
    await page.exposeFunction('hostCancel', (id: number) => this.calls.get(id)?.abort());
    await page.exposeFunction('hostAnnounce', (text: string) => void this.announced.push(text));
    const policy = pagePolicy('panel.test', { scripts: [], styles: [] });
    await page.route(`${origin}/panel.js`, (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
    await page.route(`${origin}/`, (route) =>
      route.fulfill({ contentType: 'text/html', headers: { 'content-security-policy': policy }, body: html(options) }),
    );
    await page.goto(`${origin}/`);
    const { element, strings, language = 'fr', theme = 'light' } = options;
    await page.evaluate((mount) => window.panelPage.mount(mount), { element, strings, language, theme });
  }

  private async run(id: number, command: string, args: Serialisable | undefined): Promise<CommandOutcome> {
    const cancellation = new AbortController();
    this.calls.set(id, cancellation);
    try {
      return await this.options.run(command, args, cancellation.signal);
    } finally {
      this.calls.delete(id);
    }
  }
}

function html({ language = 'fr' }: PanelPageOptions): string {
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>Panel</title>
    <link rel="icon" href="data:,"><body><main></main><script type="module" src="/panel.js"></script>`;
}

const bundles = new Map<string, Promise<string>>();

/** Built once for all tests of a file. */
function bundlePanel(module: string): Promise<string> {
  const bundle = bundles.get(module) ?? buildPanel(module);
  bundles.set(module, bundle);
  return bundle;
}

async function buildPanel(module: string): Promise<string> {
  const result = (await build({
    configFile: false,
    root: repository,
    logLevel: 'error',
    resolve: { alias: { 'boule-bleue': join(repository, 'core/index.ts'), 'panel-under-test': join(repository, module) } },
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      target: 'es2023',
      rolldownOptions: { input: join(import.meta.dirname, 'mount-panel.ts'), output: { format: 'es', codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput;
  return result.output[0].code;
}
