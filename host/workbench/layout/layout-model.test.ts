import { describe, expect, test } from 'vitest';
import {
  bottomHeightPixels,
  closeTab,
  initialLayout,
  neighbourTab,
  openTab,
  rememberCommand,
  resizeBottom,
  resizeSideBar,
  showInSideBar,
  sideBarWidthPixels,
} from './layout-model.ts';

const three = ['a', 'b', 'c'].reduce(openTab, initialLayout);

describe('tabs', () => {
  test('a panel opens at the end and becomes active', () => {
    expect(three).toMatchObject({ openTabs: ['a', 'b', 'c'], activeTab: 'c' });
  });

  test('a panel that is open becomes active where it is', () => {
    expect(openTab(three, 'a')).toMatchObject({ openTabs: ['a', 'b', 'c'], activeTab: 'a' });
  });

  test.each([
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'b'],
  ])('closing the active tab %s makes %s active', (closed, active) => {
    expect(closeTab(openTab(three, closed), closed).activeTab).toBe(active);
  });

  test('closing another tab leaves the active one', () => {
    expect(closeTab(three, 'a')).toMatchObject({ openTabs: ['b', 'c'], activeTab: 'c' });
  });

  test('closing the last tab leaves none', () => {
    expect(closeTab(openTab(initialLayout, 'a'), 'a')).toMatchObject({ openTabs: [], activeTab: null });
  });

  test('the neighbours are counted round the ends', () => {
    expect(neighbourTab(['a', 'b', 'c'], 'c', 1)).toBe('a');
    expect(neighbourTab(['a', 'b', 'c'], 'a', -1)).toBe('c');
    expect(neighbourTab([], null, 1)).toBeNull();
  });
});

test('sizes stay within their bounds, in whole pixels', () => {
  expect(resizeSideBar(initialLayout, 10).sideBar.widthPixels).toBe(sideBarWidthPixels.minimum);
  expect(resizeSideBar(initialLayout, 333.4).sideBar.widthPixels).toBe(333);
  expect(resizeBottom(initialLayout, 9_999).bottom.heightPixels).toBe(bottomHeightPixels.maximum);
});

test('hiding the side bar keeps its width', () => {
  const hidden = showInSideBar(resizeSideBar(initialLayout, 400), null);
  expect(hidden.sideBar).toEqual({ panel: null, widthPixels: 400 });
});

test('recent commands stand most recent first, each once, at most fifty', () => {
  const ids = [...Array.from({ length: 60 }, (_, index) => `c${index}`), 'c30'];
  const { recentCommands } = ids.reduce(rememberCommand, initialLayout);
  expect(recentCommands).toHaveLength(50);
  expect(recentCommands.slice(0, 3)).toEqual(['c30', 'c59', 'c58']);
  expect(recentCommands.filter((id) => id === 'c30')).toHaveLength(1);
});
