import type { Event } from '../../../core/event.ts';

/** What work needs to go on. */
export interface Permit {
  readonly onDidChange: Event<void>;
  /** Why the work may not go on, or `undefined` where it may. Asked before it begins and at each change. */
  readonly denial: () => Error | undefined;
}

/** Does work as long as it is permitted: a permit that is taken back aborts it at once. @throws the denial, or what the work throws. */
export async function whilePermitted<T>(
  { onDidChange, denial }: Permit,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const denied = denial();
  if (denied) throw denied;
  const revoked = new AbortController();
  const watching = onDidChange(() => {
    const reason = denial();
    if (reason) revoked.abort(reason);
  });
  // At once, since work takes a moment to end, and a plugin that was unloaded should leave nothing behind.
  signal.addEventListener('abort', () => watching.dispose(), { once: true });
  try {
    return await work(AbortSignal.any([signal, revoked.signal]));
  } catch (error) {
    throw revoked.signal.aborted ? revoked.signal.reason : error;
  } finally {
    watching.dispose();
  }
}
