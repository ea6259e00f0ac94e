import type { MessageArgument } from '../../../core/message.ts';

/** The command line was used wrongly: one clear line on stderr, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  constructor(
    /** Key of the sentence in the shell's strings. */
    readonly key: string,
    readonly args: Readonly<Record<string, MessageArgument>> = {},
  ) {
    super(key);
  }
}
