import { expect, test } from 'vitest';
import type { StatusItem } from '../../../core/protocol/window-protocol.ts';
import { arrangeStatusItems } from './status-slots.ts';

function item(id: string, values: Partial<StatusItem> = {}): StatusItem {
  return { id, slot: id, alignment: 'right', rank: 0, priority: 0, text: id, showText: true, ...values };
}

const idsOf = (items: readonly StatusItem[]) => items.map(({ id }) => id);
const always = () => true;

test('of one slot the item of highest priority whose clause holds is shown', () => {
  const items = [
    item('unknown', { slot: 'ball', priority: 0 }),
    item('connected', { slot: 'ball', priority: 10, when: 'connected' }),
    item('assistance', { slot: 'ball', priority: 20, when: 'assistance' }),
  ];
  const shown = (facts: readonly string[]) => idsOf(arrangeStatusItems(items, (when) => when === undefined || facts.includes(when)).right);
  expect(shown([])).toEqual(['unknown']);
  expect(shown(['connected'])).toEqual(['connected']);
  expect(shown(['connected', 'assistance'])).toEqual(['assistance']);
});

test('a slot of which no item applies is not there', () => {
  expect(arrangeStatusItems([item('a', { when: 'never' })], (when) => when === undefined)).toEqual({ left: [], right: [] });
});

test('higher ranks stand nearer the edge, on either side', () => {
  const items = [
    item('r1', { rank: 1 }),
    item('r9', { rank: 9 }),
    item('l1', { rank: 1, alignment: 'left' }),
    item('l9', { rank: 9, alignment: 'left' }),
  ];
  const { left, right } = arrangeStatusItems(items, always);
  expect(idsOf(left)).toEqual(['l9', 'l1']);
  expect(idsOf(right)).toEqual(['r1', 'r9']);
});

test('a slot stands where its first item says, whichever is shown', () => {
  const items = [
    item('first', { slot: 'ball', rank: 1000 }),
    item('drawn-over', { slot: 'ball', rank: 1, priority: 10, alignment: 'left' }),
    item('other', { rank: 500 }),
  ];
  expect(idsOf(arrangeStatusItems(items, always).right)).toEqual(['other', 'drawn-over']);
});
