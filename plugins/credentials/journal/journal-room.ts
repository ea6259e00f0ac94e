import type { CommandContext, CommandService, LogService, PanelService, SharedStorageService } from 'boule-bleue';
import { SerialQueue } from '../serial-queue.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import { findingOf } from './journal-finding.ts';
import { JournalReader } from './journal-reader.ts';
import { type JournalFinding, type JournalPage, type JournalPanelState, type JournalRequest, journalPanelId } from './journal-state.ts';

export interface JournalRoomParts {
  readonly shared: SharedStorageService;
  readonly sessions: Pick<Sessions, 'current' | 'require' | 'onDidChange'>;
  readonly panels: PanelService;
  readonly log: LogService;
}

/** The journal as users read it, and the look at its chain. */
export class JournalRoom {
  private readonly reader: JournalReader;
  private readonly queue = new SerialQueue();
  private version = 0;

  constructor(private readonly parts: JournalRoomParts) {
    this.reader = new JournalReader(parts.shared);
  }

  register(commands: CommandService): void {
    commands.register('credentials.open-journal', () => this.parts.panels.reveal(journalPanelId));
    commands.register('credentials.read-journal', (request: JournalRequest) => this.read(request));
    commands.register('credentials.verify-journal', (_: unknown, { signal }: CommandContext) => this.verify(signal));
  }

  start(): void {
    const { shared, sessions } = this.parts;
    shared.onDidChange(() => {
      this.version += 1;
      this.show();
    });
    sessions.onDidChange(() => this.show());
    this.show();
  }

  /** @throws ShellError `credentials.sign-in-required`, `shared-storage.*`. */
  private async read(request: JournalRequest): Promise<JournalPage> {
    const { account, role } = this.parts.sessions.require('user');
    return this.reader.read({ account: account.id, role }, request);
  }

  /** Anybody may: it tells nothing of what is in the entries. @throws ShellError `shared-storage.*`. */
  private async verify(signal: AbortSignal): Promise<JournalFinding> {
    const verdict = await this.parts.shared.verifyJournal({ signal });
    if (!verdict.ok) this.parts.log.error('The journal is no longer what was written.', undefined, { ...verdict });
    return findingOf(verdict);
  }

  private show(): void {
    this.queue
      .run(async () => this.parts.panels.publish(journalPanelId, await this.state()))
      .catch((error) => this.parts.log.error('The journal could not be shown.', error));
  }

  private async state(): Promise<JournalPanelState> {
    const { shared, sessions } = this.parts;
    const { isReachable } = await shared.status();
    const { current } = sessions;
    const reader = current?.account.id ?? '';
    const access = !isReachable ? 'unreachable' : current ? 'open' : 'signed-out';
    return { access, reader, isAdministrator: current?.role === 'administrator', version: this.version };
  }
}
