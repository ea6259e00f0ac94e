/** What puts reports into words, with the strings and their formatter: loaded at once, and only when a report is made. */
export { composeReport } from './compose-report.ts';
export { sayInFrench } from './french.ts';
export { composeReportMail } from './report-mail.ts';
export { toJson, toMarkdown } from './report-texts.ts';
