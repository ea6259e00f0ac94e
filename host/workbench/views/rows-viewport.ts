import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { VisibleRows } from './visible-rows.ts';

export interface RowsViewport {
  readonly visible: VisibleRows;
  readonly role: 'list' | 'tree';
  readonly name: string;
  /** Ids of all rows, in order. */
  readonly ids: readonly string[];
  readonly renderRow: (index: number) => TemplateResult;
  readonly onKey: (event: KeyboardEvent) => void;
}

/** The part of a list or a tree that scrolls, as {@link VisibleRows} wants it. Without rows there is no list to speak of. */
export function renderRowsViewport({ visible, role, name, ids, renderRow, onKey }: RowsViewport): TemplateResult {
  const isEmpty = ids.length === 0;
  return html`
    <div class="viewport scroll ${visible.isPartial ? 'partial' : ''}" @scroll=${visible.look} @keydown=${onKey}>
      <div class="before"></div>
      <div class="rows" role=${isEmpty ? nothing : role} aria-label=${isEmpty ? nothing : name}>
        ${repeat(visible.drawn, (index) => ids[index], renderRow)}
      </div>
      <div class="after"></div>
    </div>
  `;
}
