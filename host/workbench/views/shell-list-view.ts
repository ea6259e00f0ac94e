import { html, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { ListView } from '../../../core/views/list-view.ts';
import type { ViewItem } from '../../../core/views/view.ts';
import { foldText } from '../base/fold-text.ts';
import { RowFocus } from './row-focus.ts';
import { rowStyles } from './row-styles.ts';
import { renderRowsViewport } from './rows-viewport.ts';
import { ShellView } from './shell-view.ts';
import { viewStyles } from './view-styles.ts';
import { VisibleRows } from './visible-rows.ts';

/** A list of things, each with a command and buttons of its own. */
@customElement('shell-list-view')
export class ShellListView extends ShellView<ListView> {
  static override readonly styles = [...viewStyles, rowStyles];

  @state() private query = '';
  /** The items that are found, and their ids. */
  private found: readonly ViewItem[] = [];
  private ids: readonly string[] = [];
  private readonly visible = new VisibleRows(this, { count: () => this.found.length, keep: () => this.rowFocus.focusedIndex });
  private readonly rowFocus = new RowFocus(this, this.visible, {
    ids: () => this.ids,
    textOf: (index) => this.words(this.found[index]?.label),
  });

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    this.found = this.find(this.state?.items ?? []);
    this.ids = this.found.map(({ id }) => id);
  }

  protected override isEmpty({ items }: ListView): boolean {
    return items.length === 0;
  }

  protected override focusContent(): void {
    void this.rowFocus.focusRow(this.rowFocus.activeIndex);
  }

  protected override renderTools({ hasSearch, items }: ListView) {
    return hasSearch && items.length > 0 ? this.renderSearch(this.query, this.found.length, (query) => this.search(query)) : nothing;
  }

  protected override renderContent(): unknown {
    return renderRowsViewport({
      visible: this.visible,
      role: 'list',
      name: this.name,
      ids: this.ids,
      renderRow: (index) => this.renderItem(index),
      onKey: (event) => this.rowFocus.handleKey(event),
    });
  }

  private renderItem(index: number) {
    const item = this.found[index] as ViewItem;
    const { id, command, actions = [], isSelected } = item;
    const tabIndex = this.rowFocus.isActive(index) ? 0 : -1;
    const tooltip = this.tooltipOf(item, this.visible.isPartial);
    const explanation = item.tooltip === undefined ? nothing : this.words(item.tooltip);
    const content = this.renderItemContent(item);
    const row = `row ${isSelected ? 'selected' : ''} ${this.visible.isAway(index) ? 'away' : ''}`;
    return html`
      <div class=${row} role="listitem" data-row=${id} aria-posinset=${index + 1} aria-setsize=${this.found.length}>
        ${
          command === undefined
            ? html`<div class="main" data-control="main" tabindex=${tabIndex} aria-current=${isSelected ? 'true' : nothing}
                data-tooltip=${tooltip ?? nothing} aria-description=${explanation}>${content}</div>`
            : html`<button class="main" type="button" data-control="main" tabindex=${tabIndex} aria-current=${isSelected ? 'true' : nothing}
                data-tooltip=${tooltip ?? nothing} aria-description=${explanation} @click=${() => this.run(commandOf(item, command))}>${content}</button>`
        }
        ${this.renderRowActions(actions, tabIndex)}
      </div>
    `;
  }

  private search(query: string): void {
    this.query = query;
  }

  private find(items: readonly ViewItem[]): readonly ViewItem[] {
    const words = this.state?.hasSearch ? foldText(this.query).split(/\s+/).filter(Boolean) : [];
    if (words.length === 0) return items;
    return items.filter(({ label, description }) => {
      const text = foldText(`${this.words(label)} ${this.words(description)}`);
      return words.every((word) => text.includes(word));
    });
  }
}

function commandOf({ args }: ViewItem, command: string) {
  return { command, ...(args !== undefined && { args }) };
}
