import type { Serialisable } from 'boule-bleue';
import type { Browser } from 'playwright-core';
import fr from '../../plugins/connection/locales/fr.json' with { type: 'json' };
import manifest from '../../plugins/connection/package.json' with { type: 'json' };
import { ConnectionBench } from './connection-bench.ts';
import { runOnMainHalf } from './panel-page/main-half.ts';
import { PanelPage, type PanelPageOptions } from './panel-page/panel-page.ts';

export interface HistoryPageOptions extends Partial<PanelPageOptions> {
  /** A document among the kept tests. */
  readonly kept?: Serialisable;
}

/** The panel « Historique des tests » in a browser, on the real main half against real servers. */
export class HistoryPage implements AsyncDisposable {
  /** States on their way to the page: it must not close under them. */
  private drawn = Promise.resolve();

  private constructor(
    readonly bench: ConnectionBench,
    readonly panelPage: PanelPage,
  ) {}

  static async open(browser: Browser, { kept, ...options }: HistoryPageOptions = {}): Promise<HistoryPage> {
    const bench = await ConnectionBench.start();
    if (kept) await bench.storage.write([{ collection: 'connection-tests', id: 'x', value: kept }]);
    const panelPage = await PanelPage.open(browser, {
      module: 'plugins/connection/history-panel.ts',
      element: 'connection-history-panel',
      strings: fr,
      run: runOnMainHalf(bench.commands, manifest, fr),
      ...options,
    });
    const opened = new HistoryPage(bench, panelPage);
    opened.draw();
    await bench.activate();
    await opened.page.getByRole('heading', { name: 'Historique des tests' }).waitFor();
    return opened;
  }

  get page() {
    return this.panelPage.page;
  }

  get rows() {
    return this.page.getByRole('checkbox', { name: /^Comparer le test du/ });
  }

  get status() {
    return this.page.getByRole('status');
  }

  button(name: string) {
    return this.page.getByRole('button', { name, exact: true });
  }

  box(name: string) {
    return this.page.getByRole('checkbox', { name });
  }

  region(name: string) {
    return this.page.getByRole('region', { name, exact: true });
  }

  /** One test that succeeds, and one of another mode that fails. */
  async runTwoTests(): Promise<void> {
    await this.bench.run('connection.test', {});
    this.bench.impactEmploi.behaviour.updates = { kind: 'status', status: 500 };
    await this.bench.run('connection.test', { mode: 'normal' });
  }

  private draw(): void {
    const { panels } = this.bench;
    const publish = panels.publish.bind(panels);
    panels.publish = (panel: string, state: Serialisable) => {
      publish(panel, state);
      if (panel === 'connection.history') this.drawn = this.drawn.then(() => this.panelPage.setState(state));
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.bench[Symbol.asyncDispose]();
    await this.drawn;
    await this.panelPage[Symbol.asyncDispose]();
  }
}
