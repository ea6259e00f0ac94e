import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { TableCell, TableColumn, TableRow, TableView } from '../../../core/views/table-view.ts';
import { toCsv } from './csv.ts';
import { RowFocus } from './row-focus.ts';
import { rowStyles } from './row-styles.ts';
import { saveTextFile } from './save-text-file.ts';
import { tableStyles } from './shell-table-view.styles.ts';
import { ShellView } from './shell-view.ts';
import { isState, TableCells } from './table-cells.ts';
import { arrangeRows, columnWidth, type TableSort } from './table-rows.ts';
import { viewStyles } from './view-styles.ts';
import { VisibleRows } from './visible-rows.ts';

/** What a column of buttons, and each cell's own space, take beside the text, in pixels. */
const buttonPixels = 34;
const cellPixels = 18;

/** Rows and columns; the window sorts and searches them, and offers them as a file. */
@customElement('shell-table-view')
export class ShellTableView extends ShellView<TableView> {
  static override readonly styles = [...viewStyles, rowStyles, tableStyles];

  @state() private query = '';
  /** What the user chose; until then the plugin's order counts. */
  @state() private sort: TableSort | undefined;
  private cells: TableCells | undefined;
  private rows: readonly TableRow[] = [];
  private ids: readonly string[] = [];
  /** Of each column, and of the column of buttons where there is one. */
  private widths: readonly string[] = [];
  private drawnFrom: readonly unknown[] = [];
  private readonly visible = new VisibleRows(this, {
    count: () => this.rows.length,
    keep: () => this.rowFocus.focusedIndex,
    coveredPixels: () => this.root.querySelector('thead')?.clientHeight ?? 0,
  });
  private readonly rowFocus = new RowFocus(this, this.visible, {
    ids: () => this.ids,
    textOf: (index) => this.textIn(this.rows[index], this.state?.columns[0]),
  });

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const { state: view, query } = this;
    const { language } = this.workbench.store.current;
    const sources = [view, query, this.sort, language];
    // Ten thousand rows are not to be arranged anew because they are scrolled.
    if (!view || sources.every((source, index) => source === this.drawnFrom[index])) return;
    this.drawnFrom = sources;
    this.cells = new TableCells(language, (text) => this.words(text));
    this.rows = arrangeRows(view, this.cells, query, this.currentSort(view));
    this.ids = this.rows.map(({ id }) => id);
    this.widths = this.columnWidths(view, this.cells);
  }

  protected override updated(): void {
    const columns = [...this.root.querySelectorAll<HTMLElement>('col')];
    for (const [index, column] of columns.entries()) column.style.setProperty('width', this.widths[index] ?? 'auto');
    const width = this.widths.map((column) => `(${column})`).join(' + ');
    this.root.querySelector<HTMLElement>('table')?.style.setProperty('min-width', `calc(${width})`);
  }

  private columnWidths({ columns, rows }: TableView, cells: TableCells): readonly string[] {
    const widths = columns.map((column) => columnWidth(column, this.words(column.label), rows, cells));
    const mostActions = rows.reduce((most, { actions = [] }) => Math.max(most, actions.length), 0);
    const actions = mostActions > 0 ? [`${mostActions * buttonPixels + cellPixels}px`] : [];
    return [...widths.map((width) => `calc(${width}ch + ${cellPixels}px)`), ...actions];
  }

  /** Whether there is a column of buttons. */
  private hasActions({ columns }: TableView): boolean {
    return this.widths.length > columns.length;
  }

  protected override isEmpty({ rows }: TableView): boolean {
    return rows.length === 0;
  }

  protected override focusContent(): void {
    this.root.querySelector<HTMLElement>('.viewport')?.focus();
  }

  protected override renderTools({ hasSearch, canExport, rows }: TableView) {
    if (rows.length === 0 || (!hasSearch && !canExport)) return nothing;
    return html`
      ${hasSearch ? this.renderSearch(this.query, this.rows.length, (query) => this.search(query)) : nothing}
      ${canExport ? this.renderExport() : nothing}
    `;
  }

  protected override renderContent(view: TableView) {
    if (view.columns.length === 0) return nothing;
    const { visible } = this;
    const hasActions = this.hasActions(view);
    return html`
      <div class="viewport scroll ${visible.isPartial ? 'partial' : ''}" role="region" aria-label=${this.name} tabindex="0" @scroll=${visible.look}
        @keydown=${(event: KeyboardEvent) => this.handleKey(event)}>
        <table aria-label=${this.name} aria-rowcount=${this.rows.length + 1}>
          <colgroup>${view.columns.map(() => html`<col />`)}${hasActions ? html`<col />` : nothing}</colgroup>
          <thead>
            <tr aria-rowindex="1">
              ${view.columns.map((column) => this.renderHead(view, column))}
              ${hasActions ? html`<th scope="col"><span class="visually-hidden">${this.t('workbench.view.actions')}</span></th>` : nothing}
            </tr>
          </thead>
          <tbody>
            <tr class="before" aria-hidden="true"><td></td></tr>
            ${repeat(
              visible.drawn,
              (index) => this.ids[index],
              (index) => this.renderRow(view, index, hasActions),
            )}
            <tr class="after" aria-hidden="true"><td></td></tr>
          </tbody>
        </table>
      </div>
    `;
  }

  private renderHead(view: TableView, column: TableColumn): TemplateResult {
    const label = this.words(column.label);
    const { isSortable = true } = column;
    const sort = this.currentSort(view);
    const isSorted = sort?.column === column.id;
    const direction = sort?.isDescending ? 'descending' : 'ascending';
    const icon = isSorted && sort?.isDescending ? '$(arrow-down)' : '$(arrow-up)';
    return html`
      <th class=${alignmentOf(column)} scope="col" aria-sort=${isSorted ? direction : nothing}>
        ${
          isSortable
            ? html`<button class="head" type="button" @click=${() => this.sortBy(view, column)}>${label}<shell-icon
                class=${isSorted ? '' : 'unsorted'} icon=${icon}></shell-icon></button>`
            : html`<span class="head">${label}</span>`
        }
      </th>
    `;
  }

  private renderRow({ columns }: TableView, index: number, hasActions: boolean): TemplateResult {
    const { id, cells, actions = [] } = this.rows[index] as TableRow;
    const tabIndex = this.rowFocus.isActive(index) ? 0 : -1;
    return html`
      <tr class=${this.visible.isAway(index) ? 'away' : ''} data-row=${id} aria-rowindex=${index + 2}>
        ${columns.map((column) => this.renderCell(cells[column.id], column))}
        ${hasActions ? html`<td>${this.renderRowActions(actions, tabIndex)}</td>` : nothing}
      </tr>
    `;
  }

  private renderCell(cell: TableCell | undefined, column: TableColumn): TemplateResult {
    const text = this.cells?.textOf(cell, column) ?? '';
    const content = isState(cell) ? html`<span class="state">${this.renderSeverity(cell.severity)}${text}</span>` : text;
    return html`<td class=${alignmentOf(column)} data-tooltip=${this.visible.isPartial && text.length > 20 ? text : nothing}>${content}</td>`;
  }

  private renderExport(): TemplateResult {
    return html`
      <button class="secondary" type="button" @click=${() => this.export()}>
        <shell-icon icon="$(desktop-download)"></shell-icon>${this.t('workbench.view.export')}
      </button>
    `;
  }

  private handleKey(event: KeyboardEvent): void {
    // Elsewhere the arrow keys scroll.
    if ((event.target as HTMLElement).dataset.control !== undefined) this.rowFocus.handleKey(event);
  }

  private search(query: string): void {
    this.query = query;
  }

  private sortBy(view: TableView, { id, label }: TableColumn): void {
    const current = this.currentSort(view);
    const isDescending = current?.column === id && !current.isDescending;
    this.sort = { column: id, isDescending };
    const order = this.t(isDescending ? 'workbench.view.descending' : 'workbench.view.ascending', { column: this.words(label) });
    this.workbench.announce(order);
  }

  private currentSort({ columns, sort }: TableView): TableSort | undefined {
    return [this.sort, sort].find((one) => columns.some(({ id }) => id === one?.column));
  }

  private textIn(row: TableRow | undefined, column: TableColumn | undefined): string {
    return row && column && this.cells ? this.cells.textOf(row.cells[column.id], column) : '';
  }

  /** The rows that are found, in the order in which they stand. */
  private export(): void {
    const { state: view, cells, rows } = this;
    if (!view || !cells) return;
    const text = toCsv({ columns: view.columns, rows, cells, labelOf: ({ label }) => this.words(label) });
    saveTextFile({ name: `${this.name}.csv`, type: 'text/csv', text });
  }
}

function alignmentOf({ align, kind }: TableColumn): string {
  return (align ?? (kind === 'number' ? 'end' : 'start')) === 'end' ? 'end' : '';
}
