import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Replaces a file as a whole: readers see the former content or the new one, never a part, even
 * when the power fails. The file is readable by its owner only (0600). One writer at a time.
 *
 * Windows has no such mode; there the folder's access list, which is the user profile's, protects it.
 */
export function writeFileAtomically(path: string, content: string): void {
  const temporaryPath = `${path}.tmp`;
  rmSync(temporaryPath, { force: true });
  try {
    writeDurably(temporaryPath, content);
    replaceFile(temporaryPath, path);
  } catch (error) {
    // It may hold a key.
    rmSync(temporaryPath, { force: true });
    throw error;
  }
}

function writeDurably(path: string, content: string): void {
  const descriptor = openSync(path, 'wx', 0o600);
  try {
    writeSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const windowsRetries = 10;
const windowsRetryDelayMs = 20;

/** Renames over what stands there, durably. */
export function replaceFile(from: string, to: string): void {
  renamePatiently(from, to);
  flushFolder(dirname(to));
}

/** Windows refuses to rename for a moment while a reader or a virus scanner has one of the files open. */
function renamePatiently(from: string, to: string): void {
  for (let attempt = 0; ; attempt++) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      const busy = ['EPERM', 'EACCES', 'EBUSY'].includes((error as NodeJS.ErrnoException).code ?? '');
      if (process.platform !== 'win32' || !busy || attempt === windowsRetries) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, windowsRetryDelayMs);
    }
  }
}

/** Makes renames in a folder last. Windows can't open folders, and journals its renames by itself. */
export function flushFolder(directory: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
