/** What the watch is about to do by itself. */
export type WatchState = {
  /** When it looks again, in milliseconds since 1970; `null` while it looks. */
  readonly nextAtMs: number | null;
  /**
   * `unreached`: the server wasn't reached the last time. `asked-to-wait`: the server said when to come back (Retry-After).
   * `network-changed`: the way may have become another.
   */
  readonly reason: 'unreached' | 'asked-to-wait' | 'network-changed';
};
