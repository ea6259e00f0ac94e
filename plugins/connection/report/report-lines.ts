import type { Message } from 'boule-bleue';
import type { Say } from './compose-report.ts';
import type { ConnectionReport } from './connection-report.ts';
import { type ReportPart, reportParts } from './report-parts.ts';

/** A part as it is read: a label, and one or more lines of French. */
export type ReportLine = {
  readonly id: string;
  readonly group: ReportPart['group'];
  readonly label: string;
  readonly texts: readonly string[];
  readonly isPrivate: boolean;
  /** Whether it leaves whatever the user says. */
  readonly isFixed: boolean;
};

/** What would leave, in the desk's language. */
export type ReportPreview = {
  readonly test: string;
  readonly groups: readonly { readonly heading: string; readonly lines: readonly ReportLine[] }[];
};

/** The whole report, line by line: what isn't here is in no report. */
export function readReport(report: ConnectionReport, say: Say): readonly ReportLine[] {
  return reportParts.flatMap(({ id, group, isPrivate = false, read, withhold }) => {
    const texts = read(report).map(say).filter(Boolean);
    if (texts.length === 0) return [];
    return [{ id, group, label: say(labelOf(id, group)), texts, isPrivate, isFixed: !withhold }];
  });
}

/** The name of a part. Parts of the addresses have the same one for each. */
export function labelOf(id: string, group: ReportPart['group']): Message {
  const name = id.startsWith(`${group}.`) ? `address.${id.slice(group.length + 1)}` : id;
  return { key: `part.${name}` };
}

export function headingOf(group: ReportPart['group']): Message {
  return { key: group === 'workstation' || group === 'test' ? `part-group.${group}` : `address.${group}` };
}
