import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { WorkbenchLayout } from '../../../core/protocol/window-protocol.ts';
import { LayoutKeeper } from './layout-keeper.ts';

const layout = (widthPixels: number): WorkbenchLayout => ({
  openTabs: [],
  activeTab: null,
  sideBar: { panel: null, widthPixels },
  bottom: { panel: null, heightPixels: 0 },
  recentCommands: [],
});

let written: number[];
let errors: unknown[];
let isFull: boolean;
let keeper: LayoutKeeper;

beforeEach(() => {
  vi.useFakeTimers();
  [written, errors, isFull] = [[], [], false];
  const save = async ({ sideBar }: WorkbenchLayout) => {
    if (isFull) throw new Error('full');
    written.push(sideBar.widthPixels);
  };
  keeper = new LayoutKeeper({ load: async () => null, save }, (error) => errors.push(error));
});

afterEach(() => vi.useRealTimers());

test('however often it changes, the arrangement is written first and last', async () => {
  for (let width = 1; width <= 1_000; width += 1) keeper.save(layout(width));
  expect(keeper.current?.sideBar.widthPixels).toBe(1_000);
  await vi.runAllTimersAsync();
  expect(written).toEqual([1, 1_000]);
  keeper.save(layout(7));
  expect(written).toEqual([1, 1_000, 7]);
});

test('what was not written yet is when the host ends', async () => {
  keeper.save(layout(1));
  keeper.save(layout(2));
  await keeper.flush();
  expect(written).toEqual([1, 2]);
  await vi.runAllTimersAsync();
  expect(written).toEqual([1, 2]);
});

test('what could not be written is told to the log, and keeps nothing from being written later', async () => {
  isFull = true;
  keeper.save(layout(1));
  await vi.runAllTimersAsync();
  expect(errors).toEqual([expect.objectContaining({ message: 'full' })]);
  isFull = false;
  keeper.save(layout(2));
  await vi.runAllTimersAsync();
  expect(written).toEqual([2]);
});
