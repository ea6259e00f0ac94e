/** Longer than that nobody is kept waiting, whatever a server says. */
const maximumMs = 24 * 60 * 60 * 1000;

/** How long a server asks to be left alone: seconds or a date, RFC 9110, 10.2.3. Empty where it says neither. */
export function readRetryAfter(header: string | undefined, now = Date.now()): { readonly retryAfterMs?: number } {
  const text = header?.trim() ?? '';
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return ms > 0 ? { retryAfterMs: Math.min(ms, maximumMs) } : {};
}
