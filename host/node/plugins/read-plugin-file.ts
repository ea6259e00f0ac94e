import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

const maximumBytes = 1024 * 1024;

/**
 * Reads a plugin's manifest or strings: small files, which take less time than waiting for a thread to read them. Only a plain file of
 * reasonable size: a pipe that nobody writes to, or a device, would be waited for without end, and the whole host with it.
 */
export function readPluginFile(path: string): string {
  // Opening a pipe waits for its writer unless told not to. Windows has no such flag, and no pipes in folders.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new Error('it is no plain file');
    if (stats.size > maximumBytes) throw new Error(`it is larger than ${maximumBytes} bytes`);
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}
