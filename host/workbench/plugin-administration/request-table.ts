import type { Message } from '../../../core/message.ts';
import type { RequestItem } from '../../../core/protocol/plugin-administration.ts';

/** A request in words. */
export interface RequestRow {
  readonly request: RequestItem;
  readonly time: string;
  readonly result: string;
}

/** Requests as the table shows them. */
export function toRows(requests: readonly RequestItem[], language: string, inWords: (message: Message) => string): readonly RequestRow[] {
  const times = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'medium' });
  return requests.map((request) => ({
    request,
    time: times.format(request.startedAt),
    result: request.problem ? inWords(request.problem) : String(request.status ?? ''),
  }));
}

/** The rows that hold every word of a search, whatever its case. */
export function filterRows(rows: readonly RequestRow[], query: string): readonly RequestRow[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(({ request: { method, address }, time, result }) => {
    const text = `${time}\n${method}\n${address}\n${result}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/**
 * Rows as CSV for French spreadsheets: semicolons, and a byte order mark that tells them the encoding. What a spreadsheet would take for a
 * formula is marked as text.
 */
export function toCsv(titles: readonly string[], rows: readonly RequestRow[]): string {
  const lines = rows.map(({ request, result }) => {
    const { startedAt, method, address, durationMs, receivedBytes } = request;
    return [
      new Date(startedAt).toISOString(),
      method,
      address,
      result,
      durationMs === null ? '' : Math.round(durationMs),
      receivedBytes ?? '',
    ];
  });
  return `\uFEFF${[titles, ...lines].map((line) => line.map(toCell).join(';')).join('\r\n')}\r\n`;
}

function toCell(value: string | number): string {
  const text = String(value);
  const harmless = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[";\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
