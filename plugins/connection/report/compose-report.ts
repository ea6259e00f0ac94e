import type { ConnectionStatus } from '../connection-status.ts';
import { cleanText, onlyOfForm } from '../records/clean-text.ts';
import { forms } from '../records/recorded-forms.ts';
import type { TestRecord } from '../records/test-record.ts';
import type { ChangesSinceSuccess } from '../records/what-changed.ts';
import { type ConnectionReport, reportFormat, reportVersion } from './connection-report.ts';
import type { Line } from './part.ts';

export interface ReportFacts {
  readonly test: TestRecord;
  readonly changes: ChangesSinceSuccess | null;
  readonly status: ConnectionStatus;
  readonly installation: string;
  readonly apiVersion: string;
  readonly now: Date;
}

/** Puts a line into French. */
export type Say = (line: Line) => string;

/** The report of a test. Like the record that it is made from it is an allow-list: what isn't named here never leaves. */
export function composeReport({ test, changes, status, installation, apiVersion, now }: ReportFacts, say: Say): ConnectionReport {
  const { at, lastAt, count, trigger, productVersion, values, ok, ms, addresses } = test;
  return {
    format: reportFormat,
    version: reportVersion,
    createdAt: withOffset(now),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? '',
    apiVersion,
    platform: { system: onlyOfForm(process.platform, forms.word), architecture: onlyOfForm(process.arch, forms.word) },
    installation: cleanText(installation, 64),
    state: status.state,
    stateCause: status.cause,
    test: {
      at,
      lastAt,
      count,
      trigger,
      productVersion,
      values,
      ok,
      ms,
      addresses: addresses.map(({ sentence, next, notes, ...address }) => ({
        ...address,
        sentence: say(sentence),
        next: next && say(next),
        notes: notes.map(say),
      })),
    },
    changes: changes && { since: changes.at, sentences: changes.changes.map(({ message }) => say(message)) },
    withheld: [],
  };
}

/** ISO 8601 in the workstation's own time, as people tell it. */
function withOffset(instant: Date): string {
  const offsetMinutes = -instant.getTimezoneOffset();
  const local = new Date(instant.getTime() + offsetMinutes * 60_000).toISOString().slice(0, 19);
  const [hours, minutes] = [Math.trunc(Math.abs(offsetMinutes) / 60), Math.abs(offsetMinutes) % 60];
  return `${local}${offsetMinutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
