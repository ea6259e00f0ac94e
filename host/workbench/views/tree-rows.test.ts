import { expect, test } from 'vitest';
import type { TreeItem } from '../../../core/views/tree-view.ts';
import { flattenTree } from './tree-rows.ts';

const items: readonly TreeItem[] = [
  { id: 'a', label: 'A', children: [{ id: 'b', label: 'B', children: [{ id: 'c', label: 'C' }] }] },
  { id: 'd', label: 'D', loadCommand: { command: 'x' } },
];

const flatten = (open: string) =>
  flattenTree(items, ({ id }) => open.includes(id)).map(({ item, level, parent, isExpanded }) => [item.id, level, parent, isExpanded]);

test('a closed node hides all below it, open or not', () => {
  expect(flatten('b')).toEqual([
    ['a', 1, undefined, false],
    ['d', 1, undefined, false],
  ]);
});

test('rows know their level, their parent’s row and whether they can be opened', () => {
  expect(flatten('abd')).toEqual([
    ['a', 1, undefined, true],
    ['b', 2, 0, true],
    ['c', 3, 1, undefined],
    ['d', 1, undefined, true],
  ]);
});
