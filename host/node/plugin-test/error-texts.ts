import { ShellError } from '../../../core/errors.ts';
import type { Message } from '../../../core/message.ts';

/** What users read of an error, in the shell's strings. */
export function sentenceOf(error: unknown): Message {
  const shellError = error instanceof ShellError ? error : new ShellError('plugin.activation-failed', { plugin: '' });
  return shellError.sentence;
}

/**
 * What engineers read: each cause on a line.
 * @param last what is known better of the innermost one.
 */
export function describeError(error: unknown, last?: string): string {
  const lines: string[] = [];
  for (let current: unknown = error; current instanceof Error; current = current.cause) lines.push(`${current.name}: ${current.message}`);
  return (last === undefined ? lines : [...lines.slice(0, -1), last]).join('\n');
}
