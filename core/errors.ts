import { describe, type ErrorDetails, type ShellErrorCode } from './error-catalogue.ts';
import type { Message } from './message.ts';

/**
 * An expected failure. Engineers read `code`, `message` and `cause`; users read the
 * sentence that the strings hold under `error.<code>`, with `details` as its values.
 *
 * Codes of the shell stand in the error catalogue. A plugin's codes begin with its id
 * (`credentials.siret-length`) and have their sentence in the plugin's own strings.
 * Bugs stay plain errors, and cancellation is an `AbortError`: see {@link isCancellation}.
 */
export class ShellError extends Error {
  override readonly name = 'ShellError';
  readonly code: string;
  readonly details: ErrorDetails;

  constructor(code: ShellErrorCode | `${string}.${string}`, details: ErrorDetails = {}, options: { cause?: unknown } = {}) {
    super(describe(code, details), options);
    this.code = code;
    this.details = details;
  }

  /** The sentence for users. Its owner, the shell or a plugin, is known by the code's first word. */
  get sentence(): Message {
    return { key: `error.${this.code}`, args: this.details };
  }
}

/** Whether an error only says that the caller gave up. Such errors are never logged as failures. */
export function isCancellation(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
