import { EventEmitter, ShellError } from 'boule-bleue';
import { compareTests } from '../records/compare-tests.ts';
import type { TestHistory } from '../records/test-history.ts';
import type { TestRecord } from '../records/test-record.ts';
import type { ConnectionReport } from '../report/connection-report.ts';
import type { ReportPreview } from '../report/report-lines.ts';
import { type Comparison, importedId, isBetweenWorkstations } from './history-state.ts';
import { compareSideBySide } from './side-by-side.ts';

export interface ImportedReport {
  readonly fileName: string;
  readonly test: TestRecord;
}

/** What lies on the table of the panel « Historique des tests »: two tests beside each other, a report before it leaves. */
export class HistoryBoard {
  private readonly changes = new EventEmitter<void>();
  private report: ImportedReport | null = null;
  private compared: Comparison | null = null;
  private previewed: ReportPreview | null = null;
  readonly onDidChange = this.changes.event;

  constructor(private readonly history: TestHistory) {}

  get imported(): ImportedReport | null {
    return this.report;
  }

  get comparison(): Comparison | null {
    return this.compared;
  }

  get preview(): ReportPreview | null {
    return this.previewed;
  }

  /** Lays an imported report beside the newest test, where there is one. */
  import(fileName: string, { test }: ConnectionReport): void {
    this.report = { fileName, test: { ...test, id: importedId } };
    const [newest] = this.history.all;
    if (newest) this.compare(newest.id, importedId);
    else this.changes.fire();
  }

  /** @throws ShellError `connection.test-unknown`. */
  compare(left: string, right: string): void {
    const [one, other] = [this.find(left), this.find(right)];
    const isInOrder = one.lastAt <= other.lastAt || isBetweenWorkstations({ left, right });
    const [before, after] = isInOrder ? [one, other] : [other, one];
    this.compared = { left, right, changes: compareTests(before, after), groups: compareSideBySide(one, other) };
    this.changes.fire();
  }

  show(preview: ReportPreview | null): void {
    this.previewed = preview;
    this.changes.fire();
  }

  /** @throws ShellError `connection.test-unknown`. */
  private find(id: string): TestRecord {
    const test = id === importedId ? this.report?.test : this.history.find(id);
    if (!test) throw new ShellError('connection.test-unknown');
    return test;
  }
}
