import type { LitElement, ReactiveController } from 'lit';
import { RowsInSight } from './rows-in-sight.ts';

export interface RowWindowOptions {
  readonly count: () => number;
  /** The row that stays drawn wherever the list is scrolled to, because it has the focus. */
  readonly keep: () => number;
}

/** Which rows of a long list are drawn. The host has a `.viewport` that scrolls, in it a `ul` whose `li` are equally high. */
export class RowWindow implements ReactiveController {
  private readonly rows: RowsInSight;

  constructor(
    private readonly host: LitElement,
    private readonly options: RowWindowOptions,
  ) {
    this.rows = new RowsInSight(options.count, 48);
    host.addController(this);
  }

  get isPartial(): boolean {
    return this.rows.isPartial;
  }

  /** Indexes of the rows to draw, in order. */
  get drawn(): readonly number[] {
    return this.rows.drawn(this.options.keep());
  }

  /** Whether a row is drawn for the sake of its focus alone, outside of its place. */
  isAway(index: number): boolean {
    return this.rows.isAway(index);
  }

  /** How many rows Page Up and Page Down go on by. */
  get pageLength(): number {
    return Math.max(1, this.rows.seen - 2);
  }

  /** To be called when the viewport scrolls. */
  readonly look = (): void => {
    if (this.rows.look(this.viewport)) this.host.requestUpdate();
  };

  /** Scrolls as little as is needed for a row to be seen. */
  reveal(index: number): void {
    const { viewport } = this;
    if (!viewport || !this.isPartial) return;
    this.rows.scrollTo(index, viewport);
    this.look();
  }

  hostUpdated(): void {
    const list = this.viewport?.querySelector<HTMLElement>('ul');
    if (!list) return;
    const { before, after } = this.rows.blankPixels;
    list.style.setProperty('padding-block', `${before}px ${after}px`);
    if (!this.isPartial) return;
    if (this.rows.measure(list.querySelector('li:not(.away)'))) this.host.requestUpdate();
    this.look();
  }

  private get viewport(): HTMLElement | null {
    return this.host.renderRoot.querySelector<HTMLElement>('.viewport');
  }
}
