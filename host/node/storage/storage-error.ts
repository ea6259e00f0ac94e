import { ShellError } from '../../../core/errors.ts';

/** Primary result codes, https://sqlite.org/rescode.html. The low byte of an extended code is its primary code. */
const sqlite = { permission: 3, readOnly: 8, ioError: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 } as const;

/** The index of the write-ahead log has no room: https://sqlite.org/rescode.html#ioerr_shmsize */
const noRoomForIndex = 4874;

const unwritable: readonly (number | undefined)[] = [sqlite.permission, sqlite.readOnly, sqlite.ioError, sqlite.cannotOpen];

/** Whether SQLite, or our own check, found that the file is not what was written. */
export function isDamage(error: unknown): boolean {
  const code = primaryCode(error);
  return code === sqlite.corrupt || code === sqlite.notADatabase;
}

/**
 * Puts what SQLite or the file system says into the shell's words. Bugs, such as wrong SQL or a
 * value that breaks a rule of its table, stay what they are.
 */
export function toStorageError(error: unknown, path: string): unknown {
  if (error instanceof ShellError) return error;
  const options = { cause: error };
  const systemCode = (error as NodeJS.ErrnoException).code;
  if (isFull(error)) return new ShellError('storage.full', { path }, options);
  if (isDamage(error)) return new ShellError('storage.damaged', { path }, options);
  if (unwritable.includes(primaryCode(error)) || ['EACCES', 'EPERM', 'EROFS'].includes(systemCode ?? '')) {
    return new ShellError('storage.not-writable', { path }, options);
  }
  return error;
}

function isFull(error: unknown): boolean {
  const { code, errcode } = error as { code?: string; errcode?: number };
  return code === 'ENOSPC' || errcode === noRoomForIndex || primaryCode(error) === sqlite.full;
}

function primaryCode(error: unknown): number | undefined {
  const extended = (error as { errcode?: number } | null)?.errcode;
  return extended === undefined ? undefined : extended & 0xff;
}
