import { type CommandOutcome, type JournalEntry, type JournalVerdict, type Message, type Serialisable, ShellError } from 'boule-bleue';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createTranslator } from '../../core/l10n/translator.ts';
import { launchChromium } from '../../test/support/chromium.ts';
import { PanelPage, type PanelPageOptions } from '../../test/support/panel-page/panel-page.ts';
import { findingOf } from './journal/journal-finding.ts';
import { type JournalAction, noteOf } from './journal/journal-note.ts';
import { JournalReader } from './journal/journal-reader.ts';
import type { JournalPanelState, JournalRequest } from './journal/journal-state.ts';
import fr from './locales/fr.json';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const t = createTranslator(fr, 'fr');
const names = ['Dupont', 'Martin', 'Élise'];

/** A journal in memory, and the panel in a browser on it. */
class JournalPage implements AsyncDisposable {
  entries: JournalEntry[] = [];
  verdict: JournalVerdict | undefined;
  failure: ShellError | undefined;
  readonly requests: JournalRequest[] = [];
  readonly ran: string[] = [];
  panelPage!: PanelPage;
  private version = 0;

  static async open(count: number, options: Partial<PanelPageOptions> = {}): Promise<JournalPage> {
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

describe('the journal', () => {
  test('shows the newest hundred first, and older ones on demand, with the focus on the first of them', async () => {
    await using journal = await JournalPage.open(250);
    await journal.show();
    await expect.poll(() => journal.lines.count()).toBe(100);
    expect(await journal.lines.first().textContent()).toMatch(/Dupont a enregistré ses identifiants, sur le poste « PC-2 »\.\s*nº 250/);
    const more = journal.page.getByRole('button', { name: 'Afficher les entrées plus anciennes' });
    await more.focus();
    await journal.page.keyboard.press('Enter');
    await expect.poll(() => journal.lines.count()).toBe(200);
    await expect
      .poll(() => journal.page.evaluate(() => document.querySelector('credentials-journal-panel')?.shadowRoot?.activeElement?.textContent))
      .toContain('nº 150');
    await more.click();
    await expect.poll(() => journal.lines.count()).toBe(250);
    expect(await more.count()).toBe(0);
    await journal.page.getByText('250 entrées affichées.', { exact: true }).waitFor();
    expect(journal.panelPage.complaints).toEqual([]);
  });

  test('puts what comes in meanwhile on top, and keeps what is shown', async () => {
    await using journal = await JournalPage.open(150);
    await journal.show();
    await journal.page.getByRole('button', { name: 'Afficher les entrées plus anciennes' }).click();
    await expect.poll(() => journal.lines.count()).toBe(150);
    journal.note('credentials.keys-rotated', 151);
    await journal.show();
    await expect.poll(() => journal.lines.first().textContent()).toContain('a renouvelé les clés');
    expect(await journal.lines.count()).toBe(151);
  });

  test('starts afresh for another reader', async () => {
    await using journal = await JournalPage.open(3);
    await journal.show();
    await expect.poll(() => journal.lines.count()).toBe(3);
    journal.entries = [];
    await journal.show({ reader: 'm', isAdministrator: false });
    await journal.page.getByText('Le journal est vide pour le moment.').waitFor();
    await journal.page.getByText('Ce qui concerne votre compte').waitFor();
    expect(await journal.lines.count()).toBe(0);
  });

  test('is filtered by text, action and days, and shown whole again', async () => {
    await using journal = await JournalPage.open(30);
    journal.note('credentials.signed-in', 31, new Date(2026, 2, 9, 23, 59, 59, 999).getTime());
    await journal.show();
    await expect.poll(() => journal.lines.count()).toBe(31);
    await journal.page.getByLabel('Texte').fill('martin');
    await expect.poll(() => journal.lines.count()).toBe(11);
    await journal.page.getByLabel('Action').selectOption({ label: 'Identification' });
    await expect.poll(() => journal.lines.count()).toBe(1);
    await journal.page.getByLabel('Du', { exact: true }).fill('2026-03-09');
    await journal.page.getByLabel('Au', { exact: true }).fill('2026-03-09');
    await expect
      .poll(() => journal.requests.at(-1))
      .toEqual({
        text: 'martin',
        action: 'credentials.signed-in',
        from: new Date(2026, 2, 9).getTime(),
        to: new Date(2026, 2, 10).getTime() - 1,
      });
    await expect.poll(() => journal.lines.count()).toBe(1);
    await journal.page.getByLabel('Au', { exact: true }).fill('2026-03-08');
    await journal.page.getByText('La date de fin précède la date de début.').waitFor();
    await journal.page.getByLabel('Au', { exact: true }).fill('2026-03-10');
    await journal.page.getByLabel('Texte').fill('personne');
    await journal.page.getByText('Aucune entrée ne répond à ces critères.').waitFor();
    await journal.page.getByRole('button', { name: 'Tout afficher' }).click();
    await expect.poll(() => journal.lines.count()).toBe(31);
  });

  test('that can’t be read says why, and is asked for again', async () => {
    await using journal = await JournalPage.open(1);
    journal.failure = new ShellError('credentials.sign-in-required');
    await journal.show();
    await journal.page.getByRole('alert').getByText('Le journal n’a pas pu être lu.').waitFor();
    journal.failure = undefined;
    await journal.page.getByRole('button', { name: 'Réessayer' }).click();
    await expect.poll(() => journal.lines.count()).toBe(1);
  });

  test('is closed to nobody in particular, who is led to where they sign in', async () => {
    await using journal = await JournalPage.open(1);
    await journal.show({ access: 'signed-out' });
    await journal.page.getByRole('button', { name: 'Ouvrir « Comptes utilisateurs »' }).click();
    await expect.poll(() => journal.ran).toEqual(['credentials.open']);
    await journal.show({ access: 'unreachable' });
    await journal.page.getByText('qui ne répond pas').waitFor();
  });
});

describe('« Vérifier le journal »', () => {
  test('says that all is as it was written', async () => {
    await using journal = await JournalPage.open(1);
    journal.verdict = { ok: true, entryCount: 12 };
    await journal.show();
    await journal.page.getByRole('button', { name: 'Vérifier le journal' }).click();
    await journal.page.getByRole('status').getByText('Le journal est intact : ses 12 entrées').waitFor();
  });

  test('tells a broken chain loudly: what happened, who acts, what next', async () => {
    await using journal = await JournalPage.open(1);
    journal.verdict = { ok: false, entryCount: 12, problem: 'altered', sequence: 7 };
    await journal.show();
    await journal.page.getByRole('button', { name: 'Vérifier le journal' }).click();
    const alert = journal.page.getByRole('alert').filter({ hasText: 'l’entrée nº 7 n’est plus celle qui a été écrite' });
    await alert.getByText('Qui agit : l’administrateur des comptes.').waitFor();
    await alert.getByText('gardez une copie de la base').waitFor();
  });

  test('can be given up', async () => {
    await using journal = await JournalPage.open(1);
    await journal.show();
    await journal.page.getByRole('button', { name: 'Vérifier le journal' }).click();
    await journal.page.getByRole('button', { name: 'Annuler' }).click();
    await journal.page.getByText('La vérification a été abandonnée.').waitFor();
  });
});
