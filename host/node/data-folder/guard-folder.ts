import { chmodSync, lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ShellError } from '../../../core/errors.ts';

const writableByOthers = 0o022;
const writableByAll = 0o002;
const sticky = 0o1000;

/**
 * Keeps a data folder from users who could change it: what they would put there, the host would take for its own. A folder that only its
 * mode opens is closed; others are refused. On Windows there are neither modes nor owners: access lists keep others out.
 *
 * @returns whether others could write to the folder until now.
 * @throws ShellError `data-folder.foreign`, `data-folder.exposed`; the system's error.
 */
export function guardFolder(directory: string): boolean {
  const user = process.getuid?.();
  if (user === undefined) return false;
  const folder = realpathSync(directory);
  requireOwn(folder, statSync(folder), user);
  requireSafeAncestors(folder);
  const wasOpen = closeToOthers(folder);
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    requireOwn(path, lstatSync(path), user);
  }
  return wasOpen;
}

function requireOwn(path: string, { uid }: Stats, user: number): void {
  if (uid !== user) throw new ShellError('data-folder.foreign', { path });
}

/** Who can write to a folder can put another in the place of those in it, unless its sticky bit says otherwise, as that of /tmp does. */
function requireSafeAncestors(folder: string): void {
  for (let path = dirname(folder); path !== dirname(path); path = dirname(path)) {
    const { mode } = statSync(path);
    if (mode & writableByAll && !(mode & sticky)) throw new ShellError('data-folder.exposed', { path });
  }
}

function closeToOthers(folder: string): boolean {
  const { mode } = statSync(folder);
  if (!(mode & writableByOthers)) return false;
  chmodSync(folder, 0o700);
  // Some file systems know no modes, and take everybody for anybody.
  if (statSync(folder).mode & writableByOthers) throw new ShellError('data-folder.exposed', { path: folder });
  return true;
}
