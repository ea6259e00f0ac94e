import type { Say } from './compose-report.ts';
import type { ConnectionReport } from './connection-report.ts';
import { said } from './part.ts';
import { headingOf, type ReportLine, readReport } from './report-lines.ts';

export function toJson(report: ConnectionReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

export function toMarkdown(report: ConnectionReport, say: Say): string {
  const lines = readReport(report, say);
  const groups = [...new Set(lines.map(({ group }) => group))];
  const sections = groups.map((group) => {
    const items = lines.filter((line) => line.group === group).flatMap(toItem);
    return [`## ${escapeMarkdown(say(headingOf(group)))}`, '', ...items].join('\n');
  });
  const withheld = report.withheld.length > 0 ? [say(said('withheld', { count: report.withheld.length }))] : [];
  return `${[`# ${say(said('title'))}`, ...sections, ...withheld].join('\n\n')}\n`;
}

function toItem({ label, texts: [first = '', ...others] }: ReportLine): readonly string[] {
  return [`- **${label}** : ${escapeMarkdown(first)}`, ...others.map((text) => `  - ${escapeMarkdown(text)}`)];
}

/** Nothing that a server said may become a link, a picture or markup where the desk reads it. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>|#!~]/g, '\\$&');
}
