import type { CommandRegistry, DeclaredCommand } from '../../../core/commands/command-registry.ts';
import { shellId } from '../../shell-manifest.ts';
import type { WorkbenchParts } from '../workbench-parts.ts';

/** What plugins have in the host's registries at this moment. */
export function holdings(parts: WorkbenchParts) {
  const { shell, states, badges, notifications, dialogs } = parts;
  const listeners = [...collectionSizes(parts)].filter(([path]) => path.endsWith('.listeners'));
  return {
    commandHandlers: answeredByPlugins(shell.commands).length,
    hookTaps: shell.hooks.tapCount,
    authenticationProviders: shell.authentication.answeredCount,
    contextKeys: Object.keys(shell.contextKeys.snapshot()),
    panelStates: states.size,
    badges: badges.entries().map(([panel]) => panel),
    /** Work with a progress bar is among them. */
    notifications: notifications.list().map(({ plugin, message }) => `${plugin}: ${message.key}`),
    dialogs: dialogs.pendingCount,
    /** Of every event of the host. */
    listeners: listeners.reduce((sum, [, size]) => sum + size, 0),
  };
}

/** The commands that have a handler of a plugin's. The shell's own have theirs from the start. */
export function answeredByPlugins(commands: CommandRegistry): readonly DeclaredCommand[] {
  return commands.answered.filter(({ plugin }) => plugin !== shellId);
}

/** Sizes of every map, set and array that can be reached from an object by its members, by their paths. */
export function collectionSizes(root: object): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  const seen = new Set<unknown>();
  const waiting: (readonly [path: string, value: unknown])[] = [['', root]];
  for (const [path, value] of waiting) {
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (value instanceof Map || value instanceof Set) sizes.set(path, value.size);
    else if (Array.isArray(value)) sizes.set(path, value.length);
    waiting.push(...members(value).map(([name, member]) => [`${path}.${name}`, member] as const));
  }
  return sizes;
}

function members(value: object): readonly (readonly [string, unknown])[] {
  if (value instanceof Map) return [...value].map(([key, member]) => [String(key), member]);
  return Object.entries(value instanceof Set ? [...value] : value);
}

/** The shell's own notes of a plugin's requests and calls, and of what users agreed to: bounded for each plugin, and kept beyond its unloading on purpose. */
const shellNotes = /^\.(requests\.|consents\.|calls\.plugins$|administration\.journalRevisions$)/;

/** A collection that holds more than before. */
export interface Growth {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

export function findGrowth(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): readonly Growth[] {
  const grown = [...after].filter(([path, size]) => size > (before.get(path) ?? 0) && !shellNotes.test(path));
  return grown.map(([path, size]) => ({ path: path.slice(1), from: before.get(path) ?? 0, to: size }));
}

/** What grew, as sentences for engineers. */
export function describeGrowth(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): readonly string[] {
  return findGrowth(before, after).map(({ path, from, to }) => `${path} grew from ${from} to ${to}`);
}
