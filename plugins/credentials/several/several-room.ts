import {
  type CommandContext,
  type CommandService,
  type FileService,
  type LogService,
  type NotificationService,
  type PanelService,
  type SettingsService,
  ShellError,
  type StorageService,
} from 'boule-bleue';
import type { AccountService } from '../accounts/account-service.ts';
import type { OfficeStore } from '../accounts/office-store.ts';
import type { OpenSessions } from '../sign-in/open-session.ts';
import type { SignIn } from '../sign-in/sign-in.ts';
import type { CredentialFingerprint } from '../verification/credential-fingerprint.ts';
import type { FailureCounter } from '../verification/failure-counter.ts';
import type { PortalAttempts } from '../verification/portal-attempts.ts';
import { AccountRows, reminderSetting } from './account-rows.ts';
import { ApplyCredentials, type ApplyRequest } from './apply-credentials.ts';
import { type ExportRequest, ExportStates } from './export-states.ts';
import { PasswordReminders } from './password-reminders.ts';
import { StatesPublisher } from './states-publisher.ts';
import { statesPanelId } from './states-state.ts';
import { pauseFor, TestAll } from './test-all.ts';
import { reportRun } from './test-all-report.ts';

export interface SeveralRoomParts {
  readonly panels: PanelService;
  readonly files: FileService;
  readonly notifications: NotificationService;
  /** What is this workstation's own: who was reminded of what. */
  readonly storage: StorageService;
  readonly settings: SettingsService;
  readonly log: LogService;
  readonly store: OfficeStore;
  readonly sessions: OpenSessions;
  readonly signIn: Pick<SignIn, 'requireOwnPassword'>;
  readonly accounts: AccountService;
  readonly attempts: PortalAttempts;
  readonly failures: FailureCounter;
  readonly fingerprint: CredentialFingerprint;
  readonly now: () => number;
  /** Between two requests of « Tout tester ». Default: 2,000. */
  readonly pauseMs?: number;
}

/** Passwords grow old by the day. */
const reminderIntervalMs = 6 * 60 * 60_000;

/** All that is about several accounts at once: their states, tests of all, one's credentials for others, reminders. */
export class SeveralRoom {
  private readonly rows: AccountRows;
  private readonly testAll: TestAll;
  private readonly publisher: StatesPublisher;
  private readonly reminders: PasswordReminders;
  private readonly applying: ApplyCredentials;
  private readonly exporting: ExportStates;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly parts: SeveralRoomParts) {
    const { accounts, settings, sessions, files, now } = parts;
    this.rows = new AccountRows(accounts, settings, now);
    this.testAll = new TestAll({ ...parts, pause: pauseFor(parts.pauseMs ?? 2_000) });
    this.publisher = new StatesPublisher({ ...parts, rows: this.rows, testAll: this.testAll });
    this.reminders = new PasswordReminders({ ...parts, rows: this.rows });
    this.applying = new ApplyCredentials(parts);
    this.exporting = new ExportStates(this.rows, sessions, files, now);
  }

  register(commands: CommandService): void {
    const { panels } = this.parts;
    commands.register('credentials.open-states', () => panels.reveal(statesPanelId));
    commands.register('credentials.test-all', (_: unknown, context: CommandContext) => this.runTests(context));
    commands.register('credentials.cancel-test-all', () => this.testAll.cancel());
    commands.register('credentials.export-states', (request: ExportRequest) => this.exporting.export(request));
    commands.register('credentials.apply', async (request: ApplyRequest, { signal }: CommandContext) => {
      this.parts.signIn.requireOwnPassword();
      return { applied: await this.applying.apply(request, signal) };
    });
    commands.register('credentials.snooze-reminders', () => this.reminders.snooze());
  }

  /** Shows what is so now, and follows what changes. */
  start(): void {
    const { store, sessions, settings } = this.parts;
    let reader = sessions.current?.account.id;
    store.onDidChange(() => this.follow());
    this.testAll.onDidChange(() => this.show());
    settings.onDidChange((keys) => keys.includes(reminderSetting) && this.follow());
    sessions.onDidChange(() => {
      if (sessions.current?.account.id !== reader) this.testAll.forget();
      reader = sessions.current?.account.id;
      this.follow();
    });
    this.timer = setInterval(() => this.follow(), reminderIntervalMs);
    this.follow();
  }

  stop(): void {
    clearInterval(this.timer);
    this.testAll.cancel();
  }

  private follow(): void {
    this.show();
    this.reminders.check().catch((error) => {
      // Out of reach nobody is reminded; once it is back, this runs again.
      if (!(error instanceof ShellError)) this.parts.log.error('The reminders of old passwords failed.', error);
    });
  }

  private show(): void {
    this.publisher.publish().catch((error) => this.parts.log.error('The states of the accounts could not be shown.', error));
  }

  /** The command line is told step by step what windows see in the panel. */
  private async runTests({ signal, caller }: CommandContext) {
    const { notifications, signIn, now } = this.parts;
    signIn.requireOwnPassword();
    const run = async () => {
      if (caller !== 'command-line') return this.testAll.run(signal);
      return notifications.withProgress({ key: 'command.test-all' }, (progress, cancelled) =>
        this.testAll.run(AbortSignal.any([signal, cancelled]), ({ total, done, name }) =>
          progress.report({
            message: { key: 'test-all.progress', args: { number: done + 1, total, account: name } },
            fraction: total === 0 ? 1 : done / total,
          }),
        ),
      );
    };
    const outcome = await run();
    const { ok, sentences } = reportRun(outcome, now());
    return { ok, ...outcome, sentences };
  }
}
