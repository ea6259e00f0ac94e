import type { AccountStateRow } from './account-state-row.ts';

/** What a spreadsheet would take for a formula, wide forms included: https://owasp.org/www-community/attacks/CSV_Injection. */
const formulaStart = /^\s*[=+\-@\t\r\n＝＋－＠]/;
const separator = ';';

/** The words of the table, by key. */
export type Words = (key: string) => string;

const columns = ['name', 'state', 'at', 'unansweredAt', 'changedAt', 'aged'] as const;

/**
 * The table as a file that French spreadsheets open with a double click: semicolons, CRLF, and a byte order mark, without which Excel
 * reads accents wrongly.
 */
export function writeStatesCsv(rows: readonly AccountStateRow[], words: Words, writeDate: (at: number) => string = writeLocalDate): string {
  const heads = columns.map((column) => words(`states.column.${column}`));
  const lines = rows.map(({ name, status, unansweredAt, changedAt, isAged }) => [
    asText(name),
    words(`states.kind.${status.kind}`),
    'at' in status ? writeDate(status.at) : '',
    unansweredAt === undefined ? '' : writeDate(unansweredAt),
    changedAt === undefined ? '' : writeDate(changedAt),
    words(isAged ? 'states.yes' : 'states.no'),
  ]);
  return `\uFEFF${[heads, ...lines].map((line) => line.map(quote).join(separator)).join('\r\n')}\r\n`;
}

/** By the clock on the wall, as every spreadsheet understands it: `2026-11-23 14:05`. */
export function writeLocalDate(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** A name stays a text: an apostrophe before it is what spreadsheets themselves write. */
function asText(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text;
}

function quote(value: string): string {
  return /[;"\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
