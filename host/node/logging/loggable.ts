import { Secret } from '../../../core/secret.ts';
import { isSensitiveName, redacted } from './redaction.ts';

const maximumDepth = 8;
const maximumItems = 100;
const maximumTextLength = 8_192;

/** Members of errors worth keeping; others, such as a request with its body and headers, are left out. */
const errorMembers = ['code', 'details', 'errno', 'syscall', 'address', 'port', 'hostname', 'statusCode', 'reason'] as const;

/**
 * A copy of fields that is safe and small enough to be logged: secrets redacted at any depth, errors
 * with their causes, nothing endless, nothing that throws.
 */
export function toLoggableFields(fields: object): Record<string, unknown> {
  return copyMembers(fields, [fields]);
}

function toLoggable(value: unknown, path: readonly object[]): unknown {
  if (typeof value === 'string') return shorten(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`;
  if (typeof value !== 'object' || value === null) return value;
  if (path.includes(value)) return '[circular]';
  if (path.length >= maximumDepth) return '[too deep]';
  return copyObject(value, [...path, value]);
}

function copyObject(value: object, path: readonly object[]): unknown {
  if (value instanceof Secret) return redacted;
  if (value instanceof Error) return copyError(value, path);
  if (Array.isArray(value)) return copyItems(value, path);
  if (value instanceof Set) return copyItems([...value], path);
  if (value instanceof Map || value instanceof URLSearchParams) return copyMembers(Object.fromEntries(value), path);
  if (value instanceof URL) return shorten(value.href);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return copyMembers(value, path);
  return copyInstance(value, path);
}

/** Requests and answers by what matters of them; any other instance by its name, since nobody knows what is inside. */
function copyInstance(value: object, path: readonly object[]): unknown {
  const { method, url, statusCode } = value as { method?: unknown; url?: unknown; statusCode?: unknown };
  if (typeof method === 'string' && typeof url === 'string') return copyMembers({ method, url }, path);
  if (typeof statusCode === 'number') return { statusCode };
  return `[${value.constructor?.name ?? 'object'}]`;
}

function copyError(error: Error, path: readonly object[]): Record<string, unknown> {
  const copy: Record<string, unknown> = { type: error.name, message: shorten(error.message) };
  for (const name of errorMembers) {
    if (name in error) copy[name] = toLoggable((error as unknown as Record<string, unknown>)[name], path);
  }
  copy.stack = shorten(error.stack ?? '');
  if (error.cause !== undefined) copy.cause = toLoggable(error.cause, path);
  if (error instanceof AggregateError) copy.errors = toLoggable(error.errors, path);
  return copy;
}

/** Raw headers are lists in which a value follows its name. */
function copyItems(items: readonly unknown[], path: readonly object[]): unknown[] {
  const copies = items.slice(0, maximumItems).map((item, index) => {
    const former = items[index - 1];
    return typeof former === 'string' && isSensitiveName(former) ? redacted : toLoggable(item, path);
  });
  if (items.length > maximumItems) copies.push(`[${items.length - maximumItems} more]`);
  return copies;
}

function copyMembers(source: object, path: readonly object[]): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(source).slice(0, maximumItems)) {
    copy[name] = isSensitiveName(name) ? redacted : readMember(source, name, path);
  }
  return copy;
}

function readMember(source: object, name: string, path: readonly object[]): unknown {
  try {
    return toLoggable((source as Record<string, unknown>)[name], path);
  } catch {
    // A getter or a proxy that throws must not keep the rest from being logged.
    return '[unreadable]';
  }
}

function shorten(text: string): string {
  return text.length <= maximumTextLength ? text : `${text.slice(0, maximumTextLength)}… [${text.length} characters]`;
}
