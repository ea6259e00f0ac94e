import { type CommandOutcome, type JournalEntry, type JournalVerdict, type Message, type Serialisable, ShellError } from 'boule-bleue';
import type { Browser } from 'playwright-core';
import { createTranslator } from '../../core/l10n/translator.ts';
import { findingOf } from '../../plugins/credentials/journal/journal-finding.ts';
import { type JournalAction, noteOf } from '../../plugins/credentials/journal/journal-note.ts';
import { JournalReader } from '../../plugins/credentials/journal/journal-reader.ts';
import type { JournalPanelState, JournalRequest } from '../../plugins/credentials/journal/journal-state.ts';
import fr from '../../plugins/credentials/locales/fr.json' with { type: 'json' };
import { PanelPage, type PanelPageOptions } from './panel-page/panel-page.ts';

const t = createTranslator(fr, 'fr');
const names = ['Dupont', 'Martin', 'Élise'];

/** The panel « Journal » in a browser, on a journal in memory. */
export class JournalPage implements AsyncDisposable {
  entries: JournalEntry[] = [];
  verdict: JournalVerdict | undefined;
  failure: ShellError | undefined;
  readonly requests: JournalRequest[] = [];
  readonly ran: string[] = [];
  panelPage!: PanelPage;
  private version = 0;

  static async open(browser: Browser, count: number, options: Partial<PanelPageOptions> = {}): Promise<JournalPage> {
    const opened = new JournalPage();
    for (let index = 0; index < count; index += 1) opened.note('credentials.saved', index);
    opened.panelPage = await PanelPage.open(browser, {
      module: 'plugins/credentials/journal-panel.ts',
      element: 'credentials-journal-panel',
      strings: fr,
      run: (command, args, signal) => opened.run(command, args as JournalRequest, signal),
      ...options,
    });
    return opened;
  }

  get page() {
    return this.panelPage.page;
  }

  get lines() {
    return this.page.getByRole('list', { name: 'Entrées du journal' }).getByRole('listitem');
  }

  note(action: JournalAction, index: number, at = Date.UTC(2026, 10, 23, 9) - (1_000 - index) * 60_000): void {
    const name = names[index % names.length] ?? '';
    const account = { id: name, name };
    this.entries.unshift({
      sequence: this.entries.length + 1,
      at,
      workstation: 'PC-2',
      ...noteOf(action, { actor: account, subject: account }),
    });
  }

  show(state: Partial<JournalPanelState> = {}): Promise<void> {
    this.version += 1;
    return this.panelPage.setState({ access: 'open', reader: 'a', isAdministrator: true, version: this.version, ...state });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.panelPage[Symbol.asyncDispose]();
  }

  private async run(command: string, request: JournalRequest, signal: AbortSignal): Promise<CommandOutcome> {
    this.ran.push(command);
    if (this.failure) return { ok: false, cancelled: false, code: this.failure.code, sentence: t(this.failure.sentence) };
    if (command === 'credentials.verify-journal') return this.verify(signal);
    this.requests.push(request);
    return {
      ok: true,
      value: told(
        await new JournalReader({ readJournal: async (query) => this.select(query) }).read(
          { account: 'a', role: 'administrator' },
          request,
        ),
      ),
    };
  }

  private async verify(signal: AbortSignal): Promise<CommandOutcome> {
    if (this.verdict) return { ok: true, value: told(findingOf(this.verdict)) };
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    return { ok: false, cancelled: true, code: 'cancelled', sentence: '' };
  }

  private select(
    {
      before = Number.POSITIVE_INFINITY,
      limit = 100,
      text = '',
      action,
      from = 0,
      to = Number.POSITIVE_INFINITY,
    } = {} as JournalRequest & { limit?: number },
  ) {
    const wanted = text.toLocaleLowerCase();
    const matches = (entry: JournalEntry) =>
      entry.sequence < before &&
      entry.at >= from &&
      entry.at <= to &&
      (action === undefined || entry.action === action) &&
      `${entry.actor}`.toLocaleLowerCase().includes(wanted);
    return this.entries.filter(matches).slice(0, limit);
  }
}

/** As the host does with what leaves for a window. */
function told(value: Serialisable | object): Serialisable {
  return JSON.parse(JSON.stringify(value), (_, member) => (isMessage(member) ? t(member) : member));
}

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'key' in value;
}
