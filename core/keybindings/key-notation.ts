import { findKey, type KeyDefinition } from './key-table.ts';

/** One press of a key with modifiers. */
export interface KeyStroke {
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  /** The Windows key, or Command on a Mac. */
  readonly meta: boolean;
  readonly key: KeyDefinition;
}

const modifiers = { ctrl: 'ctrl', shift: 'shift', alt: 'alt', meta: 'meta', win: 'meta', cmd: 'meta' } as const;
/** VS Code stores no longer ones. */
const maximumStrokes = 4;
const maximumLength = 200;

/**
 * Reads VS Code's notation: modifiers (`ctrl`, `shift`, `alt`, `meta` alias `cmd` and `win`) and a key,
 * joined by `+` or `-`, in any case; the strokes of a chord apart by spaces: `ctrl+k ctrl+s`.
 * @returns `undefined` for what is none.
 */
export function parseKeybinding(notation: string): readonly KeyStroke[] | undefined {
  if (notation.length > maximumLength) return undefined;
  const strokes = notation.toLowerCase().trim().split(/\s+/).map(parseStroke);
  if (strokes.length > maximumStrokes || strokes.includes(undefined)) return undefined;
  return strokes as KeyStroke[];
}

function parseStroke(text: string): KeyStroke | undefined {
  const held = { ctrl: false, shift: false, alt: false, meta: false };
  let rest = text;
  for (let found = takeModifier(rest); found; found = takeModifier(rest)) {
    held[modifiers[found]] = true;
    rest = rest.slice(found.length + 1);
  }
  const key = findKey(rest);
  return key && { ...held, key };
}

function takeModifier(text: string): keyof typeof modifiers | undefined {
  return /^(ctrl|shift|alt|meta|win|cmd)[+-]/.exec(text)?.[1] as keyof typeof modifiers | undefined;
}
