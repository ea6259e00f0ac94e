import { type Disposable, toDisposable } from '../../../core/lifecycle.ts';

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One Ctrl-C arrives several times: from the terminal, and passed on by npm and by the script it runs. */
const sameWishMs = 1000;

/** Aborts at the first signal that asks the process to end; a later one, sent by somebody who tires of waiting, ends it at once. */
export function abortOnSignal(): { readonly signal: AbortSignal } & Disposable {
  const ending = new AbortController();
  let firstAtMs = 0;
  const onSignal = () => {
    if (!ending.signal.aborted) firstAtMs = performance.now();
    else if (performance.now() - firstAtMs > sameWishMs) process.exit(1);
    ending.abort();
  };
  for (const name of endingSignals) process.on(name, onSignal);
  const release = toDisposable(() => {
    for (const name of endingSignals) process.off(name, onSignal);
  });
  return { signal: ending.signal, dispose: () => release.dispose() };
}

/** Resolves when the signal aborts. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}
