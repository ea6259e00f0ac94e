import { ShellError } from '../errors.ts';
import { revealForTransport, Secret } from '../secret.ts';

/**
 * Plain data as text, with what JSON lacks kept apart from it: secrets, and `undefined` where it counts (as a whole value or in a
 * list). Nothing inside the data can be taken for either of them, whoever wrote it.
 */
interface PackedData {
  /** The data, with `null` in each marked place. */
  readonly value: unknown;
  /** Places from the root: with the text of the secret that belongs there, or `null` for `undefined`. */
  readonly marks?: readonly (readonly [path: readonly (string | number)[], text: string | null])[];
}

type Mark = NonNullable<PackedData['marks']>[number];

/** Nobody nests deeper on purpose, and each level costs the receiver a call. */
export const maximumDepth = 64;

/** Longest text that a plugin may send in one call, in UTF-16 units: as much as a window may. */
export const maximumGuestLength = 1024 * 1024;

/** Longest state of a panel, which is sent in parts; the panels' own limits are lower. */
export const maximumPackedStateLength = 5 * 1024 * 1024;

/** And the host, which hands answers of servers on. */
export const maximumHostLength = 16 * 1024 * 1024;

/** What arrived is no packed data. */
export class PackedDataInvalid extends Error {
  override readonly name = 'PackedDataInvalid';
}

/**
 * Writes plain data, and `Secret`s among it, as text. `undefined` members of objects are dropped.
 * @throws ShellError `rpc.not-plain-data` naming the place of what is none; `rpc.too-large`.
 */
export function packData(value: unknown, maximum: number): string {
  const marks: Mark[] = [];
  const copy = copyPlain(value, [], marks);
  const text = JSON.stringify({ value: copy, ...(marks.length > 0 && { marks }) } satisfies PackedData);
  if (text.length > maximum) throw new ShellError('rpc.too-large', { length: text.length, maximum });
  return text;
}

/** Reads what {@link packData} wrote. @throws PackedDataInvalid for anything else. */
export function unpackData(text: string): unknown {
  const packed = parse(text);
  requireShallow(packed.value, 0);
  const root = { value: packed.value };
  for (const mark of packed.marks ?? []) restore(root, mark);
  return root.value;
}

/** @param path of the value; grows and shrinks while its members are copied. */
function copyPlain(value: unknown, path: (string | number)[], marks: Mark[]): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (value === undefined || value instanceof Secret) {
    marks.push([[...path], value === undefined ? null : revealForTransport(value)]);
    return null;
  }
  if (typeof value !== 'object' || path.length >= maximumDepth) throw notPlain(value, path);
  if (Array.isArray(value)) return Array.from(value, (item, index) => copyMember(item, index, path, marks));
  requirePlainObject(value, path);
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) copy[name] = copyMember(member, name, path, marks);
  }
  return copy;
}

function copyMember(member: unknown, step: string | number, path: (string | number)[], marks: Mark[]): unknown {
  path.push(step);
  const copy = copyPlain(member, path, marks);
  path.pop();
  return copy;
}

function requirePlainObject(value: object, path: readonly (string | number)[]): void {
  const prototype: unknown = Object.getPrototypeOf(value);
  // An object of another realm is as plain as ours.
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (!isPlain || Object.hasOwn(value, '__proto__')) throw notPlain(value, path);
}

function notPlain(value: unknown, path: readonly (string | number)[]): ShellError {
  const kind = typeof value === 'object' && value !== null ? (value.constructor?.name ?? 'object') : typeof value;
  return new ShellError('rpc.not-plain-data', { path: `/${path.slice(0, 8).join('/')}`, kind: String(kind).slice(0, 64) });
}

function parse(text: string): PackedData {
  let packed: Partial<PackedData> | null;
  try {
    packed = JSON.parse(text);
  } catch {
    throw new PackedDataInvalid('It is no JSON');
  }
  if (typeof packed !== 'object' || packed === null || !Object.hasOwn(packed, 'value')) throw new PackedDataInvalid('It has no value');
  const { value, marks } = packed;
  if (marks !== undefined && !(Array.isArray(marks) && marks.every(isMark))) throw new PackedDataInvalid('Its marks are of another shape');
  return { value, ...(marks && { marks }) };
}

function isMark(mark: unknown): mark is Mark {
  if (!Array.isArray(mark) || mark.length !== 2) return false;
  const [path, text] = mark;
  return Array.isArray(path) && path.length <= maximumDepth && (text === null || typeof text === 'string');
}

/** Also refuses the one name that changes an object instead of its members, wherever the object is copied. */
function requireShallow(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth >= maximumDepth) throw new PackedDataInvalid('It is nested too deeply');
  if (Object.hasOwn(value, '__proto__')) throw new PackedDataInvalid('It names a prototype');
  for (const member of Object.values(value)) requireShallow(member, depth + 1);
}

function restore(root: { value: unknown }, [path, text]: Mark): void {
  let container: unknown = root;
  let key: string | number = 'value';
  for (const step of path) {
    container = (container as Record<string | number, unknown>)[key];
    key = step;
    if (typeof container !== 'object' || container === null || !isStep(step) || !Object.hasOwn(container, step))
      throw new PackedDataInvalid('A mark leads nowhere');
  }
  const holder = container as Record<string | number, unknown>;
  if (holder[key] !== null) throw new PackedDataInvalid('A mark leads to another value');
  holder[key] = text === null ? undefined : new Secret(text);
}

function isStep(step: unknown): step is string | number {
  return typeof step === 'string' || typeof step === 'number';
}
