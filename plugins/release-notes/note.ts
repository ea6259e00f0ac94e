import * as v from 'valibot';

/** The release note of one version. */
export interface Note {
  /** Such as `3.00.72`. */
  readonly version: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly markdown: string;
}

/** Two to four numbers. Leading zeros are kept, since users know the versions so. */
export const versionSchema = v.pipe(v.string(), v.regex(/^\d{1,6}(\.\d{1,6}){1,3}$/));

/** A day of the calendar: JavaScript itself would take 30 February for 2 March. */
export const dateSchema = v.pipe(
  v.string(),
  v.check((date) => {
    const time = Date.parse(date);
    return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === date;
  }),
);

/** Negative when the first version is the older one, 0 when both are the same. */
export function compareVersions(one: string, other: string): number {
  const [numbers, others] = [one, other].map((version) => version.split('.').map(Number)) as [number[], number[]];
  const length = Math.max(numbers.length, others.length);
  for (let place = 0; place < length; place += 1) {
    const difference = (numbers[place] ?? 0) - (others[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
