import type { LitElement, ReactiveController } from 'lit';
import { RowsInSight } from '../../panel/rows-in-sight.ts';

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
  private readonly rows: RowsInSight;
  private activeId: string | undefined;
  private lastIndex = 0;
  private hadFocus = false;

  constructor(
    private readonly host: LitElement,
    private readonly options: LongRowsOptions,
  ) {
    this.rows = new RowsInSight(() => options.ids().length, 34);
    host.addController(this);
  }

  /** Indexes of the rows to draw, in order. The one with the focus stays drawn wherever the rows are scrolled to. */
  get drawn(): readonly number[] {
    return this.rows.drawn(this.hadFocus ? this.activeIndex : -1);
  }

  /** Whether a row is drawn for the sake of its focus alone, outside of its place. */
  isAway(index: number): boolean {
    return this.rows.isAway(index);
  }

  /** Whether Tab reaches the row's control. */
  isActive(index: number): boolean {
    return index === Math.max(0, this.activeIndex);
  }

  /** To be called when the viewport scrolls. */
  readonly look = (): void => {
    if (this.rows.look(this.viewport)) this.host.requestUpdate();
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
    const { before, after } = this.rows.blankPixels;
    this.setHeight('.before', before);
    this.setHeight('.after', after);
    if (this.hadFocus && !this.focused) this.controlOf(this.activeId)?.focus({ preventScroll: true });
    if (this.rows.measure(this.host.renderRoot.querySelector('[data-row]:not(.away)'))) this.host.requestUpdate();
    this.look();
  }

  private get activeIndex(): number {
    const ids = this.options.ids();
    if (this.activeId === undefined || ids[this.lastIndex] === this.activeId) return Math.min(this.lastIndex, ids.length - 1);
    const moved = ids.indexOf(this.activeId);
    this.lastIndex = moved >= 0 ? moved : Math.max(0, Math.min(this.lastIndex, ids.length - 1));
    return this.lastIndex;
  }

  private targetOf(key: string): number | undefined {
    const last = this.options.ids().length - 1;
    const page = Math.max(1, this.rows.seen - 3);
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
    this.rows.scrollTo(index, viewport, this.options.coveredPixels?.());
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
