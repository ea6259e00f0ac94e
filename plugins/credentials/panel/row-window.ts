import type { LitElement, ReactiveController } from 'lit';

/** As many rows are drawn all at once; of more, those in sight and a few around them. */
export const drawnAtOnce = 60;
const rowsAround = 8;

export interface RowWindowOptions {
  readonly count: () => number;
  /** The row that stays drawn wherever the list is scrolled to, because it has the focus. */
  readonly keep: () => number;
}

/** Which rows of a long list are drawn. The host has a `.viewport` that scrolls, in it a `ul` whose `li` are equally high. */
export class RowWindow implements ReactiveController {
  private first = 0;
  private seen = 20;
  private rowPixels = 48;

  constructor(
    private readonly host: LitElement,
    private readonly options: RowWindowOptions,
  ) {
    host.addController(this);
  }

  get isPartial(): boolean {
    return this.options.count() > drawnAtOnce;
  }

  /** Indexes of the rows to draw, in order. */
  get drawn(): readonly number[] {
    const { start, end } = this.range;
    const rows = Array.from({ length: end - start }, (_, offset) => start + offset);
    const kept = this.options.keep();
    if (kept < 0 || (kept >= start && kept < end)) return rows;
    return kept < start ? [kept, ...rows] : [...rows, kept];
  }

  /** Whether a row is drawn for the sake of its focus alone, outside of its place. */
  isAway(index: number): boolean {
    const { start, end } = this.range;
    return index < start || index >= end;
  }

  /** How many rows Page Up and Page Down go on by. */
  get pageLength(): number {
    return Math.max(1, this.seen - 2);
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

  /** Scrolls as little as is needed for a row to be seen. */
  reveal(index: number): void {
    const { viewport } = this;
    if (!viewport || !this.isPartial) return;
    const top = index * this.rowPixels;
    const bottom = top + this.rowPixels - viewport.clientHeight;
    if (viewport.scrollTop > top) viewport.scrollTop = top;
    else if (viewport.scrollTop < bottom) viewport.scrollTop = bottom;
    this.look();
  }

  hostUpdated(): void {
    const list = this.viewport?.querySelector<HTMLElement>('ul');
    if (!list) return;
    const { start, end } = this.range;
    list.style.setProperty('padding-block', `${start * this.rowPixels}px ${(this.options.count() - end) * this.rowPixels}px`);
    if (this.isPartial) this.measure(list);
  }

  private get range(): { readonly start: number; readonly end: number } {
    const count = this.options.count();
    if (!this.isPartial) return { start: 0, end: count };
    const start = Math.max(0, Math.min(this.first, count - this.seen) - rowsAround);
    return { start, end: Math.min(count, start + this.seen + 2 * rowsAround) };
  }

  /** The user's font decides how high a row is. */
  private measure(list: HTMLElement): void {
    const pixels = list.querySelector('li:not(.away)')?.getBoundingClientRect().height ?? 0;
    if (pixels > 0 && Math.abs(pixels - this.rowPixels) > 0.5) {
      this.rowPixels = pixels;
      this.host.requestUpdate();
    }
    this.look();
  }

  private get viewport(): HTMLElement | null {
    return this.host.renderRoot.querySelector<HTMLElement>('.viewport');
  }
}
