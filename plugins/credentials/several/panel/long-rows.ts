import type { LitElement, ReactiveController } from 'lit';

/** As many rows are drawn all at once; of more, those in sight and a few around them. */
const drawnAtOnce = 60;
const rowsAround = 8;

export interface LongRowsOptions {
  /** Ids of all rows, in order. */
  readonly ids: () => readonly string[];
  /** What covers the top of the part that scrolls, in pixels. */
  readonly coveredPixels?: () => number;
}

/**
 * Draws of many rows those in sight, and makes them one stop for Tab: arrow keys, Home, End, Page Up and Down move among them. The focus follows
 * a row's id, wherever it goes.
 *
 * The host has a `.viewport` that scrolls; in it `.before` and `.after`, which stand for the rows that aren't drawn, and elements of one height
 * with `data-row`, each with one control that has `data-control`.
 */
export class LongRows implements ReactiveController {
  private first = 0;
  private seen = 20;
  private rowPixels = 34;
  private activeId: string | undefined;
  private lastIndex = 0;
  private hadFocus = false;

  constructor(
    private readonly host: LitElement,
    private readonly options: LongRowsOptions,
  ) {
    host.addController(this);
  }

  /** Indexes of the rows to draw, in order. The one with the focus stays drawn wherever the rows are scrolled to. */
  get drawn(): readonly number[] {
    const { start, end } = this.range;
    const rows = Array.from({ length: end - start }, (_, offset) => start + offset);
    const kept = this.hadFocus ? this.activeIndex : -1;
    if (kept < 0 || !this.isAway(kept)) return rows;
    return kept < start ? [kept, ...rows] : [...rows, kept];
  }

  /** Whether a row is drawn for the sake of its focus alone, outside of its place. */
  isAway(index: number): boolean {
    const { start, end } = this.range;
    return index < start || index >= end;
  }

  /** Whether Tab reaches the row's control. */
  isActive(index: number): boolean {
    return index === Math.max(0, this.activeIndex);
  }

  /** To be called when the viewport scrolls. */
  readonly look = (): void => {
    const { viewport } = this;
    if (!viewport || viewport.clientHeight === 0) return;
    const first = Math.floor(viewport.scrollTop / this.rowPixels);
    const seen = Math.ceil(viewport.clientHeight / this.rowPixels) + 1;
    if (Math.abs(first - this.first) < rowsAround / 2 && seen === this.seen) return;
    this.first = first;
    this.seen = seen;
    this.host.requestUpdate();
  };

  /** To be called with each key pressed on a row's control. */
  readonly onKey = (event: KeyboardEvent): void => {
    const isControl = (event.target as HTMLElement).dataset.control !== undefined;
    const target = isControl && !event.ctrlKey && !event.altKey && !event.metaKey ? this.targetOf(event.key) : undefined;
    if (target === undefined) return;
    event.preventDefault();
    void this.focusRow(target);
  };

  /** To be called when a row's control gets the focus. */
  readonly onFocus = (event: FocusEvent): void => {
    const id = (event.target as HTMLElement).closest<HTMLElement>('[data-row]')?.dataset.row;
    if (id === undefined || id === this.activeId) return;
    this.activeId = id;
    this.host.requestUpdate();
  };

  hostUpdate(): void {
    this.hadFocus = this.focused !== undefined;
  }

  hostUpdated(): void {
    const { start, end } = this.range;
    this.setHeight('.before', start * this.rowPixels);
    this.setHeight('.after', (this.options.ids().length - end) * this.rowPixels);
    if (this.hadFocus && !this.focused) this.controlOf(this.activeId)?.focus({ preventScroll: true });
    this.measure();
  }

  private get activeIndex(): number {
    const ids = this.options.ids();
    if (this.activeId === undefined || ids[this.lastIndex] === this.activeId) return Math.min(this.lastIndex, ids.length - 1);
    const moved = ids.indexOf(this.activeId);
    this.lastIndex = moved >= 0 ? moved : Math.max(0, Math.min(this.lastIndex, ids.length - 1));
    return this.lastIndex;
  }

  private get range(): { readonly start: number; readonly end: number } {
    const count = this.options.ids().length;
    if (count <= drawnAtOnce) return { start: 0, end: count };
    const start = Math.max(0, Math.min(this.first, count - this.seen) - rowsAround);
    return { start, end: Math.min(count, start + this.seen + 2 * rowsAround) };
  }

  private targetOf(key: string): number | undefined {
    const last = this.options.ids().length - 1;
    const page = Math.max(1, this.seen - 3);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: this.activeIndex + 1,
      ArrowUp: this.activeIndex - 1,
      Home: 0,
      End: last,
      PageDown: this.activeIndex + page,
      PageUp: this.activeIndex - page,
    };
    const target = Object.hasOwn(targets, key) ? targets[key] : undefined;
    return target === undefined ? undefined : Math.max(0, Math.min(target, last));
  }

  private async focusRow(index: number): Promise<void> {
    const id = this.options.ids()[index];
    if (id === undefined) return;
    this.activeId = id;
    this.lastIndex = index;
    this.reveal(index);
    this.host.requestUpdate();
    await this.host.updateComplete;
    this.controlOf(id)?.focus();
  }

  private reveal(index: number): void {
    const { viewport } = this;
    if (!viewport) return;
    const top = index * this.rowPixels;
    const bottom = top + this.rowPixels + (this.options.coveredPixels?.() ?? 0) - viewport.clientHeight;
    if (viewport.scrollTop > top) viewport.scrollTop = top;
    else if (viewport.scrollTop < bottom) viewport.scrollTop = bottom;
    this.look();
  }

  /** The user's font decides how high a row is. */
  private measure(): void {
    const pixels = this.host.renderRoot.querySelector('[data-row]:not(.away)')?.getBoundingClientRect().height ?? 0;
    if (pixels > 0 && Math.abs(pixels - this.rowPixels) > 0.5) {
      this.rowPixels = pixels;
      this.host.requestUpdate();
    }
    this.look();
  }

  private get focused(): Element | undefined {
    const active = this.host.shadowRoot?.activeElement;
    return active?.closest('[data-row]') ? active : undefined;
  }

  private controlOf(id: string | undefined): HTMLElement | undefined {
    const rows = [...this.host.renderRoot.querySelectorAll<HTMLElement>('[data-row]')];
    return rows.find(({ dataset }) => dataset.row === id)?.querySelector<HTMLElement>('[data-control]') ?? undefined;
  }

  private setHeight(selector: string, pixels: number): void {
    this.host.renderRoot.querySelector<HTMLElement>(selector)?.style.setProperty('height', `${pixels}px`);
  }

  private get viewport(): HTMLElement | null {
    return this.host.renderRoot.querySelector<HTMLElement>('.viewport');
  }
}
