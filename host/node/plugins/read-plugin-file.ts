import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

const maximumBytes = 1024 * 1024;

/** A text of a plugin's folder. */
export interface PluginFile {
  readonly text: string;
  readonly mtimeMs: number;
}

/**
 * Reads a plugin's manifest or strings. Only a plain file of reasonable size: a pipe that nobody writes to, or a
 * device, would be waited for without end, and the whole host with it.
 */
export async function readPluginFile(path: string): Promise<PluginFile> {
  // Opening a pipe waits for its writer unless told not to. Windows has no such flag, and no pipes in folders.
  await using file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  const stats = await file.stat();
  if (!stats.isFile()) throw new Error('it is no plain file');
  if (stats.size > maximumBytes) throw new Error(`it is larger than ${maximumBytes} bytes`);
  return { text: await file.readFile('utf8'), mtimeMs: stats.mtimeMs };
}
