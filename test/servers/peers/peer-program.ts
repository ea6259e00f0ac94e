import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program that nobody here wrote, for tests against it. */
export interface PeerProgram {
  readonly name: string;
  /** `undefined` where it isn't installed. */
  readonly path: string | undefined;
  /** One line for whoever runs the tests: what to install. */
  readonly missing: string;
}

/** Servers stand in folders that an ordinary user's PATH leaves out. */
const serverFolders = ['/usr/sbin', '/usr/local/sbin', '/sbin', '/opt/homebrew/bin', '/usr/local/bin'];

/** @param debianPackage what brings it, by Debian's name. */
export function findPeer(name: string, debianPackage: string): PeerProgram {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...serverFolders].filter(Boolean);
  const missing = `${name} isn't installed here, so nothing is tested against it: apt-get install ${debianPackage}`;
  return { name, path: folders.map((folder) => join(folder, name)).find(isExecutable), missing };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
