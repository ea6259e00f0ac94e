import * as v from 'valibot';
import type { Serialisable } from '../message.ts';
import {
  type CommandCall,
  type DialogAnswer,
  type FilePart,
  filePartBytes,
  type WindowHello,
  type WorkbenchLayout,
} from './window-protocol.ts';

/**
 * What the host accepts from a window. A window is our own page, but whatever speaks on its connection is
 * taken for hostile: lengths and depths are bounded, and only plain data passes.
 */

const maximumDepth = 32;

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(256));
const panelIds = v.pipe(v.array(id), v.maxLength(100));
const pixels = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(10_000));

export const idSchema = id;

/** Plain JSON-like data: no stubs, dates, bytes or other objects that capnweb can carry. */
export const serialisableSchema = v.custom<Serialisable>((value) => isSerialisable(value, maximumDepth), 'not plain data');

export const helloSchema: v.GenericSchema<unknown, WindowHello> = v.object({
  languages: v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(32)),
});

export const commandCallSchema: v.GenericSchema<unknown, CommandCall> = v.object({
  callId: id,
  command: id,
  args: v.exactOptional(serialisableSchema),
  panel: v.exactOptional(id),
});

export const layoutSchema: v.GenericSchema<unknown, WorkbenchLayout> = v.object({
  openTabs: panelIds,
  activeTab: v.nullable(id),
  sideBar: v.object({ panel: v.nullable(id), widthPixels: pixels }),
  bottom: v.object({ panel: v.nullable(id), heightPixels: pixels }),
  recentCommands: v.pipe(v.array(id), v.maxLength(50)),
});

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000_000));

export const dialogAnswerSchema: v.GenericSchema<unknown, DialogAnswer> = v.variant('kind', [
  v.object({ kind: v.literal('dismissed') }),
  v.object({ kind: v.literal('confirmed') }),
  v.object({ kind: v.literal('chosen'), value: id }),
  v.object({ kind: v.literal('secret'), value: v.pipe(v.string(), v.maxLength(4096)) }),
  v.object({ kind: v.literal('file'), name: v.pipe(v.string(), v.minLength(1), v.maxLength(255)), sizeBytes: count }),
]);

export const filePartSchema: v.GenericSchema<unknown, FilePart> = v.object({
  index: count,
  base64: v.pipe(v.string(), v.maxLength(Math.ceil(filePartBytes / 3) * 4), v.regex(/^[A-Za-z\d+/]*={0,2}$/)),
});

/** Index of a notification's button, or `null` for its closing. */
export const actionIndexSchema = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100)));

function isSerialisable(value: unknown, depthLeft: number): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depthLeft === 0) return false;
  if (Array.isArray(value)) return value.every((item) => isSerialisable(item, depthLeft - 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.values(value).every((member) => member === undefined || isSerialisable(member, depthLeft - 1));
}
