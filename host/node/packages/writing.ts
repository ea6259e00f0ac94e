import { ShellError } from '../../../core/errors.ts';

/**
 * Has the system's errors of some work that writes end as ours.
 * @throws ShellError `package.not-writable`, or the work's own.
 */
export async function writing<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw notWritable(cause);
  }
}

export function notWritable(cause: unknown): ShellError {
  if (cause instanceof ShellError) return cause;
  return new ShellError('package.not-writable', { systemCode: (cause as NodeJS.ErrnoException).code ?? String(cause) }, { cause });
}
