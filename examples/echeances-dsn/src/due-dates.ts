/** When the DSN of a month is due. Dates are civil dates in UTC, so that no time zone moves them. */

const dayMs = 86_400_000;

/** The next working day after the 5th or 15th of the month after the period, when that one is none. @param period `2026-11` */
export function dueDate(period: string, day: number): Date {
  const [year = 0, month = 0] = period.split('-').map(Number);
  let date = new Date(Date.UTC(year, month, day));
  while (!isWorkingDay(date)) date = new Date(date.getTime() + dayMs);
  return date;
}

/** The months whose DSN was due lately or will be soon, oldest first: the one before last, and those up to the next four. */
export function periodsAround(today: Date): readonly string[] {
  const offsets = [-2, -1, 0, 1, 2];
  return offsets.map((offset) => toPeriod(new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + offset, 1))));
}

/** Whole days from one civil date to another, negative when that one is past. */
export function daysBetween(from: Date, to: Date): number {
  return Math.round((startOfDay(to) - startOfDay(from)) / dayMs);
}

function startOfDay(date: Date): number {
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
}

function toPeriod(date: Date): string {
  return date.toISOString().slice(0, 7);
}

function isWorkingDay(date: Date): boolean {
  const isWeekend = [0, 6].includes(date.getUTCDay());
  return !isWeekend && !publicHolidays(date.getUTCFullYear()).includes(date.toISOString().slice(5, 10));
}

/** The legal holidays of France (Code du travail, L. 3133-1), as `MM-DD`. */
function publicHolidays(year: number): readonly string[] {
  const easter = easterSunday(year);
  const movable = [1, 39, 50].map((days) => new Date(easter.getTime() + days * dayMs).toISOString().slice(5, 10));
  return ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25', ...movable];
}

/** Gauss's rule for the Gregorian calendar, as Meeus gives it. */
function easterSunday(year: number): Date {
  const century = Math.floor(year / 100);
  const golden = year % 19;
  const epact =
    (19 * golden + century - Math.floor(century / 4) - Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor((year % 100) / 4) - epact - ((year % 100) % 4)) % 7;
  const correction = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const days = epact + weekday - 7 * correction + 114;
  return new Date(Date.UTC(year, Math.floor(days / 31) - 1, (days % 31) + 1));
}
