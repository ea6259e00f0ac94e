import type { Language } from '../message.ts';
import type { KeyPress } from './key-match.ts';
import { type KeyStroke, parseKeybinding } from './key-notation.ts';
import { findNamedKey, type KeyDefinition } from './key-table.ts';

const modifierNames = {
  en: { ctrl: 'Ctrl', shift: 'Shift', alt: 'Alt', meta: 'Windows' },
  fr: { ctrl: 'Ctrl', shift: 'Maj', alt: 'Alt', meta: 'Windows' },
} as const;

interface KeyFormatOptions {
  readonly mac: boolean;
  readonly language: Language;
}

/**
 * A keybinding as people read it: « Ctrl+Maj+P », `Ctrl+Shift+P`, on a Mac `⇧⌘P`; strokes of a chord apart
 * by spaces. What doesn't parse comes back as it is.
 */
export function formatKeybinding(notation: string, { mac, language }: KeyFormatOptions): string {
  const strokes = parseKeybinding(notation);
  return strokes?.map((stroke) => (mac ? formatForMac(stroke, language) : formatStroke(stroke, language))).join(' ') ?? notation;
}

/** Keys that were pressed, as {@link formatKeybinding} gives those of a keybinding; named by what they type. */
export function formatKeyPresses(presses: readonly KeyPress[], { mac, language }: KeyFormatOptions): string {
  const strokes = presses.map(({ key, code, ctrlKey: ctrl, shiftKey: shift, altKey: alt, metaKey: meta }): KeyStroke => {
    const definition = findNamedKey(key) ?? { kind: 'sign', key, code };
    return { ctrl, shift, alt, meta, key: definition };
  });
  return strokes.map((stroke) => (mac ? formatForMac(stroke, language) : formatStroke(stroke, language))).join(' ');
}

/**
 * A keybinding as the attribute `aria-keyshortcuts` takes it (WAI-ARIA 1.2): `Control+Shift+P`.
 * @returns `undefined` for a chord, which the attribute can't express.
 */
export function ariaKeyShortcuts(notation: string): string | undefined {
  const strokes = parseKeybinding(notation);
  const [stroke] = strokes ?? [];
  if (!stroke || strokes?.length !== 1) return undefined;
  const { key } = stroke.key;
  const name = key === ' ' ? 'Space' : key === '+' ? 'Plus' : key.length === 1 ? key.toUpperCase() : key;
  return [stroke.ctrl && 'Control', stroke.alt && 'Alt', stroke.shift && 'Shift', stroke.meta && 'Meta', name].filter(Boolean).join('+');
}

function formatStroke(stroke: KeyStroke, language: Language): string {
  const names = modifierNames[language];
  const held = [stroke.ctrl && names.ctrl, stroke.shift && names.shift, stroke.alt && names.alt, stroke.meta && names.meta];
  return [...held, stroke.key.label?.[language] ?? signOf(stroke.key)].filter(Boolean).join('+');
}

/** Apple's order and signs, without joints. */
function formatForMac(stroke: KeyStroke, language: Language): string {
  const held = [stroke.ctrl && '⌃', stroke.alt && '⌥', stroke.shift && '⇧', stroke.meta && '⌘'];
  const { label } = stroke.key;
  return [...held, label?.mac ?? label?.[language] ?? signOf(stroke.key)].filter(Boolean).join('');
}

function signOf({ key }: KeyDefinition): string {
  return key.length === 1 ? key.toUpperCase() : key;
}
