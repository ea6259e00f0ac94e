export interface Validity {
  readonly state: 'valid' | 'expired' | 'not-yet-valid' | 'unknown';
  /** For a sentence: both ends in milliseconds since 1970, and how far the one that counts is from now, in words. */
  readonly period?: { readonly from: number; readonly to: number; readonly distance: string };
}

const dayMs = 86_400_000;

/** Whether a certificate's dates let it be used now, and how long still or since. */
export function tellValidity(dates: { readonly validFrom: string; readonly validTo: string }, nowMs: number, language: string): Validity {
  const [from, to] = [Date.parse(dates.validFrom), Date.parse(dates.validTo)];
  if (Number.isNaN(from) || Number.isNaN(to)) return { state: 'unknown' };
  const state = nowMs < from ? 'not-yet-valid' : nowMs > to ? 'expired' : 'valid';
  const distance = tellDistance((state === 'not-yet-valid' ? from : to) - nowMs, language);
  return { state, period: { from, to, distance } };
}

function tellDistance(ms: number, language: string): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const days = Math.round(ms / dayMs);
  if (Math.abs(days) >= 730) return format.format(Math.round(days / 365.25), 'year');
  if (Math.abs(days) >= 90) return format.format(Math.round(days / 30.44), 'month');
  if (days !== 0) return format.format(days, 'day');
  return format.format(Math.round(ms / 3_600_000), 'hour');
}
