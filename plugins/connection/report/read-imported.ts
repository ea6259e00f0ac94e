import { ShellError } from 'boule-bleue';
import * as v from 'valibot';
import type { ConnectionState } from '../connection-status.ts';
import { isCause } from '../diagnosis/remedy.ts';
import { cleanText } from '../records/clean-text.ts';
import { forms } from '../records/recorded-forms.ts';
import { recordEntries, shortText } from '../records/test-record-schema.ts';
import { type ConnectionReport, reportFormat, reportVersion } from './connection-report.ts';
import { reportParts } from './report-parts.ts';

/** Far above what this product writes. */
export const maximumReportBytes = 512 * 1024;

const sentence = shortText(2000);
const { id: _, ...test } = recordEntries(sentence);
const states = ['unknown', 'connecting', 'connected', 'failed', 'refused', 'unknown-licence'] as const satisfies ConnectionState[];
const ids = new Set(reportParts.map(({ id }) => id));

const reportSchema: v.GenericSchema<unknown, ConnectionReport> = v.strictObject({
  format: v.literal(reportFormat),
  version: v.literal(reportVersion),
  createdAt: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$/)),
  timeZone: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_+/-]{0,64}$/)),
  apiVersion: v.union([v.literal(''), v.pipe(v.string(), v.regex(forms.version))]),
  platform: v.strictObject({
    system: v.pipe(v.string(), v.regex(/^[a-z0-9-]{0,40}$/)),
    architecture: v.pipe(v.string(), v.regex(/^[a-z0-9-]{0,40}$/)),
  }),
  installation: shortText(64),
  state: v.picklist(states),
  stateCause: v.nullable(v.custom<NonNullable<ConnectionReport['stateCause']>>((word) => typeof word === 'string' && isCause(word))),
  test: v.strictObject(test),
  changes: v.nullable(v.strictObject({ since: test.at, sentences: v.pipe(v.array(sentence), v.maxLength(60)) })),
  withheld: v.pipe(v.array(v.custom<string>((id) => ids.has(id as string))), v.maxLength(ids.size)),
});

/** Says what a text is before it is held to the whole shape: a newer report deserves another sentence than a shopping list. */
const headSchema = v.object({ format: v.literal(reportFormat), version: v.pipe(v.number(), v.integer(), v.minValue(1)) });

/**
 * Reads a report of another workstation. Anyone may have written it: it has exactly the members and sizes of ours, and its texts come
 * without characters that hide or turn others round.
 * @throws ShellError `connection.report-unknown`, `connection.report-newer`, `connection.report-damaged`.
 */
export function readImportedReport(text: string): ConnectionReport {
  const parsed = parseJson(text);
  const head = v.safeParse(headSchema, parsed);
  if (!head.success) throw new ShellError('connection.report-unknown');
  if (head.output.version > reportVersion) throw new ShellError('connection.report-newer', { version: head.output.version });
  const report = v.safeParse(reportSchema, parsed, { abortEarly: true });
  if (!report.success) throw new ShellError('connection.report-damaged', { member: v.getDotPath(report.issues[0]) ?? '–' });
  return cleanTexts(report.output) as ConnectionReport;
}

function parseJson(text: string): unknown {
  if (text.length > maximumReportBytes) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // What isn't JSON is no report.
    return undefined;
  }
}

function cleanTexts(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value, 2048);
  if (Array.isArray(value)) return value.map(cleanTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, cleanTexts(member)]));
}
