import type { FormView } from './form-view.ts';
import type { ListView } from './list-view.ts';
import type { TableView } from './table-view.ts';
import type { TreeView } from './tree-view.ts';

/** The state that a panel publishes, by its manifest's `view`. */
export type ViewStates = {
  readonly list: ListView;
  readonly tree: TreeView;
  readonly table: TableView;
  readonly form: FormView;
};

export type ViewState = ViewStates[keyof ViewStates];
