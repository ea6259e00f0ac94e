import { expect, test } from 'vitest';
import { addRange, nextRange, type Range, searchedShare, writeTime } from './ranges.ts';

const minutes = (from: number, to: number): Range => ({ from: from * 60_000, to: to * 60_000 });
const window = minutes(0, 300);
const hour = 3_600_000;

test('a window is searched from its end backwards, an hour at a time, once', () => {
  let searched: readonly Range[] = [];
  const asked: Range[] = [];
  for (let range = nextRange(window, searched, hour); range; range = nextRange(window, searched, hour)) {
    asked.push(range);
    searched = addRange(searched, range, window);
  }
  expect(asked).toEqual([minutes(240, 300), minutes(180, 240), minutes(120, 180), minutes(60, 120), minutes(0, 60)]);
  expect(searched).toEqual([window]);
});

test('what was searched before is left out, on both sides of a gap', () => {
  const searched = [minutes(0, 90), minutes(200, 270)];
  expect(nextRange(window, searched, hour)).toEqual(minutes(270, 300));
  expect(nextRange(window, addRange(searched, minutes(270, 300), window), hour)).toEqual(minutes(140, 200));
});

test('less than a minute is not worth a question', () => {
  expect(nextRange({ from: 0, to: 300_000 }, [{ from: 30_000, to: 290_000 }], hour)).toBeUndefined();
});

test('what lies before the window is forgotten', () => {
  expect(addRange([minutes(-500, -400)], minutes(240, 300), window)).toEqual([minutes(240, 300)]);
});

test('the share that was searched counts inside the window alone', () => {
  expect(searchedShare(window, [minutes(-100, 75), minutes(225, 400)])).toBe(0.5);
});

test('times are written as the portal’s addresses hold them', () => {
  expect(writeTime(Date.UTC(2026, 10, 23, 14, 5, 9))).toBe('20261123140509');
});
