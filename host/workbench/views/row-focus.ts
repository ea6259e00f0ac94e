import type { LitElement, ReactiveController } from 'lit';
import { findByTypeahead } from '../menu/menu-model.ts';
import type { VisibleRows } from './visible-rows.ts';

const typeaheadPauseMs = 700;

export interface RowFocusOptions {
  /** Ids of all rows, in order. */
  readonly ids: () => readonly string[];
  /** What typing a row's first letters finds it by. */
  readonly textOf: (index: number) => string;
}

/**
 * Makes rows one stop for Tab, which then goes through the controls of the row alone; arrow keys, Home, End, Page Up and Down and the first
 * letters move among the rows. The focus follows a row's id, whatever becomes of the other rows.
 *
 * Rows are elements with `data-row`, their controls have `data-control`.
 */
export class RowFocus implements ReactiveController {
  private id: string | undefined;
  private index = 0;
  private control = '';
  private hadFocus = false;
  private typed = '';
  private typedAt = 0;

  constructor(
    private readonly host: LitElement,
    private readonly rows: VisibleRows,
    private readonly options: RowFocusOptions,
  ) {
    host.addController(this);
  }

  /** Only inside of the element's own part of the page is told that the focus moves from one of its rows to another. */
  hostConnected(): void {
    this.host.renderRoot.addEventListener('focusin', this.follow);
  }

  /** The row that has the focus, by its index. */
  get focusedIndex(): number | undefined {
    return this.hasFocus ? this.activeIndex : undefined;
  }

  /** Whether Tab reaches a row. */
  isActive(index: number): boolean {
    return index === this.activeIndex;
  }

  /** Focuses a row, drawing it first where needed. */
  async focusRow(index: number): Promise<void> {
    const id = this.options.ids()[index];
    if (id === undefined) return;
    this.id = id;
    this.index = index;
    this.rows.reveal(index);
    this.host.requestUpdate();
    await this.host.updateComplete;
    this.focusControl();
  }

  /** Moves on by a key. Whether the key was one of those that move. */
  handleKey(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.altKey || event.metaKey) return false;
    const target = this.targetOf(event);
    if (target === undefined) return false;
    event.preventDefault();
    void this.focusRow(target);
    return true;
  }

  get activeIndex(): number {
    const ids = this.options.ids();
    if (this.id !== undefined && ids[this.index] !== this.id) {
      const moved = ids.indexOf(this.id);
      this.index = moved >= 0 ? moved : Math.min(this.index, ids.length - 1);
    }
    return Math.max(0, Math.min(this.index, ids.length - 1));
  }

  hostUpdate(): void {
    this.hadFocus = this.hasFocus;
  }

  /** A row that moved among the others, or went, has lost the focus. */
  hostUpdated(): void {
    if (!this.hadFocus || this.hasFocus) return;
    this.id = this.options.ids()[this.activeIndex];
    this.host.requestUpdate();
    void this.host.updateComplete.then(() => this.hasFocus || this.focusControl());
  }

  private get focused(): HTMLElement | undefined {
    const active = this.host.shadowRoot?.activeElement;
    return active instanceof HTMLElement && active.closest('[data-row]') ? active : undefined;
  }

  private get hasFocus(): boolean {
    return this.focused !== undefined;
  }

  private readonly follow = (): void => {
    const { focused } = this;
    const id = focused?.closest<HTMLElement>('[data-row]')?.dataset.row;
    if (!focused || id === undefined) return;
    this.control = focused.dataset.control ?? '';
    if (id === this.id) return;
    this.id = id;
    this.index = this.options.ids().indexOf(id);
    this.host.requestUpdate();
  };

  private focusControl(): void {
    const rows = [...this.host.renderRoot.querySelectorAll<HTMLElement>('[data-row]')];
    const row = rows.find(({ dataset }) => dataset.row === this.id);
    if (!row) return;
    const controls = [row, ...row.querySelectorAll<HTMLElement>('[data-control]')].filter(({ dataset }) => dataset.control !== undefined);
    const wanted = controls.find(({ dataset }) => dataset.control === this.control) ?? controls[0];
    wanted?.focus({ preventScroll: this.rows.isPartial });
  }

  private targetOf({ key, timeStamp, shiftKey }: KeyboardEvent): number | undefined {
    const last = this.options.ids().length - 1;
    const index = this.activeIndex;
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: last,
      PageDown: index + this.rows.pageLength,
      PageUp: index - this.rows.pageLength,
    };
    if (Object.hasOwn(targets, key)) return shiftKey ? undefined : Math.max(0, Math.min(targets[key] as number, last));
    return key.length === 1 && key !== ' ' ? this.findTyped(key, timeStamp) : undefined;
  }

  private findTyped(key: string, at: number): number | undefined {
    this.typed = at - this.typedAt > typeaheadPauseMs ? key : this.typed + key;
    this.typedAt = at;
    const texts = this.options.ids().map((_, index) => this.options.textOf(index));
    return findByTypeahead(texts, this.activeIndex, this.typed);
  }
}
