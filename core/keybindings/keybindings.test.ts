import { describe, expect, test } from 'vitest';
import type { KeybindingContribution } from '../manifest/manifest.ts';
import { ariaKeyShortcuts, formatKeybinding, formatKeyPresses } from './key-format.ts';
import { type KeyPress, matchStroke } from './key-match.ts';
import { type KeyStroke, parseKeybinding } from './key-notation.ts';
import { KeybindingResolver } from './keybinding-resolver.ts';

/** `press('ctrl+shift', 'P', 'KeyP')`: held modifiers, what the key types, where it is. */
function press(held: string, key: string, code: string): KeyPress {
  const has = (name: string) => held.split('+').includes(name);
  return { key, code, ctrlKey: has('ctrl'), shiftKey: has('shift'), altKey: has('alt'), metaKey: has('meta') };
}

function match(notation: string, pressed: KeyPress, mac = false): string {
  return matchStroke(parseKeybinding(notation)?.[0] as KeyStroke, pressed, { mac });
}

describe('parseKeybinding', () => {
  test.each([
    ['ctrl+shift+p', [{ ctrl: true, shift: true, alt: false, meta: false, code: 'KeyP' }]],
    ['CTRL-Shift-P', [{ ctrl: true, shift: true, alt: false, meta: false, code: 'KeyP' }]],
    [
      'cmd+k  cmd+s',
      [
        { ctrl: false, shift: false, alt: false, meta: true, code: 'KeyK' },
        { ctrl: false, shift: false, alt: false, meta: true, code: 'KeyS' },
      ],
    ],
    ['win+alt+f12', [{ ctrl: false, shift: false, alt: true, meta: true, code: 'F12' }]],
    ['ctrl+-', [{ ctrl: true, shift: false, alt: false, meta: false, code: 'Minus' }]],
    ['ctrl+numpad_add', [{ ctrl: true, shift: false, alt: false, meta: false, code: 'NumpadAdd' }]],
    ['ctrl+[keya]', [{ ctrl: true, shift: false, alt: false, meta: false, code: 'KeyA' }]],
    ['[ArrowLeft]', [{ ctrl: false, shift: false, alt: false, meta: false, code: 'ArrowLeft' }]],
    ['ctrl+oem_4', [{ ctrl: true, shift: false, alt: false, meta: false, code: 'BracketLeft' }]],
    ['ctrl+[', [{ ctrl: true, shift: false, alt: false, meta: false, code: 'BracketLeft' }]],
  ])('reads %s', (notation, expected) => {
    expect(parseKeybinding(notation)?.map(({ key, ...held }) => ({ ...held, code: key.code }))).toEqual(expected);
  });

  test.each([
    '',
    'ctrl',
    'ctrl+',
    'ctrl+ +p',
    'control+p',
    'ctrl+pp',
    'ctrl+é',
    'f25',
    'toString',
    'ctrl+[nowhere]',
    'a b c d e',
    'a'.repeat(1_000),
  ])('refuses %j', (notation) => {
    expect(parseKeybinding(notation)).toBeUndefined();
  });
});

describe('matchStroke', () => {
  test.each([
    ['a letter where the layout has it', 'ctrl+a', press('ctrl', 'a', 'KeyQ'), 'exact'],
    ['not where a US keyboard has it', 'ctrl+q', press('ctrl', 'a', 'KeyQ'), 'none'],
    ['a letter typed with Shift', 'ctrl+shift+p', press('ctrl+shift', 'P', 'KeyP'), 'exact'],
    ['a letter typed with Caps Lock', 'ctrl+p', press('ctrl', 'P', 'KeyP'), 'exact'],
    ['a letter’s place where the layout has another script', 'ctrl+a', press('ctrl', 'ф', 'KeyA'), 'exact'],
    ['not the comma of AZERTY, which is where a US keyboard has M', 'ctrl+m', press('ctrl', ',', 'KeyM'), 'none'],
    ['no other modifiers', 'ctrl+p', press('ctrl+shift', 'P', 'KeyP'), 'none'],
    ['not Command for Control', 'ctrl+p', press('meta', 'p', 'KeyP'), 'none'],
    ['a digit of AZERTY without Shift', 'ctrl+1', press('ctrl', '&', 'Digit1'), 'exact'],
    ['a digit of AZERTY with Shift', 'ctrl+1', press('ctrl+shift', '1', 'Digit1'), 'approximate'],
    ['a digit of AZERTY that is to have Shift', 'ctrl+shift+1', press('ctrl+shift', '1', 'Digit1'), 'exact'],
    ['a digit of QWERTY that is to have Shift', 'ctrl+shift+1', press('ctrl+shift', '!', 'Digit1'), 'exact'],
    ['not a digit of QWERTY that has Shift', 'ctrl+1', press('ctrl+shift', '!', 'Digit1'), 'none'],
    ['not a digit of the numeric pad', 'ctrl+1', press('ctrl', '1', 'Numpad1'), 'none'],
    ['a digit of the numeric pad', 'ctrl+numpad1', press('ctrl', '1', 'Numpad1'), 'exact'],
    ['not an arrow of the numeric pad', 'ctrl+numpad4', press('ctrl', 'ArrowLeft', 'Numpad4'), 'none'],
    ['that arrow as an arrow', 'ctrl+left', press('ctrl', 'ArrowLeft', 'Numpad4'), 'exact'],
    ['a sign that AZERTY types with Shift', 'ctrl+/', press('ctrl+shift', '/', 'Period'), 'approximate'],
    ['a sign that AZERTY types without', 'ctrl+;', press('ctrl', ';', 'Comma'), 'exact'],
    ['a sign by its US place when Shift changes it', 'ctrl+shift+/', press('ctrl+shift', '?', 'Slash'), 'approximate'],
    ['not what AltGr types on Windows', 'ctrl+alt+e', press('ctrl+alt', '€', 'KeyE'), 'none'],
    ['a letter with Control and Alt', 'ctrl+alt+e', press('ctrl+alt', 'e', 'KeyE'), 'exact'],
    ['a function key', 'f1', press('', 'F1', 'F1'), 'exact'],
    ['the space bar', 'ctrl+space', press('ctrl', ' ', 'Space'), 'exact'],
    ['Enter of either pad', 'enter', press('', 'Enter', 'NumpadEnter'), 'exact'],
    ['a physical key on any layout', 'ctrl+[KeyQ]', press('ctrl', 'a', 'KeyQ'), 'exact'],
  ])('%s', (_case, notation, pressed, expected) => {
    expect(match(notation, pressed)).toBe(expected);
  });

  test('trusts the event about AltGr', () => {
    const typed = { ...press('ctrl+alt', 'e', 'KeyE'), getModifierState: (name: string) => name === 'AltGraph' };
    expect(match('ctrl+alt+e', typed)).toBe('none');
  });

  test('takes Option for Alt on a Mac, where it types signs', () => {
    expect(match('alt+p', press('alt', 'π', 'KeyP'), true)).toBe('exact');
  });
});

function resolver(bindings: readonly (Omit<KeybindingContribution, 'command'> & { command?: string })[], mac = false): KeybindingResolver {
  return new KeybindingResolver(
    bindings.map((binding, index) => ({ command: `command${index}`, ...binding })),
    { mac },
  );
}

const ctrlP = press('ctrl', 'p', 'KeyP');
const ctrlK = press('ctrl', 'k', 'KeyK');
const ctrlS = press('ctrl', 's', 'KeyS');
const unset = () => undefined;

describe('KeybindingResolver', () => {
  test('finds the command with its arguments', () => {
    expect(resolver([{ key: 'ctrl+p', args: { a: 1 } }]).resolve([ctrlP], unset)).toEqual({
      kind: 'command',
      command: 'command0',
      args: { a: 1 },
    });
  });

  test('finds nothing for other keys, or for modifiers alone', () => {
    expect(resolver([{ key: 'ctrl+p' }]).resolve([ctrlS], unset)).toEqual({ kind: 'none' });
    expect(resolver([{ key: 'ctrl+p' }]).resolve([press('ctrl', 'Control', 'ControlLeft')], unset)).toEqual({ kind: 'none' });
  });

  test('takes the last binding whose when clause holds', () => {
    const keys = resolver([{ key: 'ctrl+p' }, { key: 'ctrl+p', when: 'a' }, { key: 'ctrl+p', when: 'b' }]);
    expect(keys.resolve([ctrlP], (key) => key === 'a')).toMatchObject({ command: 'command1' });
    expect(keys.resolve([ctrlP], () => true)).toMatchObject({ command: 'command2' });
    expect(keys.resolve([ctrlP], unset)).toMatchObject({ command: 'command0' });
  });

  test('waits for the rest of a chord, whatever modifier is pressed meanwhile', () => {
    const keys = resolver([{ key: 'ctrl+k ctrl+s' }]);
    expect(keys.resolve([ctrlK], unset)).toEqual({ kind: 'more' });
    expect(keys.resolve([ctrlK, press('ctrl', 'Control', 'ControlLeft')], unset)).toEqual({ kind: 'more' });
    expect(keys.resolve([ctrlK, ctrlS], unset)).toMatchObject({ command: 'command0' });
    expect(keys.resolve([ctrlK, ctrlP], unset)).toEqual({ kind: 'none' });
  });

  test('prefers an exact match to a later approximate one', () => {
    const keys = resolver([{ key: 'ctrl+shift+1' }, { key: 'ctrl+1' }]);
    expect(keys.resolve([press('ctrl+shift', '1', 'Digit1')], unset)).toMatchObject({ command: 'command0' });
    expect(resolver([{ key: 'ctrl+1' }]).resolve([press('ctrl+shift', '1', 'Digit1')], unset)).toMatchObject({ command: 'command0' });
  });

  test('uses the Mac variant on a Mac only', () => {
    const bindings = [{ key: 'ctrl+p', mac: 'cmd+p' }];
    expect(resolver(bindings, true).resolve([press('meta', 'p', 'KeyP')], unset)).toMatchObject({ kind: 'command' });
    expect(resolver(bindings, true).resolve([ctrlP], unset)).toEqual({ kind: 'none' });
    expect(resolver(bindings).resolve([ctrlP], unset)).toMatchObject({ kind: 'command' });
  });

  test('takes back a binding for -command, as far as key and when are the same', () => {
    const bindings = [
      { command: 'a', key: 'ctrl+p' },
      { command: 'a', key: 'ctrl+s', when: 'x' },
      { command: 'a', key: 'ctrl+k ctrl+s' },
    ];
    const without = (removal: Omit<KeybindingContribution, 'command'>) => resolver([{ command: '-a', ...removal }, ...bindings]);
    expect(without({ key: 'ctrl+p' }).resolve([ctrlP], unset)).toEqual({ kind: 'none' });
    expect(without({ key: 'ctrl+p', when: 'x' }).resolve([ctrlP], unset)).toMatchObject({ command: 'a' });
    expect(without({ key: 'ctrl+s' }).resolve([ctrlS], () => true)).toEqual({ kind: 'none' });
    expect(without({ key: 'ctrl+s', when: 'x' }).resolve([ctrlS], () => true)).toEqual({ kind: 'none' });
    expect(without({ key: 'ctrl+k' }).resolve([ctrlK], unset)).toEqual({ kind: 'none' });
  });

  test('leaves out what does not parse', () => {
    expect(resolver([{ key: 'nonsense' }, { key: 'ctrl+p' }]).resolve([ctrlP], unset)).toMatchObject({ command: 'command1' });
  });

  test('names the binding to show beside a command', () => {
    const keys = resolver([
      { command: 'a', key: 'f1' },
      { command: 'a', key: 'ctrl+shift+p', when: 'wide' },
      { command: 'b', key: 'f1', when: 'x' },
    ]);
    expect(keys.notationOf('a', unset)).toBe('f1');
    expect(keys.notationOf('a', () => true)).toBe('ctrl+shift+p');
    expect(keys.notationOf('missing', unset)).toBeUndefined();
  });

  test('does not show a binding that another command has taken', () => {
    expect(
      resolver([
        { command: 'a', key: 'f1' },
        { command: 'b', key: 'f1' },
      ]).notationOf('a', unset),
    ).toBeUndefined();
    expect(
      resolver([
        { command: 'a', key: 'ctrl+k ctrl+s' },
        { command: 'b', key: 'ctrl+k' },
      ]).notationOf('a', unset),
    ).toBeUndefined();
  });
});

describe('formatKeybinding', () => {
  test.each([
    ['ctrl+shift+p', 'Ctrl+Maj+P', 'Ctrl+Shift+P', '⌃⇧P'],
    ['cmd+k cmd+s', 'Windows+K Windows+S', 'Windows+K Windows+S', '⌘K ⌘S'],
    ['f1', 'F1', 'F1', 'F1'],
    ['shift+alt+delete', 'Maj+Alt+Suppr', 'Shift+Alt+Delete', '⌥⇧⌦'],
    ['ctrl+space', 'Ctrl+Espace', 'Ctrl+Space', '⌃Space'],
    ['ctrl+numpad_add', 'Ctrl+Pavé num. +', 'Ctrl+NumPad +', '⌃NumPad +'],
    ['ctrl+,', 'Ctrl+,', 'Ctrl+,', '⌃,'],
    ['nonsense', 'nonsense', 'nonsense', 'nonsense'],
  ])('%s', (notation, french, english, onMac) => {
    expect(formatKeybinding(notation, { mac: false, language: 'fr' })).toBe(french);
    expect(formatKeybinding(notation, { mac: false, language: 'en' })).toBe(english);
    expect(formatKeybinding(notation, { mac: true, language: 'en' })).toBe(onMac);
  });
});

test.each([
  ['ctrl+shift+p', 'Control+Shift+P'],
  ['cmd+alt+left', 'Alt+Meta+ArrowLeft'],
  ['ctrl+space', 'Control+Space'],
  ['numpad_add', 'Plus'],
  ['ctrl+k ctrl+s', undefined],
  ['nonsense', undefined],
])('aria-keyshortcuts of %s is %s', (notation, expected) => {
  expect(ariaKeyShortcuts(notation)).toBe(expected);
});

test('pressed keys are named by what they type and do', () => {
  const chord = [press('ctrl', 'k', 'KeyK'), press('shift', 'ArrowUp', 'ArrowUp')];
  expect(formatKeyPresses(chord, { mac: false, language: 'fr' })).toBe('Ctrl+K Maj+Haut');
  expect(formatKeyPresses(chord, { mac: false, language: 'en' })).toBe('Ctrl+K Shift+Up');
  const others = [press('', ' ', 'Space'), press('', 'F5', 'F5'), press('', 'é', 'Digit2')];
  expect(formatKeyPresses(others, { mac: false, language: 'fr' })).toBe('Espace F5 É');
  expect(formatKeyPresses([press('meta', 'k', 'KeyK')], { mac: true, language: 'fr' })).toBe('⌘K');
});
