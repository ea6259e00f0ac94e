const millisecondsPerDay = 86_400_000;

const parisCalendar = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Paris',
  calendar: 'iso8601',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The date, `YYYY-MM-DD`, that calendars in Paris show at an instant, wherever the workstation believes to be. */
export function civilDateInParis(instantMs: number): string {
  const parts = new Map(parisCalendar.formatToParts(instantMs).map(({ type, value }) => [type, value]));
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
}

/** Days from 1970-01-01 to a date `YYYY-MM-DD`; `undefined` when the calendar has no such day. */
export function dayNumber(date: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const midnightMs = Date.parse(`${date}T00:00:00Z`);
  // 30 February parses as 2 March in some engines: only a date that comes back unchanged exists.
  if (Number.isNaN(midnightMs) || !new Date(midnightMs).toISOString().startsWith(date)) return undefined;
  return midnightMs / millisecondsPerDay;
}

/** An instant at which most of the world's calendars, and all of Europe's, show that date. */
export function noonUtcMs(date: string): number {
  return Date.parse(`${date}T12:00:00Z`);
}
