import type { LitElement, ReactiveController } from 'lit';

/** As many rows are drawn all at once; of more, only those near the ones that are seen. */
const drawnAtOnce = 200;
const rowsBeyond = 15;

export interface VisibleRowsOptions {
  /** How many rows there are. */
  readonly count: () => number;
  /** The row that has to stay drawn, since it has the focus. */
  readonly keep: () => number | undefined;
  /** What covers the top of the scrolled part, such as a header that stays. In pixels. Default: nothing. */
  readonly coveredPixels?: () => number;
}

/**
 * Draws of many rows those that are seen. The element has a `.viewport` that scrolls; in it `.before` and `.after`, which take the place of
 * the rows that are not drawn, and elements with `data-row`, all of one height where there are many.
 */
export class VisibleRows implements ReactiveController {
  private rowPixels = 30;
  private first = 0;
  private fitting = 40;
  private observed: Element | undefined;
  private readonly resizing = new ResizeObserver(() => this.look());

  constructor(
    private readonly host: LitElement,
    private readonly options: VisibleRowsOptions,
  ) {
    host.addController(this);
  }

  /** Whether only some of the rows are drawn. */
  get isPartial(): boolean {
    return this.options.count() > drawnAtOnce;
  }

  /** The rows to draw, by index, in order. */
  get drawn(): readonly number[] {
    const { start, end } = this.range;
    const drawn = Array.from({ length: end - start }, (_, offset) => start + offset);
    const kept = this.options.keep();
    if (kept === undefined || (kept >= start && kept < end) || kept >= this.options.count()) return drawn;
    return kept < start ? [kept, ...drawn] : [...drawn, kept];
  }

  /** Whether a row that is drawn stands outside of its place, for the sake of the focus alone. */
  isAway(index: number): boolean {
    const { start, end } = this.range;
    return index < start || index >= end;
  }

  /** How many rows are seen at once. */
  get pageLength(): number {
    return Math.max(1, this.fitting - 1);
  }

  /** To be called when the viewport scrolls. */
  readonly look = (): void => {
    const { viewport } = this;
    if (!viewport || viewport.clientHeight === 0 || !this.isPartial) return;
    const first = Math.floor(viewport.scrollTop / this.rowPixels);
    const fitting = Math.ceil(viewport.clientHeight / this.rowPixels) + 1;
    // A few rows further nothing new needs to be drawn yet.
    const isNear = Math.abs(first - this.first) < rowsBeyond / 2 && fitting === this.fitting;
    if (isNear) return;
    this.first = first;
    this.fitting = fitting;
    this.host.requestUpdate();
  };

  /** Scrolls as little as needed for a row to be seen. */
  reveal(index: number): void {
    const { viewport } = this;
    if (!viewport || !this.isPartial) return;
    const covered = this.options.coveredPixels?.() ?? 0;
    const top = index * this.rowPixels;
    const lowest = top + this.rowPixels - (viewport.clientHeight - covered);
    if (viewport.scrollTop > top) viewport.scrollTop = top;
    else if (viewport.scrollTop < lowest) viewport.scrollTop = lowest;
    this.look();
  }

  hostConnected(): void {
    this.host.requestUpdate();
  }

  hostUpdated(): void {
    const { viewport } = this;
    if (viewport !== this.observed) {
      if (this.observed) this.resizing.unobserve(this.observed);
      if (viewport) this.resizing.observe(viewport);
      this.observed = viewport;
    }
    this.measure();
    const { start, end } = this.range;
    this.setHeight('.before', start * this.rowPixels);
    this.setHeight('.after', (this.options.count() - end) * this.rowPixels);
  }

  hostDisconnected(): void {
    this.resizing.disconnect();
    this.observed = undefined;
  }

  private get range(): { readonly start: number; readonly end: number } {
    const count = this.options.count();
    if (!this.isPartial) return { start: 0, end: count };
    const start = Math.max(0, Math.min(this.first, count - this.fitting) - rowsBeyond);
    return { start, end: Math.min(count, start + this.fitting + 2 * rowsBeyond) };
  }

  private measure(): void {
    if (!this.isPartial) return;
    const row = this.host.renderRoot.querySelector<HTMLElement>('[data-row]:not(.away)');
    const pixels = row?.getBoundingClientRect().height ?? 0;
    if (pixels === 0 || pixels === this.rowPixels) return;
    this.rowPixels = pixels;
    queueMicrotask(this.look);
  }

  private setHeight(selector: string, pixels: number): void {
    this.host.renderRoot.querySelector<HTMLElement>(selector)?.style.setProperty('height', `${pixels}px`);
  }

  private get viewport(): HTMLElement | undefined {
    return this.host.renderRoot.querySelector<HTMLElement>('.viewport') ?? undefined;
  }
}
