/** A key as VS Code's notation names it. */
export interface KeyDefinition {
  /** How a press is recognised: by what it types, what it does (`KeyboardEvent.key`), or where it is (`code`). */
  readonly kind: 'letter' | 'digit' | 'sign' | 'named' | 'code';
  /** `KeyboardEvent.key` of the press; for a code, of a US keyboard. */
  readonly key: string;
  /** `KeyboardEvent.code`: where the key is on a US keyboard. */
  readonly code: string;
  /** What people call it, where it isn't the key itself. */
  readonly label?: { readonly en: string; readonly fr: string; readonly mac?: string };
}

const signCodes: Readonly<Record<string, string>> = {
  ';': 'Semicolon',
  '=': 'Equal',
  ',': 'Comma',
  '-': 'Minus',
  '.': 'Period',
  '/': 'Slash',
  '`': 'Backquote',
  '[': 'BracketLeft',
  '\\': 'Backslash',
  ']': 'BracketRight',
  "'": 'Quote',
};

/** Windows' names of the keys that bear these signs on a US keyboard. */
const oemSigns: Readonly<Record<string, string>> = {
  oem_1: ';',
  oem_plus: '=',
  oem_comma: ',',
  oem_minus: '-',
  oem_period: '.',
  oem_2: '/',
  oem_3: '`',
  oem_4: '[',
  oem_5: '\\',
  oem_6: ']',
  oem_7: "'",
};

const namedKeys: Readonly<Record<string, Omit<KeyDefinition, 'kind' | 'code'> & { code?: string }>> = {
  left: { key: 'ArrowLeft', label: { en: 'Left', fr: 'Gauche', mac: '←' } },
  up: { key: 'ArrowUp', label: { en: 'Up', fr: 'Haut', mac: '↑' } },
  right: { key: 'ArrowRight', label: { en: 'Right', fr: 'Droite', mac: '→' } },
  down: { key: 'ArrowDown', label: { en: 'Down', fr: 'Bas', mac: '↓' } },
  pageup: { key: 'PageUp', label: { en: 'Page Up', fr: 'Page préc.' } },
  pagedown: { key: 'PageDown', label: { en: 'Page Down', fr: 'Page suiv.' } },
  end: { key: 'End', label: { en: 'End', fr: 'Fin' } },
  home: { key: 'Home', label: { en: 'Home', fr: 'Origine' } },
  tab: { key: 'Tab', label: { en: 'Tab', fr: 'Tab', mac: '⇥' } },
  enter: { key: 'Enter', label: { en: 'Enter', fr: 'Entrée', mac: '↩' } },
  escape: { key: 'Escape', label: { en: 'Escape', fr: 'Échap' } },
  space: { key: ' ', code: 'Space', label: { en: 'Space', fr: 'Espace' } },
  backspace: { key: 'Backspace', label: { en: 'Backspace', fr: 'Retour arrière', mac: '⌫' } },
  delete: { key: 'Delete', label: { en: 'Delete', fr: 'Suppr', mac: '⌦' } },
  insert: { key: 'Insert', label: { en: 'Insert', fr: 'Inser' } },
  pausebreak: { key: 'Pause', label: { en: 'Pause', fr: 'Pause' } },
  numlock: { key: 'NumLock', label: { en: 'Num Lock', fr: 'Verr. num.' } },
  scrolllock: { key: 'ScrollLock', label: { en: 'Scroll Lock', fr: 'Arrêt défil.' } },
  capslock: { key: 'CapsLock', label: { en: 'Caps Lock', fr: 'Verr. Maj' } },
  contextmenu: { key: 'ContextMenu', label: { en: 'Menu', fr: 'Menu' } },
};

const numpadOperators: Readonly<Record<string, readonly [code: string, sign: string]>> = {
  numpad_multiply: ['NumpadMultiply', '*'],
  numpad_add: ['NumpadAdd', '+'],
  numpad_separator: ['NumpadComma', ','],
  numpad_subtract: ['NumpadSubtract', '-'],
  numpad_decimal: ['NumpadDecimal', '.'],
  numpad_divide: ['NumpadDivide', '/'],
};

/** The key of that name in VS Code's notation (lower case), or `undefined`. A physical key is given by its code, `[KeyA]`. */
export function findKey(name: string): KeyDefinition | undefined {
  if (/^[a-z]$/.test(name)) return { kind: 'letter', key: name, code: `Key${name.toUpperCase()}` };
  if (/^\d$/.test(name)) return { kind: 'digit', key: name, code: `Digit${name}` };
  if (/^f([1-9]|1\d|2[0-4])$/.test(name)) return { kind: 'named', key: name.toUpperCase(), code: name.toUpperCase() };
  if (/^numpad\d$/.test(name)) return numpadKey(`Numpad${name.slice(-1)}`, name.slice(-1));
  if (Object.hasOwn(signCodes, name)) return { kind: 'sign', key: name, code: signCodes[name] as string };
  if (Object.hasOwn(numpadOperators, name)) return numpadKey(...(numpadOperators[name] as readonly [string, string]));
  if (Object.hasOwn(oemSigns, name)) return findKey(oemSigns[name] as string);
  if (name === 'oem_102') return { kind: 'code', key: '<', code: 'IntlBackslash' };
  const named = Object.hasOwn(namedKeys, name) ? namedKeys[name] : undefined;
  if (named) return { kind: 'named', code: named.key, ...named };
  return findPhysicalKey(name);
}

/** The key that a press names by what it does: `ArrowUp`, `Enter`; or `undefined` for one that types a sign. */
export function findNamedKey(key: string): KeyDefinition | undefined {
  const name = Object.keys(namedKeys).find((candidate) => namedKeys[candidate]?.key === key);
  return name === undefined ? undefined : findKey(name);
}

function numpadKey(code: string, sign: string): KeyDefinition {
  return { kind: 'code', key: sign, code, label: { en: `NumPad ${sign}`, fr: `Pavé num. ${sign}` } };
}

/** The notation is case-insensitive, `KeyboardEvent.code` is not. */
function findPhysicalKey(name: string): KeyDefinition | undefined {
  const code = /^\[([a-z]\w*)\]$/.exec(name)?.[1];
  if (!code) return undefined;
  const letterOrDigit = /^(key|digit)([a-z\d])$/.exec(code);
  if (letterOrDigit) {
    const [, group = '', sign = ''] = letterOrDigit;
    return { kind: 'code', key: sign, code: `${group === 'key' ? 'Key' : 'Digit'}${sign.toUpperCase()}` };
  }
  const sign = Object.entries(signCodes).find(([, signCode]) => signCode.toLowerCase() === code);
  if (sign) return { kind: 'code', key: sign[0], code: sign[1] };
  const named = Object.values(namedKeys).find((candidate) => (candidate.code ?? candidate.key).toLowerCase() === code);
  if (named) return { kind: 'code', code: named.key, ...named };
  return code === 'intlbackslash' ? findKey('oem_102') : findKey(code);
}
