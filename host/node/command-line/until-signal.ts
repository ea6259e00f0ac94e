const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One Ctrl-C arrives several times: from the terminal, and passed on by npm and by the script it runs. */
const sameWishMs = 1000;

/**
 * From now on, aborts at the first signal that asks the process to end; a later one, sent by somebody who tires of waiting, ends it at
 * once. Imports nothing, so that it may be called before the rest is loaded.
 */
export function abortOnSignal(): AbortSignal {
  const ending = new AbortController();
  let firstAtMs = 0;
  const onSignal = () => {
    if (!ending.signal.aborted) firstAtMs = performance.now();
    else if (performance.now() - firstAtMs > sameWishMs) process.exit(1);
    ending.abort();
  };
  for (const name of endingSignals) process.on(name, onSignal);
  return ending.signal;
}

/** Does what can't be interrupted otherwise, unless the signal aborts before: its end is waited for no longer. @throws the signal's reason. */
export async function unlessAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const given = Promise.withResolvers<never>();
  const giveUp = () => given.reject(signal.reason);
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([work(), given.promise]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

/** Resolves when the signal aborts. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}
