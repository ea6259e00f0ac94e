import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { TreeItem, TreeView } from '../../../core/views/tree-view.ts';
import { RowFocus } from './row-focus.ts';
import { rowStyles } from './row-styles.ts';
import { renderRowsViewport } from './rows-viewport.ts';
import { ShellView } from './shell-view.ts';
import { flattenTree, type TreeRow } from './tree-rows.ts';
import { viewStyles } from './view-styles.ts';
import { VisibleRows } from './visible-rows.ts';

/** Things within things. Keyboard and roles are those of the WAI-ARIA tree. */
@customElement('shell-tree-view')
export class ShellTreeView extends ShellView<TreeView> {
  static override readonly styles = [
    ...viewStyles,
    rowStyles,
    css`
      .row { cursor: pointer; padding-inline-start: 4px; }
      .indent { align-self: stretch; border-inline-end: 1px solid var(--vscode-tree-indentGuidesStroke); flex: none; width: 8px; margin-inline-end: 8px; }
      .twistie { display: flex; flex: none; justify-content: center; width: 20px; }
      .open > .twistie shell-icon { rotate: 90deg; }
      .main { padding-inline-start: 2px; }
    `,
  ];

  /** Which nodes are open: as the plugin said when they first appeared, and as the user has opened and closed them since. */
  private readonly expansion = new Map<string, boolean>();
  /** Nodes whose children were asked for since they were opened. */
  private readonly asked = new Set<string>();
  private rows: readonly TreeRow[] = [];
  private ids: readonly string[] = [];
  private readonly visible = new VisibleRows(this, { count: () => this.rows.length, keep: () => this.rowFocus.focusedIndex });
  private readonly rowFocus = new RowFocus(this, this.visible, {
    ids: () => this.ids,
    textOf: (index) => this.words(this.rows[index]?.item.label),
  });

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    this.rows = flattenTree(this.state?.items ?? [], (item) => this.isOpen(item));
    this.ids = this.rows.map(({ item }) => item.id);
  }

  protected override updated(): void {
    for (const { item, isExpanded } of this.rows) if (isExpanded) this.load(item);
  }

  protected override isEmpty({ items }: TreeView): boolean {
    return items.length === 0;
  }

  protected override focusContent(): void {
    void this.rowFocus.focusRow(this.rowFocus.activeIndex);
  }

  protected override renderContent(): TemplateResult {
    return renderRowsViewport({
      visible: this.visible,
      role: 'tree',
      name: this.name,
      ids: this.ids,
      renderRow: (index) => this.renderNode(index),
      onKey: (event) => this.handleKey(event),
    });
  }

  private renderNode(index: number): TemplateResult {
    const { item, level, position, siblings, isExpanded } = this.rows[index] as TreeRow;
    const { id, actions = [], isSelected, loadCommand } = item;
    const tabIndex = this.rowFocus.isActive(index) ? 0 : -1;
    const isLoading = loadCommand !== undefined && this.isRunning(loadCommand);
    const states = [isSelected && 'selected', isExpanded && 'open', this.visible.isAway(index) && 'away'].filter(Boolean).join(' ');
    return html`
      <div class="row ${states}" role="treeitem" data-row=${id} data-control="main" tabindex=${tabIndex} aria-level=${level}
        aria-posinset=${position} aria-setsize=${siblings} aria-expanded=${isExpanded ?? nothing} aria-label=${this.nameOf(item)}
        aria-current=${isSelected ? 'true' : nothing} aria-busy=${isLoading ? 'true' : nothing}
        aria-description=${item.tooltip === undefined ? nothing : this.words(item.tooltip)}
        data-tooltip=${this.tooltipOf(item, this.visible.isPartial) ?? nothing} @click=${(event: Event) => this.press(event, index)}>
        ${Array.from({ length: level - 1 }, () => html`<span class="indent"></span>`)}
        <span class="twistie" @click=${(event: Event) => this.toggleByMouse(event, index)}>
          ${isExpanded === undefined ? nothing : html`<shell-icon icon=${isLoading ? '$(loading~spin)' : '$(chevron-right)'}></shell-icon>`}
        </span>
        <span class="main">${this.renderItemContent(item)}</span>
        ${this.renderRowActions(actions, tabIndex)}
      </div>
    `;
  }

  /** Without it the names of the buttons would be part of the node's. */
  private nameOf({ label, description, badge }: TreeItem): string {
    return [label, description, badge]
      .map((text) => this.words(text))
      .filter(Boolean)
      .join(', ');
  }

  private handleKey(event: KeyboardEvent): void {
    const isOnNode = (event.target as HTMLElement).role === 'treeitem';
    const handled = (isOnNode && this.handleNodeKey(event.key, this.rowFocus.activeIndex)) || this.rowFocus.handleKey(event);
    if (handled) event.preventDefault();
  }

  private handleNodeKey(key: string, index: number): boolean {
    const row = this.rows[index];
    if (!row) return false;
    switch (key) {
      case 'ArrowRight':
        if (row.isExpanded === false) this.expand([row.item], true);
        else if (row.isExpanded && this.rows[index + 1]?.parent === index) void this.rowFocus.focusRow(index + 1);
        return true;
      case 'ArrowLeft':
        if (row.isExpanded) this.expand([row.item], false);
        else if (row.parent !== undefined) void this.rowFocus.focusRow(row.parent);
        return true;
      case '*':
        this.expand(this.siblingsOf(row), true);
        return true;
      case 'Enter':
      case ' ':
        this.activate(row);
        return true;
      default:
        return false;
    }
  }

  private press(event: Event, index: number): void {
    const row = this.rows[index];
    const isButton = (event.target as HTMLElement).closest('button') !== null;
    if (!row || isButton) return;
    void this.rowFocus.focusRow(index);
    this.activate(row);
  }

  private toggleByMouse(event: Event, index: number): void {
    const row = this.rows[index];
    if (row?.isExpanded === undefined) return;
    event.stopPropagation();
    void this.rowFocus.focusRow(index);
    this.expand([row.item], !row.isExpanded);
  }

  /** A node with a command runs it; another opens or closes. */
  private activate({ item, isExpanded }: TreeRow): void {
    const { command, args } = item;
    if (command !== undefined) void this.run({ command, ...(args !== undefined && { args }) });
    else if (isExpanded !== undefined) this.expand([item], !isExpanded);
  }

  private expand(items: readonly TreeItem[], isExpanded: boolean): void {
    for (const { id } of items) {
      this.expansion.set(id, isExpanded);
      if (!isExpanded) this.asked.delete(id);
    }
    this.requestUpdate();
  }

  private isOpen({ id, isExpanded = false }: TreeItem): boolean {
    const isOpen = this.expansion.get(id) ?? isExpanded;
    this.expansion.set(id, isOpen);
    return isOpen;
  }

  private siblingsOf({ parent }: TreeRow): readonly TreeItem[] {
    return this.rows.filter((row) => row.parent === parent && row.isExpanded !== undefined).map(({ item }) => item);
  }

  /** Asks once for the children of a node that is open; again when it is closed and opened, such as after a failure. */
  private load({ id, children, loadCommand }: TreeItem): void {
    if (children !== undefined || !loadCommand || this.asked.has(id)) return;
    this.asked.add(id);
    void this.run(loadCommand);
  }
}
