import * as v from 'valibot';
import type { Message, MessageArgument } from '../../message.ts';
import { Secret } from '../../secret.ts';

/**
 * What the host accepts from a plugin's process. The data is plain already, and no deeper than the codec allows; here it gets its
 * shape and its lengths. What it means, and whether the plugin may ask for it, is for the services to judge.
 */

/** Ids of commands, panels, hooks, settings and documents. */
export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(256));
/** What the other side calls a tap, a notification and the like. */
export const number = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/** Anything that the codec lets through: plain data, and secrets in it. */
export const data = v.unknown();

const maximumNesting = 8;
const text = v.pipe(v.string(), v.maxLength(8_192));

export const message = v.custom<Message>((value) => isMessage(value, maximumNesting), 'not a message');

export const notification = v.object({
  severity: v.picklist(['info', 'warning', 'error']),
  message,
  actions: v.optional(v.pipe(v.array(v.object({ title: message, command: id, args: v.optional(data) })), v.maxLength(10))),
});

export const progressStep = v.object({
  message: v.optional(message),
  fraction: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
});

export const hookCallOptions = v.object({
  tapTimeoutMs: v.exactOptional(v.pipe(v.number(), v.minValue(0))),
  withFailures: v.exactOptional(v.boolean()),
});

export const badge = v.object({ count: v.pipe(v.number(), v.safeInteger(), v.minValue(0)), label: message });

export const confirmOptions = v.object({ message, detail: v.optional(message), confirmLabel: message });

export const inputOptions = v.object({ title: message, label: message, detail: v.optional(message) });

export const filePickOptions = v.object({
  title: message,
  accept: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(100))),
  maximumBytes: v.optional(v.number()),
  content: v.optional(v.picklist(['text', 'base64'])),
});

export const contextKeyValue = v.optional(v.union([v.boolean(), v.number(), text, v.pipe(v.array(text), v.maxLength(1_000))]));

export const documentId = v.pipe(v.string(), v.maxLength(1_024));

export const storageChanges = v.pipe(v.array(v.object({ collection: id, id: documentId, value: v.optional(data) })), v.maxLength(10_000));

const revision = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const sharedChanges = v.pipe(
  v.array(v.object({ collection: id, id: documentId, value: v.optional(data), revision: v.optional(revision) })),
  v.maxLength(10_000),
);

export const journalNotes = v.pipe(
  v.array(
    v.object({
      action: id,
      actor: v.optional(text),
      subject: v.optional(text),
      details: v.optional(v.record(v.pipe(v.string(), v.maxLength(64)), v.union([text, v.pipe(v.number(), v.finite()), v.boolean()]))),
    }),
  ),
  v.maxLength(10_000),
);

export const journalQuery = v.object({
  before: v.optional(revision),
  limit: v.optional(v.pipe(v.number(), v.finite())),
  action: v.optional(id),
  text: v.optional(text),
  from: v.optional(v.pipe(v.number(), v.finite())),
  to: v.optional(v.pipe(v.number(), v.finite())),
});

export const settingValues = v.record(id, data);

export const logLine = v.pipe(
  v.string(),
  v.transform((line) => line.slice(0, 8_192)),
);
export const logFields = v.record(v.string(), data);

export const url = v.pipe(v.string(), v.maxLength(8_192));
/** Of each wait the service has its own bound; this one only keeps the host from waiting for the end of time. */
const milliseconds = v.pipe(v.number(), v.minValue(0), v.maxValue(600_000));
const secret = v.instance(Secret);

const route = v.variant('type', [
  v.object({ type: v.literal('direct') }),
  v.object({ type: v.literal('system') }),
  v.object({
    type: v.literal('proxy'),
    host: v.pipe(v.string(), v.maxLength(255)),
    port: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535)),
    user: v.optional(text),
    password: v.optional(secret),
  }),
]);

export const networkRequest = v.object({
  url,
  method: v.optional(v.picklist(['GET', 'HEAD', 'POST', 'PUT', 'DELETE'])),
  headers: v.optional(v.record(v.pipe(v.string(), v.maxLength(256)), text)),
  body: v.optional(v.union([v.string(), secret])),
  timeoutMs: v.optional(milliseconds),
  maximumBytes: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(4 * 1024 * 1024))),
  allowPlainHttp: v.optional(v.boolean()),
  followRedirects: v.optional(v.pipe(v.number(), v.minValue(0))),
});

export const probeRequest = v.object({
  url,
  route: v.optional(route),
  timeoutMs: v.optional(milliseconds),
  investigate: v.optional(v.boolean()),
});

/** Ids of accounts, whatever their provider makes them of. */
const account = v.pipe(v.string(), v.minLength(1), v.maxLength(256));
export const accountOrNone = v.optional(account);

export const sessionOptions = v.object({
  account: v.exactOptional(account),
  silent: v.exactOptional(v.boolean()),
  renew: v.exactOptional(v.boolean()),
});

export const secretValue = secret;

function isMessage(value: unknown, nestingLeft: number): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || nestingLeft === 0) return false;
  const { key, args, plugin } = value as Partial<Record<keyof Message, unknown>>;
  if (typeof key !== 'string' || key.length > 8_192) return false;
  if (plugin !== undefined && (typeof plugin !== 'string' || plugin.length > 256)) return false;
  return args === undefined || areArguments(args, nestingLeft - 1);
}

function areArguments(args: unknown, nestingLeft: number): boolean {
  if (typeof args !== 'object' || args === null) return false;
  const values = Object.values(args) as MessageArgument[];
  return values.length <= 64 && values.every((value) => isArgument(value, nestingLeft));
}

function isArgument(value: MessageArgument, nestingLeft: number): boolean {
  if (typeof value === 'string') return value.length <= 8_192;
  return typeof value === 'number' || isMessage(value, nestingLeft);
}
