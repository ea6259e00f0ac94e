import type { KeyStroke } from './key-notation.ts';

/** What is needed of a `KeyboardEvent`; a plain object will do. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  /** Tells AltGr, by which many layouts type signs, from Ctrl and Alt held together. */
  getModifierState?(modifier: string): boolean;
}

/** How well a press fits a stroke. An `approximate` one counts where nothing fits exactly. */
export type MatchQuality = 'exact' | 'approximate' | 'none';

/** Whether a press only holds a modifier down, which is part of a press to come. */
export function isModifierPress({ key }: KeyPress): boolean {
  return ['Control', 'Shift', 'Alt', 'AltGraph', 'Meta', 'OS', 'Hyper', 'Super', 'Fn', 'FnLock'].includes(key);
}

/**
 * Compares a press with a stroke on whatever layout. Letters and signs are what the key types, so that
 * `ctrl+a` is the key marked A on AZERTY too; where it types another script, its place on a US keyboard counts.
 * Digits are the upper row whether a layout types them with Shift (AZERTY) or not.
 */
export function matchStroke(stroke: KeyStroke, press: KeyPress, { mac }: { mac: boolean }): MatchQuality {
  if (press.ctrlKey !== stroke.ctrl || press.altKey !== stroke.alt || press.metaKey !== stroke.meta) return 'none';
  if (!mac && typesWithAltGraph(press)) return 'none';
  const sameShift = press.shiftKey === stroke.shift;
  const { key, code, kind } = stroke.key;
  const isOnNumpad = press.code.startsWith('Numpad');
  switch (kind) {
    case 'letter':
      return sameShift && letterOf(press) === key ? 'exact' : 'none';
    case 'digit':
      if (isOnNumpad) return 'none';
      if (sameShift && press.code === code) return 'exact';
      return press.key === key && !stroke.shift ? 'approximate' : 'none';
    case 'sign':
      if (press.key === key && !isOnNumpad) return sameShift ? 'exact' : stroke.shift ? 'none' : 'approximate';
      return sameShift && press.code === code && (stroke.shift || typesAnotherScript(press)) ? 'approximate' : 'none';
    case 'named':
      return sameShift && press.key === key ? 'exact' : 'none';
    case 'code':
      return sameShift && press.code === code && isNumberWhereMeant(stroke, press) ? 'exact' : 'none';
  }
}

function letterOf({ key, code, ...press }: KeyPress): string | undefined {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  return typesAnotherScript({ key, code, ...press }) ? /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() : undefined;
}

/** Whether a press says nothing by `key`: another script, a dead key, an input method at work. */
function typesAnotherScript({ key }: KeyPress): boolean {
  return /^[^ -~]$/u.test(key) || key === 'Dead' || key === 'Process' || key === 'Unidentified';
}

/** Windows reports AltGr as Ctrl and Alt held together: then a sign is typed, no command meant. */
function typesWithAltGraph(press: KeyPress): boolean {
  if (press.getModifierState) return press.getModifierState('AltGraph');
  return press.ctrlKey && press.altKey && /^[^a-z\d]$/iu.test(press.key);
}

/** Without NumLock, the numeric pad's digits are arrows. */
function isNumberWhereMeant({ key }: KeyStroke, press: KeyPress): boolean {
  return !/^Numpad\d$/.test(key.code) || /^\d$/.test(press.key);
}
