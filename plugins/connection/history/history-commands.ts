import { type CommandCaller, type FileService, type PanelService, type Serialisable, ShellError, type WindowService } from 'boule-bleue';
import type { TestHistory } from '../records/test-history.ts';
import type { TestRecord } from '../records/test-record.ts';
import type { ReportDesk, ReportFormat } from '../report/report-desk.ts';
import type { HistoryBoard } from './history-board.ts';
import { historyPanelId } from './history-state.ts';

export interface HistoryServices {
  readonly history: TestHistory;
  readonly board: HistoryBoard;
  readonly desk: ReportDesk;
  readonly panels: PanelService;
  readonly files: FileService;
  readonly window: WindowService;
}

export interface ReportChoice {
  /** Id of the test. Default: the newest. */
  readonly test?: string;
  /** Ids of the parts that don't leave. */
  readonly withheld?: readonly string[];
  readonly format?: ReportFormat;
}

/** What the commands of « Historique des tests » do. */
export class HistoryCommands {
  constructor(private readonly services: HistoryServices) {}

  open(): void {
    this.services.panels.reveal(historyPanelId);
  }

  /**
   * Shows the report of a test line by line, unless a script asks for it, and answers with it.
   * @throws ShellError `connection.no-test`, `connection.test-unknown`.
   */
  async report({ test: id, format = 'json' }: ReportChoice, caller: CommandCaller): Promise<Serialisable> {
    const { board, desk } = this.services;
    const isShown = caller !== 'command-line';
    if (isShown) this.open();
    const test = await this.find(id);
    if (isShown) board.show(await desk.preview(test));
    const report = await desk.compose(test);
    return format === 'json' ? report : desk.write(report, format);
  }

  closeReport(): void {
    this.services.board.show(null);
  }

  compare({ left, right }: { readonly left: string; readonly right: string }): void {
    this.services.board.compare(left, right);
  }

  /** Whether the user picked a report. */
  async import(): Promise<{ readonly imported: boolean }> {
    const { board, desk, files } = this.services;
    const picked = await files.pick({ title: { key: 'history.pick' }, accept: ['.json'], maximumBytes: desk.maximumBytes });
    if (!picked) return { imported: false };
    board.import(picked.name.slice(0, 100), desk.read(picked.content));
    return { imported: true };
  }

  /** Whether the user took the file. */
  async save({ test, withheld = [], format = 'json' }: ReportChoice): Promise<{ readonly saved: boolean }> {
    const { desk, files } = this.services;
    const report = await desk.compose(await this.find(test), withheld);
    return { saved: await files.offer({ name: desk.nameFile(report, format), text: await desk.write(report, format) }) };
  }

  /** The text, for the window's clipboard. */
  async copy({ test, withheld = [], format = 'markdown' }: ReportChoice): Promise<{ readonly text: string }> {
    const { desk } = this.services;
    return { text: await desk.write(await desk.compose(await this.find(test), withheld), format) };
  }

  /** Opens a mail to the desk. `isWhole`: it holds the report; else it has to be attached. */
  async mail({ test, withheld = [] }: ReportChoice): Promise<{ readonly isWhole: boolean }> {
    const { desk, window } = this.services;
    const { url, isWhole } = await desk.mail(await desk.compose(await this.find(test), withheld));
    await window.openExternal(url);
    return { isWhole };
  }

  private async find(id: string | undefined): Promise<TestRecord> {
    const { history } = this.services;
    await history.settle();
    const test = id === undefined ? history.all[0] : history.find(id);
    if (test) return test;
    throw new ShellError(id === undefined ? 'connection.no-test' : 'connection.test-unknown');
  }
}
