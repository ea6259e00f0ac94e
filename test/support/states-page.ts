import type { CommandOutcome, Serialisable } from 'boule-bleue';
import type { Browser, Locator } from 'playwright-core';
import fr from '../../plugins/credentials/locales/fr.json' with { type: 'json' };
import { type AccountStateRow, packRows } from '../../plugins/credentials/several/account-state-row.ts';
import type { StatesPanelState } from '../../plugins/credentials/several/states-state.ts';
import { PanelPage, type PanelPageOptions } from './panel-page/panel-page.ts';

type ShownState = Partial<Omit<StatesPanelState, 'rows'>> & { readonly rows?: readonly AccountStateRow[] };

const office: readonly AccountStateRow[] = [
  { id: 'a', name: 'Administrateur', status: { kind: 'incomplete' } },
  { id: 'd', name: 'Dupont', status: { kind: 'refused', at: Date.UTC(2026, 2, 9, 12) }, changedAt: Date.UTC(2026, 1, 1, 12) },
  {
    id: 'm',
    name: 'Martin',
    status: { kind: 'accepted', at: Date.UTC(2026, 0, 1, 12) },
    unansweredAt: Date.UTC(2026, 2, 2, 12),
    changedAt: Date.UTC(2025, 0, 1, 12),
    isAged: true,
  },
  { id: 'e', name: 'Élise', status: { kind: 'never-tested' }, changedAt: Date.UTC(2026, 2, 9, 12) },
];

/** An office of any size, each account accepted. */
export function officeOf(count: number): readonly AccountStateRow[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `id-${index}`,
    name: `Compte ${index}`,
    status: { kind: 'accepted', at: Date.UTC(2026, 0, 1, 12) + index * 60_000 },
    changedAt: Date.UTC(2025, 0, 1, 12),
  }));
}

/** The panel « État des comptes » in a browser; what its commands answer is the test's to say. */
export class StatesPage implements AsyncDisposable {
  readonly rows = office;
  readonly ran: (readonly [command: string, args: Serialisable | undefined])[] = [];
  /** `wait`: until it is cancelled. Without an answer a command succeeds. */
  readonly answers: Record<string, CommandOutcome | 'wait'> = {
    'credentials.export-states': { ok: true, value: { exported: true } },
  };
  panelPage!: PanelPage;

  static async open(browser: Browser, options: Partial<PanelPageOptions> = {}): Promise<StatesPage> {
    const opened = new StatesPage();
    opened.panelPage = await PanelPage.open(browser, {
      module: 'plugins/credentials/states-panel.ts',
      element: 'credentials-states-panel',
      strings: fr,
      run: (command, args, signal) => opened.run(command, args, signal),
      ...options,
    });
    return opened;
  }

  get page() {
    return this.panelPage.page;
  }

  show({ rows = this.rows, ...state }: ShownState = {}): Promise<void> {
    return this.panelPage.setState({ access: 'open', isAdministrator: true, run: null, ...state, rows: packRows(rows) });
  }

  row(name: string): Locator {
    return this.page.getByRole('row').filter({ has: this.page.getByRole('rowheader', { name, exact: true }) });
  }

  names(): Promise<readonly string[]> {
    return this.page.getByRole('rowheader').allTextContents();
  }

  idOf(name: string): string {
    return this.rows.find((row) => row.name === name)?.id ?? '';
  }

  /** The name of what has the focus, however deep it lies. */
  focused(): Promise<string | null> {
    return this.page.evaluate(() => {
      let focused = document.activeElement;
      while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
      return focused?.getAttribute('aria-label') ?? focused?.tagName ?? null;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.panelPage[Symbol.asyncDispose]();
  }

  private async run(command: string, args: Serialisable | undefined, signal: AbortSignal): Promise<CommandOutcome> {
    this.ran.push([command, args]);
    const answer = this.answers[command] ?? { ok: true, value: null };
    if (answer !== 'wait') return answer;
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    return { ok: false, cancelled: true, code: 'cancelled', sentence: '' };
  }
}
