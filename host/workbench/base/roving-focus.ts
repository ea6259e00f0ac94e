import type { LitElement, ReactiveController } from 'lit';

export interface RovingFocusOptions {
  /** The elements among which arrow keys move. */
  readonly items: string;
  /** The one of them that Tab reaches at first, such as the selected one. Default: the first. */
  readonly preferred?: string;
  readonly orientation: 'horizontal' | 'vertical';
}

/** Makes several elements one stop for Tab: arrow keys, Home and End move among them (WAI-ARIA, roving tabindex). */
export class RovingFocus implements ReactiveController {
  private current: HTMLElement | undefined;

  constructor(
    private readonly host: LitElement,
    private readonly options: RovingFocusOptions,
  ) {
    host.addController(this);
    host.addEventListener('keydown', (event) => this.move(event));
    host.addEventListener('focusin', () => this.follow());
  }

  hostUpdated(): void {
    const { items } = this;
    const isThere = this.current !== undefined && items.includes(this.current);
    const preferred =
      this.options.preferred === undefined ? undefined : items.find((item) => item.matches(this.options.preferred as string));
    this.choose(isThere && this.hasFocus ? this.current : (preferred ?? (isThere ? this.current : items[0])));
  }

  /** Focuses the element that Tab would reach. Whether there is one. */
  focus(): boolean {
    this.current?.focus();
    return this.current !== undefined;
  }

  private get items(): HTMLElement[] {
    return [...this.host.renderRoot.querySelectorAll<HTMLElement>(this.options.items)];
  }

  private get hasFocus(): boolean {
    return this.host.shadowRoot?.activeElement === this.current;
  }

  private follow(): void {
    const focused = this.items.find((item) => item === this.host.shadowRoot?.activeElement);
    if (focused) this.choose(focused);
  }

  private choose(chosen: HTMLElement | undefined): void {
    this.current = chosen;
    for (const item of this.items) item.tabIndex = item === chosen ? 0 : -1;
  }

  private move(event: KeyboardEvent): void {
    const { items } = this;
    const index = items.indexOf(this.host.shadowRoot?.activeElement as HTMLElement);
    if (index < 0 || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const next = this.targetOf(event.key, index, items.length);
    if (next === undefined) return;
    event.preventDefault();
    items[(next + items.length) % items.length]?.focus();
  }

  private targetOf(key: string, index: number, count: number): number | undefined {
    const isVertical = this.options.orientation === 'vertical';
    if (key === (isVertical ? 'ArrowDown' : 'ArrowRight')) return index + 1;
    if (key === (isVertical ? 'ArrowUp' : 'ArrowLeft')) return index - 1;
    if (key === 'Home') return 0;
    return key === 'End' ? count - 1 : undefined;
  }
}
