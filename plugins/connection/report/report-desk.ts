import { apiVersion } from 'boule-bleue';
import type { StatusKeeper } from '../connection-status.ts';
import type { TestHistory } from '../records/test-history.ts';
import type { TestRecord } from '../records/test-record.ts';
import { findChangesSinceSuccess } from '../records/what-changed.ts';
import { mailtoUrl } from './assistance-mail.ts';
import type { ConnectionReport } from './connection-report.ts';
import { maximumReportBytes, readImportedReport } from './read-imported.ts';
import { headingOf, type ReportPreview, readReport } from './report-lines.ts';
import { withhold } from './report-parts.ts';

export type ReportFormat = 'json' | 'markdown';

export interface ReportDeskServices {
  readonly history: TestHistory;
  readonly status: StatusKeeper;
  readonly readInstallation: () => Promise<{ readonly installation: string }>;
  readonly now: () => Date;
}

/** Makes reports for the assistance desk, and reads those of others. What puts them into words is loaded when first needed. */
export class ReportDesk {
  readonly maximumBytes = maximumReportBytes;

  constructor(private readonly services: ReportDeskServices) {}

  async compose(test: TestRecord, withheld: readonly string[] = []): Promise<ConnectionReport> {
    const { history, status, readInstallation, now } = this.services;
    const { composeReport, sayInFrench } = await import('./wording.ts');
    const { installation } = await readInstallation();
    const changes = findChangesSinceSuccess(history, test);
    const report = composeReport({ test, changes, status: status.current, installation, apiVersion, now: now() }, sayInFrench);
    return withhold(report, withheld);
  }

  async preview(test: TestRecord): Promise<ReportPreview> {
    const { sayInFrench } = await import('./wording.ts');
    const lines = readReport(await this.compose(test), sayInFrench);
    const groups = [...new Set(lines.map(({ group }) => group))];
    return {
      test: test.id,
      groups: groups.map((group) => ({
        heading: sayInFrench(headingOf(group)),
        lines: lines.filter((line) => line.group === group),
      })),
    };
  }

  async write(report: ConnectionReport, format: ReportFormat): Promise<string> {
    const { sayInFrench, toJson, toMarkdown } = await import('./wording.ts');
    return format === 'json' ? toJson(report) : toMarkdown(report, sayInFrench);
  }

  /** By the moment of the test, so that several of one day stay apart. */
  nameFile({ test }: ConnectionReport, format: ReportFormat): string {
    const moment = new Date(test.lastAt).toISOString().slice(0, 19).replaceAll(':', '-');
    return `rapport-connexion-${moment}.${format === 'json' ? 'json' : 'md'}`;
  }

  async mail(report: ConnectionReport): Promise<{ readonly url: string; readonly isWhole: boolean }> {
    const { composeReportMail, sayInFrench } = await import('./wording.ts');
    const { mail, isWhole } = composeReportMail(report, sayInFrench);
    return { url: mailtoUrl(mail), isWhole };
  }

  read(text: string): ConnectionReport {
    return readImportedReport(text);
  }
}
