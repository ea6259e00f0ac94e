import type { Serialisable } from '../message.ts';
import type { ViewFrame, ViewItem } from './view.ts';

/** State of a panel with `"view": "tree"`. */
export type TreeView = ViewFrame & {
  readonly items: readonly TreeItem[];
};

/** A node. It can be opened when it has `children`, even none, or a `loadCommand`. At most 32 deep. */
export type TreeItem = ViewItem & {
  readonly children?: readonly TreeItem[];
  /** Whether it is open when it first appears. From then on the user decides. Default: false. */
  readonly isExpanded?: boolean;
  /**
   * Runs when the node is first opened without `children`, with `args` of its own: it publishes the view anew, the node with its children.
   */
  readonly loadCommand?: { readonly command: string; readonly args?: Serialisable };
};
