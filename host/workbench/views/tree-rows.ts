import type { TreeItem } from '../../../core/views/tree-view.ts';

/** A node that is seen, as one row among all. */
export interface TreeRow {
  readonly item: TreeItem;
  /** From 1. */
  readonly level: number;
  /** Its place among its siblings, from 1, and how many they are. */
  readonly position: number;
  readonly siblings: number;
  /** Index of the parent's row. */
  readonly parent: number | undefined;
  /** `undefined` where there is nothing to open. */
  readonly isExpanded: boolean | undefined;
}

/** The nodes of a tree that are seen while those are open for which `isExpanded` says so. */
export function flattenTree(items: readonly TreeItem[], isExpanded: (item: TreeItem) => boolean): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (siblings: readonly TreeItem[], level: number, parent: number | undefined) => {
    for (const [index, item] of siblings.entries()) {
      const isOpen = canExpand(item) ? isExpanded(item) : undefined;
      const row = rows.push({ item, level, position: index + 1, siblings: siblings.length, parent, isExpanded: isOpen }) - 1;
      if (isOpen) add(item.children ?? [], level + 1, row);
    }
  };
  add(items, 1, undefined);
  return rows;
}

function canExpand({ children, loadCommand }: TreeItem): boolean {
  return children !== undefined || loadCommand !== undefined;
}
