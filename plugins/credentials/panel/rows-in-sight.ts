/** As many rows are drawn all at once; of more, those in sight and a few around them. */
const drawnAtOnce = 60;
const rowsAround = 8;

/** Which rows of a long list are in sight, from how far it is scrolled. All rows are equally high. */
export class RowsInSight {
  private first = 0;
  /** How many rows the viewport shows at once. */
  seen = 20;

  /** @param rowPixels a guess, until a row was measured */
  constructor(
    private readonly count: () => number,
    private rowPixels: number,
  ) {}

  get isPartial(): boolean {
    return this.count() > drawnAtOnce;
  }

  /** Indexes of the rows to draw, in order. `kept` stays drawn wherever the list is scrolled to; -1: none. */
  drawn(kept: number): readonly number[] {
    const { start, end } = this.range;
    const rows = Array.from({ length: end - start }, (_, offset) => start + offset);
    if (kept < 0 || !this.isAway(kept)) return rows;
    return kept < start ? [kept, ...rows] : [...rows, kept];
  }

  /** Whether a row, if it is drawn, is so outside of its place. */
  isAway(index: number): boolean {
    const { start, end } = this.range;
    return index < start || index >= end;
  }

  /** What the rows that aren't drawn take above and below. */
  get blankPixels(): { readonly before: number; readonly after: number } {
    const { start, end } = this.range;
    return { before: start * this.rowPixels, after: (this.count() - end) * this.rowPixels };
  }

  /** @returns whether other rows are to be drawn. */
  look(viewport: HTMLElement | null): boolean {
    if (!viewport || viewport.clientHeight === 0) return false;
    const first = Math.floor(viewport.scrollTop / this.rowPixels);
    const seen = Math.ceil(viewport.clientHeight / this.rowPixels) + 1;
    if (Math.abs(first - this.first) < rowsAround / 2 && seen === this.seen) return false;
    this.first = first;
    this.seen = seen;
    return true;
  }

  /** The user's font decides how high a row is. @returns whether it is other than was thought. */
  measure(row: Element | null): boolean {
    const pixels = row?.getBoundingClientRect().height ?? 0;
    if (pixels === 0 || Math.abs(pixels - this.rowPixels) <= 0.5) return false;
    this.rowPixels = pixels;
    return true;
  }

  /** Scrolls as little as is needed for a row to be seen. @param coveredPixels what covers the top of the viewport */
  scrollTo(index: number, viewport: HTMLElement, coveredPixels = 0): void {
    const top = index * this.rowPixels;
    const bottom = top + this.rowPixels + coveredPixels - viewport.clientHeight;
    if (viewport.scrollTop > top) viewport.scrollTop = top;
    else if (viewport.scrollTop < bottom) viewport.scrollTop = bottom;
  }

  private get range(): { readonly start: number; readonly end: number } {
    const count = this.count();
    if (!this.isPartial) return { start: 0, end: count };
    const start = Math.max(0, Math.min(this.first, count - this.seen) - rowsAround);
    return { start, end: Math.min(count, start + this.seen + 2 * rowsAround) };
  }
}
