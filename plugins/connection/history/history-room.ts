import type { CommandService, FileService, LogService, PanelService, StorageService, WindowService } from 'boule-bleue';
import type { AccessTests } from '../access-test/access-tests.ts';
import type { StatusKeeper } from '../connection-status.ts';
import { TestHistory } from '../records/test-history.ts';
import { ReportDesk } from '../report/report-desk.ts';
import { HistoryBoard } from './history-board.ts';
import { HistoryCommands, type ReportChoice } from './history-commands.ts';
import { HistoryPresenter } from './history-presenter.ts';

export interface HistoryRoomServices {
  readonly storage: StorageService;
  readonly files: FileService;
  readonly panels: PanelService;
  readonly window: WindowService;
  readonly log: LogService;
  readonly tests: AccessTests;
  readonly status: StatusKeeper;
  readonly readInstallation: () => Promise<{ readonly version: string; readonly installation: string }>;
  readonly createId: () => string;
}

/** All that is about tests of the past: what is kept of them, how they compare and what is sent of them. */
export class HistoryRoom {
  readonly history: TestHistory;
  private readonly presenter: HistoryPresenter;
  private readonly actions: HistoryCommands;

  constructor(private readonly services: HistoryRoomServices) {
    const { storage, files, panels, window, log, tests, status, readInstallation, createId } = services;
    const readProductVersion = async () => (await readInstallation()).version;
    const history = new TestHistory({ storage, log, readProductVersion, createId });
    const board = new HistoryBoard(history);
    const desk = new ReportDesk({ history, status, readInstallation, now: () => new Date() });
    this.history = history;
    this.presenter = new HistoryPresenter(panels, history, board, tests);
    this.actions = new HistoryCommands({ history, board, desk, panels, files, window });
  }

  start(): void {
    this.services.tests.onDidFinish((finished) => void this.history.add(finished));
    this.presenter.start();
    void this.history.load();
  }

  register(commands: CommandService): void {
    const { actions } = this;
    commands.register('connection.history', () => actions.open());
    commands.register('connection.report', (args: ReportChoice, { caller }) => actions.report(args, caller));
    commands.register('connection.close-report', () => actions.closeReport());
    commands.register('connection.compare-tests', (args: { left: string; right: string }) => actions.compare(args));
    commands.register('connection.import-report', () => actions.import());
    commands.register('connection.save-report', (args: ReportChoice) => actions.save(args));
    commands.register('connection.copy-report', (args: ReportChoice) => actions.copy(args));
    commands.register('connection.mail-report', (args: ReportChoice) => actions.mail(args));
  }
}
