import { watch } from 'node:fs';
import type { Disposable } from '../../../core/lifecycle.ts';

/** Editors write a file in several steps, and builds write several files. */
const quietMs = 200;

/**
 * Tells when something in a folder changed and nothing more did for a while. `node_modules` and dot files don't count.
 * @param onError told when the folder can't be watched (any more).
 */
export function watchFolder(folder: string, onChange: () => void, onError: (error: unknown) => void): Disposable {
  let timer: NodeJS.Timeout | undefined;
  const ending = new AbortController();
  const { signal } = ending;
  try {
    const watcher = watch(folder, { recursive: true, persistent: false, signal }, (_event, name) => {
      if (name !== null && /(^|[\\/])(node_modules|\.[^\\/]*)([\\/]|$)/.test(name)) return;
      clearTimeout(timer);
      timer = setTimeout(onChange, quietMs).unref();
    });
    watcher.on('error', (error) => {
      if (!signal.aborted) onError(error);
    });
  } catch (error) {
    onError(error);
  }
  return {
    dispose() {
      clearTimeout(timer);
      ending.abort();
    },
  };
}
