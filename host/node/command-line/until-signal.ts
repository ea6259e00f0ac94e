import { type Disposable, toDisposable } from '../../../core/lifecycle.ts';

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Aborts at the first signal that asks the process to end; a second one ends it at once. */
export function abortOnSignal(): { readonly signal: AbortSignal } & Disposable {
  const ending = new AbortController();
  const onSignal = () => {
    if (ending.signal.aborted) process.exit(1);
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
