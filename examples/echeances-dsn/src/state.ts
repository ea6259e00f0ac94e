/** What the main half publishes and the panel draws. Types, not interfaces: only so they are `Serialisable`. */
export type State = {
  readonly day: number;
  readonly deadlines: readonly Deadline[];
};

export type Deadline = {
  /** `2026-11` */
  readonly period: string;
  /** `2026-12-15` */
  readonly due: string;
  readonly status: Status;
  /** Until it is due; for a late one, since. */
  readonly days: number;
};

export type Status = 'filed' | 'late' | 'today' | 'soon' | 'later';
