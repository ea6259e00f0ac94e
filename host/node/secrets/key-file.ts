import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { setAside } from '../data-folder/set-aside.ts';
import { writeFileAtomically } from '../data-folder/write-file-atomically.ts';
import { decodeMasterKey, encodeMasterKey, type MasterKey } from './master-key.ts';

export type KeyFileContent =
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'key'; readonly masterKey: MasterKey };

const maximumBytes = 1024;

/**
 * Keeps the master key in a file that only its owner reads (0600), for workstations without a keychain.
 * On Windows, where modes don't exist, the data folder lies in the user's profile, whose access list
 * admits the user, the system and administrators only; a folder chosen with --data-dir has its own.
 */
export class KeyFile {
  constructor(private readonly path: string) {}

  read(): KeyFileContent {
    if (!existsSync(this.path)) return { kind: 'missing' };
    try {
      const { mode, size } = statSync(this.path);
      if (size > maximumBytes) return { kind: 'unreadable' };
      if (process.platform !== 'win32' && (mode & 0o077) !== 0) chmodSync(this.path, 0o600);
      const masterKey = decodeMasterKey(readFileSync(this.path, 'utf8'));
      return masterKey ? { kind: 'key', masterKey } : { kind: 'unreadable' };
    } catch {
      // Another user's file, a folder, a broken disk: the key is not to be had from it.
      return { kind: 'unreadable' };
    }
  }

  /**
   * Keeps a new key. What stands there is set aside, never overwritten.
   * @returns the name under which the former file was kept, if there was one.
   */
  write(masterKey: MasterKey, now: Date): string | undefined {
    const former = existsSync(this.path) ? basename(setAside(this.path, now)) : undefined;
    writeFileAtomically(this.path, `${encodeMasterKey(masterKey)}\n`);
    return former;
  }
}
