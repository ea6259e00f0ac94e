import { describe, expect, test } from 'vitest';
import { placeMenu, placeSubmenu } from './menu-placement.ts';

const window = { width: 500, height: 400 };
const menu = { width: 200, height: 150 };

function rectangle(left: number, top: number, width: number, height: number): DOMRectReadOnly {
  return { left, top, width, height, right: left + width, bottom: top + height, x: left, y: top, toJSON: () => undefined };
}

describe('a menu', () => {
  test('opens above the status bar, its right edge on that of the item', () => {
    expect(placeMenu(rectangle(460, 372, 30, 26), menu, window)).toEqual({ left: 290, top: 218 });
  });

  test('opens below where there is room', () => {
    expect(placeMenu(rectangle(250, 10, 30, 26), menu, window).top).toBe(40);
  });

  test('stays within the window', () => {
    expect(placeMenu(rectangle(5, 10, 30, 26), menu, window).left).toBe(4);
    expect(placeMenu(rectangle(250, 100, 30, 26), { width: 200, height: 600 }, window).top).toBe(4);
  });
});

describe('a submenu', () => {
  test('opens on the right of its entry, or on the left where there is no room', () => {
    expect(placeSubmenu(rectangle(50, 100, 200, 30), menu, window)).toEqual({ left: 250, top: 96 });
    expect(placeSubmenu(rectangle(290, 100, 200, 30), menu, window).left).toBe(90);
  });

  test('is pushed up where it would be cut off', () => {
    expect(placeSubmenu(rectangle(50, 380, 200, 30), menu, window).top).toBe(246);
  });
});
