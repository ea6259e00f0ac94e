import { expect, test } from 'vitest';
import { withoutControls } from './terminal.ts';

test('nothing that is written gives the terminal orders', () => {
  expect(withoutControls('\u001b]0;title\u0007\u001b[31mred\u009b2J\r\u0008x\u007f')).toBe(']0;title[31mred2Jx');
  expect(withoutControls('\u202ergb\u2066x')).toBe('rgbx');
});

test('lines, columns and letters of any language stay as they are', () => {
  const text = 'connection\tactive\n  « Été » — 100 % œuvre 日本 🪲';
  expect(withoutControls(text)).toBe(text);
});
