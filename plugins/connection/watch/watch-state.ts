/** What the watch is about to do by itself. */
export type WatchState = {
  /** When it looks again, in milliseconds since 1970; `null` while it looks. */
  readonly nextAtMs: number | null;
  /** Whether the server said when to come back (Retry-After), and so when it looks. */
  readonly isAskedToWait: boolean;
};
