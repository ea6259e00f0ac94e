import { expect, test } from 'vitest';
import { parseThemeFile } from './theme-file.ts';

const parse = (colors: unknown) => parseThemeFile(JSON.stringify({ name: 'Sea', colors, tokenColors: [] }));

test('a theme gives colours of one to four channels, in three to eight digits', () => {
  const colors = { foreground: '#123', focusBorder: '#1234', 'editor.background': '#12aBcD', 'button.background': '#12345678' };
  expect(parse(colors)).toEqual(colors);
});

test('colours that the window does not use are passed over', () => {
  expect(parse({ foreground: '#000000', 'terminal.ansiRed': 'red', 'x;}': '#000' })).toEqual({ foreground: '#000000' });
});

test.each(['red', '#12345', '#000;}body{display:none', 'var(--x)', '#000000\n', null, 1, ['#000']])('%j is no colour', (value) => {
  expect(() => parse({ foreground: value })).toThrow();
});

test.each(['', '[]', 'null', '{}', '{"colors": "#000"}', '{"colors": {"foreground": "#000"}, }', '// a comment\n{"colors": {}}'])(
  'a file that holds %j is no theme',
  (text) => {
    expect(() => parseThemeFile(text)).toThrow();
  },
);

test('a theme has its bounds', () => {
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`id.${index}`, '#000']));
  expect(parse(many(1_000))).toEqual({});
  expect(() => parse(many(1_001))).toThrow();
  expect(() => parseThemeFile(`{"colors": {}}${' '.repeat(200_000)}`)).toThrow(/characters/);
});
