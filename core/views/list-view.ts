import type { ViewFrame, ViewItem } from './view.ts';

/** State of a panel with `"view": "list"`. */
export type ListView = ViewFrame & {
  readonly items: readonly ViewItem[];
  /** Whether a field above finds items by their label and description. Default: false. */
  readonly hasSearch?: boolean;
};
