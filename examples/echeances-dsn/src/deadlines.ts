import { daysBetween, dueDate, periodsAround } from './due-dates.ts';
import type { Deadline, Status } from './state.ts';

export interface Circumstances {
  readonly today: Date;
  /** Of the month after the period. */
  readonly day: number;
  readonly reminderDays: number;
  readonly filed: ReadonlySet<string>;
}

export function listDeadlines(circumstances: Circumstances): readonly Deadline[] {
  return periodsAround(circumstances.today).map((period) => describe(period, circumstances));
}

/** Those that somebody has to do something about now. */
export function isUrgent({ status }: Deadline): boolean {
  return ['late', 'today', 'soon'].includes(status);
}

function describe(period: string, { today, day, reminderDays, filed }: Circumstances): Deadline {
  const due = dueDate(period, day);
  const days = daysBetween(today, due);
  return { period, due: due.toISOString().slice(0, 10), status: statusOf(days, filed.has(period), reminderDays), days: Math.abs(days) };
}

function statusOf(days: number, isFiled: boolean, reminderDays: number): Status {
  if (isFiled) return 'filed';
  if (days < 0) return 'late';
  if (days === 0) return 'today';
  return days <= reminderDays ? 'soon' : 'later';
}
