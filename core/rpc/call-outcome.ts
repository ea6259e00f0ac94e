import type { ErrorDetails } from '../error-catalogue.ts';
import { ShellError } from '../errors.ts';
import { PackedDataInvalid, packData, unpackData } from './packed-data.ts';

/**
 * What became of a call, as text. Failures travel as values: what an RPC library makes of a thrown error is not what a plugin
 * in the host's own process would see.
 */
type Outcome = { readonly value: unknown } | { readonly failure: PackedError };

type PackedError = {
  readonly name: string;
  readonly message: string;
  /** Of a `ShellError`. */
  readonly code?: string;
  readonly details?: Readonly<Record<string, string | number>>;
  readonly stack?: string;
  readonly cause?: PackedError;
};

const maximumCauses = 4;
const maximumLength = 8_192;
const codeForm = /^[a-z][\w-]*(\.[\w-]+)+$/i;

/** @throws ShellError `rpc.not-plain-data`, `rpc.too-large`. */
export function packValue(value: unknown, maximum: number): string {
  return packData({ value }, maximum);
}

/** @param traced whether the receiver may read stacks and causes, which name files and tell of inner workings. */
export function packFailure(error: unknown, { traced }: { readonly traced: boolean }): string {
  return packData({ failure: packError(error, traced ? maximumCauses : 0) }, Number.POSITIVE_INFINITY);
}

/** @returns the value of a call that succeeded. @throws the error of one that failed; PackedDataInvalid for what is no outcome. */
export function unpackOutcome(text: string): unknown {
  const outcome = unpackData(text) as Outcome | null;
  if (typeof outcome !== 'object' || outcome === null) throw new PackedDataInvalid('It is no outcome');
  if ('failure' in outcome) throw unpackError(outcome.failure);
  return outcome.value;
}

/** An error as plain data. Anything else that was thrown becomes one by its text. */
export function packError(error: unknown, causes: number): PackedError {
  if (!(error instanceof Error)) return { name: 'Error', message: textOf(error) };
  const { name, message, stack, cause } = error;
  return {
    name: shorten(name),
    message: shorten(message),
    ...(error instanceof ShellError && { code: error.code, details: error.details }),
    ...(causes > 0 && typeof stack === 'string' && { stack: shorten(stack) }),
    ...(causes > 1 && cause !== undefined && { cause: packError(cause, causes - 1) }),
  };
}

/** The error that {@link packError} was given, as far as it can be had again. Never throws, whatever it is given. */
export function unpackError(packed: unknown, depth = 0): Error {
  const { name, message, code, details, stack, cause } = (typeof packed === 'object' && packed !== null ? packed : {}) as Partial<
    Record<keyof PackedError, unknown>
  >;
  const text = typeof message === 'string' ? shorten(message) : 'Unknown error';
  if (name === 'AbortError') return new DOMException(text, 'AbortError');
  const options = cause !== undefined && depth < maximumCauses ? { cause: unpackError(cause, depth + 1) } : {};
  const error = isCode(code) && areDetails(details) ? new ShellError(code, details, options) : new Error(text, options);
  if (!(error instanceof ShellError) && typeof name === 'string') error.name = shorten(name);
  // Where the error was unpacked tells nobody anything.
  error.stack = typeof stack === 'string' ? shorten(stack) : `${error.name}: ${error.message}`;
  return error;
}

function isCode(code: unknown): code is `${string}.${string}` {
  return typeof code === 'string' && code.length <= 128 && codeForm.test(code);
}

function areDetails(details: unknown): details is ErrorDetails {
  if (typeof details !== 'object' || details === null) return false;
  const entries = Object.entries(details);
  return entries.length <= 32 && entries.every(([key, value]) => key.length <= 64 && isDetail(value));
}

function isDetail(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && value.length <= maximumLength);
}

function textOf(thrown: unknown): string {
  try {
    return shorten(String(thrown));
  } catch {
    return 'Unknown error';
  }
}

function shorten(text: string): string {
  return text.length <= maximumLength ? text : `${text.slice(0, maximumLength)}…`;
}
