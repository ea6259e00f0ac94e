import { type AssistanceMail, composeMail, mailtoUrl } from './assistance-mail.ts';
import type { Say } from './compose-report.ts';
import type { ConnectionReport } from './connection-report.ts';
import { said } from './part.ts';
import { headingOf, type ReportLine, readReport } from './report-lines.ts';

/** Windows hands an address of at most 2 083 characters to a mail program; some programs take less. */
const maximumAddressCharacters = 2000;
/** What the guide's mail says already. */
const toldByMail = ['installation', 'product', 'type', 'mode', 'state', 'outcome', 'url', 'typed'];

/**
 * The mail of the guide, with as much of the report as a mail's address has room for, what explains a failure first.
 * `isWhole`: nothing was left out, so that nothing needs to be attached.
 */
export function composeReportMail(report: ConnectionReport, say: Say): { readonly mail: AssistanceMail; readonly isWhole: boolean } {
  const lines = sortByUse(report, readReport(report, say)).map((line) => describe(line, say));
  const attached = say(said('attached'));
  const added: string[] = [];
  for (const line of lines) {
    if (!fits(report, [...added, line, '', attached])) break;
    added.push(line);
  }
  const isWhole = added.length === lines.length;
  return { mail: compose(report, isWhole ? added : [...added, '', attached]), isWhole };
}

function sortByUse({ test }: ConnectionReport, lines: readonly ReportLine[]): readonly ReportLine[] {
  const failed = test.addresses.filter(({ ok }) => !ok).map(({ role }) => role as string);
  const rank = ({ id, group }: ReportLine) => (id === 'changes' ? 0 : failed.includes(group) ? 1 : 2);
  const untold = lines.filter(({ id }) => !toldByMail.includes(id.slice(id.indexOf('.') + 1)));
  return untold.toSorted((first, second) => rank(first) - rank(second));
}

function describe({ group, label, texts }: ReportLine, say: Say): string {
  const subject = group === 'workstation' || group === 'test' ? '' : `${say(headingOf(group))}, `;
  return `${subject}${label} : ${texts.join(' ; ')}`;
}

function compose({ installation, state, stateCause, test }: ConnectionReport, more: readonly string[]): AssistanceMail {
  const { productVersion: version, values, addresses } = test;
  return composeMail({ version, installation, values, status: { state, cause: stateCause }, addresses }, more);
}

function fits(report: ConnectionReport, more: readonly string[]): boolean {
  return mailtoUrl(compose(report, more)).length <= maximumAddressCharacters;
}
