import type { ViewKind } from '../../../core/views/view-kind.ts';
import './shell-form-view.ts';
import './shell-list-view.ts';
import './shell-table-view.ts';
import './shell-tree-view.ts';

/** The elements that draw views, by kind. This module, and all behind it, is loaded when the first of them is shown. */
export const viewTags: Readonly<Record<ViewKind, string>> = {
  list: 'shell-list-view',
  tree: 'shell-tree-view',
  table: 'shell-table-view',
  form: 'shell-form-view',
};
