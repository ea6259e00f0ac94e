import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { baseStyles } from '../base/base-styles.ts';
import { ShellElement } from '../base/shell-element.ts';
import { findByTypeahead, type MenuEntry, type MenuGroups } from './menu-model.ts';
import { placeMenu, placeSubmenu } from './menu-placement.ts';
import { menuStyles } from './shell-menu.styles.ts';

export interface MenuRequest {
  /** What the menu is of, for screen readers. */
  readonly label: string;
  readonly groups: MenuGroups;
  /** Beside what the menu opens; it gets the focus back. */
  readonly anchor: HTMLElement;
  readonly onClose: () => void;
}

/** A menu that is open: the first, or a submenu of the one before. */
interface Level {
  readonly label: string;
  readonly groups: MenuGroups;
  readonly anchor: HTMLElement;
}

const typeaheadPauseMs = 600;
const hoverDelayMs = 180;

/** The window's menus, after the WAI-ARIA menu pattern: arrow keys, Home, End, first letters; Escape gives the focus back. */
@customElement('shell-menu')
export class ShellMenu extends ShellElement {
  static override readonly styles = [baseStyles, menuStyles];

  @state() private levels: readonly Level[] = [];
  private request: MenuRequest | undefined;
  private typed = '';
  private typedAt = 0;
  private hoverTimer: ReturnType<typeof setTimeout> | undefined;
  /** The entry under a pointer that moved. */
  private pointed: HTMLElement | undefined;
  private readonly closeFromOutside = (event: Event) => {
    if (!event.composedPath().includes(this)) this.close({ restoreFocus: false });
  };

  override connectedCallback(): void {
    super.connectedCallback();
    this.subscriptions.add(this.workbench.onDidRequest((request) => request.kind === 'show-menu' && void this.open(request.menu)));
    this.addEventListener('keydown', (event) => this.handleKey(event));
    this.addEventListener('focusout', (event) => this.closeWhenLeft(event));
    this.addEventListener('contextmenu', (event) => event.preventDefault());
  }

  protected override render() {
    return this.levels.map((level, depth) => this.renderLevel(level, depth));
  }

  private async open(request: MenuRequest): Promise<void> {
    this.close({ restoreFocus: false });
    this.request = request;
    this.levels = [{ label: request.label, groups: request.groups, anchor: request.anchor }];
    addEventListener('pointerdown', this.closeFromOutside, true);
    addEventListener('resize', this.closeFromOutside);
    await this.showLevel(0);
    this.focusItem(0, 0);
  }

  private close({ restoreFocus }: { readonly restoreFocus: boolean }): void {
    const { request } = this;
    if (!request) return;
    this.request = undefined;
    this.levels = [];
    this.pointed = undefined;
    clearTimeout(this.hoverTimer);
    removeEventListener('pointerdown', this.closeFromOutside, true);
    removeEventListener('resize', this.closeFromOutside);
    if (restoreFocus) request.anchor.focus();
    request.onClose();
  }

  private closeWhenLeft(event: FocusEvent): void {
    const isWithin = event.relatedTarget === this || this.root.contains(event.relatedTarget as Node | null);
    // Without a target the whole window lost the focus; the menu then stays, as menus do.
    if (!isWithin && event.relatedTarget !== null) this.close({ restoreFocus: false });
  }

  private renderLevel({ label, groups }: Level, depth: number) {
    return html`
      <div class="menu" role="menu" popover="manual" data-depth=${depth} aria-label=${label}>
        ${groups.map((entries, index) => html`${index === 0 ? nothing : html`<div role="separator"></div>`}${entries.map((entry) => this.renderEntry(entry, depth))}`)}
      </div>
    `;
  }

  private renderEntry(entry: MenuEntry, depth: number) {
    const isSubmenu = entry.kind === 'submenu';
    const isDisabled = entry.kind === 'command' && !entry.isEnabled;
    const isOpen = isSubmenu && this.levels[depth + 1]?.label === entry.title;
    const reason = entry.kind === 'command' && isDisabled ? this.workbench.commands.disabledReason(entry.command) : nothing;
    const keys = entry.kind === 'command' ? this.workbench.keyboard.labelOf(entry.command.id) : undefined;
    return html`
      <div class="item" role="menuitem" tabindex="-1" aria-disabled=${isDisabled ? 'true' : nothing} aria-description=${reason}
        aria-haspopup=${isSubmenu ? 'menu' : nothing} aria-expanded=${isSubmenu ? isOpen : nothing} .entry=${entry}
        @click=${(event: Event) => this.activate(entry, depth, event.currentTarget as HTMLElement)}
        @pointermove=${(event: PointerEvent) => this.hover(entry, depth, event.currentTarget as HTMLElement)}
        @pointerleave=${() => this.forgetPointed()}>
        <shell-icon icon=${entry.icon ?? ''}></shell-icon><span class="title">${entry.title}</span>
        ${keys === undefined ? nothing : html`<kbd aria-hidden="true">${keys}</kbd>`}
        ${isSubmenu ? html`<shell-icon class="more" icon="$(chevron-right)"></shell-icon>` : nothing}
        ${reason === nothing ? nothing : html`<span class="reason" aria-hidden="true">${reason}</span>`}
      </div>
    `;
  }

  private activate(entry: MenuEntry, depth: number, item: HTMLElement): void {
    if (entry.kind === 'submenu') {
      void this.openSubmenu(entry, depth, item).then(() => this.focusItem(depth + 1, 0));
      return;
    }
    if (!entry.isEnabled) {
      this.workbench.announce(this.workbench.commands.disabledReason(entry.command));
      return;
    }
    this.close({ restoreFocus: true });
    void this.workbench.run(entry.command.id);
  }

  /** Called for movements, since a pointer at rest also enters an entry that appears under it, and must not take it from the keyboard. */
  private hover(entry: MenuEntry, depth: number, item: HTMLElement): void {
    if (this.pointed === item) return;
    this.pointed = item;
    clearTimeout(this.hoverTimer);
    item.focus();
    this.hoverTimer = setTimeout(() => {
      if (entry.kind === 'submenu') void this.openSubmenu(entry, depth, item);
      else this.levels = this.levels.slice(0, depth + 1);
    }, hoverDelayMs);
  }

  private forgetPointed(): void {
    this.pointed = undefined;
  }

  private async openSubmenu(entry: MenuEntry & { kind: 'submenu' }, depth: number, anchor: HTMLElement): Promise<void> {
    clearTimeout(this.hoverTimer);
    this.levels = [...this.levels.slice(0, depth + 1), { label: entry.title, groups: entry.groups, anchor }];
    await this.showLevel(depth + 1);
  }

  private async showLevel(depth: number): Promise<void> {
    await this.updateComplete;
    const menu = this.menuAt(depth);
    const level = this.levels[depth];
    if (!menu || !level) return;
    if (!menu.matches(':popover-open')) menu.showPopover();
    const place = depth === 0 ? placeMenu : placeSubmenu;
    const { left, top } = place(level.anchor.getBoundingClientRect(), menu.getBoundingClientRect(), {
      width: innerWidth,
      height: innerHeight,
    });
    menu.style.left = `${left}px`;
    menu.style.top = `${top}px`;
  }

  private handleKey(event: KeyboardEvent): void {
    const item = this.root.activeElement as (HTMLElement & { entry?: MenuEntry }) | null;
    const depth = Number(item?.closest<HTMLElement>('.menu')?.dataset.depth ?? 0);
    const { entry } = item ?? {};
    const handled = item !== null && entry !== undefined && this.handleItemKey(event, item, entry, depth);
    if (!handled) return;
    event.preventDefault();
    event.stopPropagation();
  }

  private handleItemKey(event: KeyboardEvent, item: HTMLElement, entry: MenuEntry, depth: number): boolean {
    const index = this.itemsAt(depth).indexOf(item);
    if (event.key.length > 1) this.typed = '';
    switch (event.key) {
      case 'ArrowDown':
        return this.focusItem(depth, index + 1);
      case 'ArrowUp':
        return this.focusItem(depth, index - 1);
      case 'Home':
        return this.focusItem(depth, 0);
      case 'End':
        return this.focusItem(depth, -1);
      case 'ArrowRight':
        if (entry.kind === 'submenu') this.activate(entry, depth, item);
        return true;
      case 'Enter':
      case ' ':
        this.activate(entry, depth, item);
        return true;
      case 'ArrowLeft':
        if (depth > 0) this.leaveLevel(depth);
        return true;
      case 'Escape':
        if (depth > 0) this.leaveLevel(depth);
        else this.close({ restoreFocus: true });
        return true;
      case 'Tab':
        this.close({ restoreFocus: true });
        return true;
      default:
        return this.typeahead(event, depth, index);
    }
  }

  private leaveLevel(depth: number): void {
    const anchor = this.levels[depth]?.anchor;
    this.levels = this.levels.slice(0, depth);
    anchor?.focus();
  }

  private typeahead(event: KeyboardEvent, depth: number, index: number): boolean {
    if (event.key.length !== 1 || event.ctrlKey || event.altKey || event.metaKey) return false;
    this.typed = event.timeStamp - this.typedAt > typeaheadPauseMs ? event.key : this.typed + event.key;
    this.typedAt = event.timeStamp;
    const titles = this.itemsAt(depth).map((item) => item.querySelector('.title')?.textContent ?? '');
    const found = findByTypeahead(titles, index, this.typed);
    if (found !== undefined) this.focusItem(depth, found);
    return true;
  }

  /** Focuses an entry, counted round both ends. */
  private focusItem(depth: number, index: number): true {
    const items = this.itemsAt(depth);
    items[(index + items.length) % items.length]?.focus();
    return true;
  }

  private itemsAt(depth: number): HTMLElement[] {
    return [...(this.menuAt(depth)?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  }

  private menuAt(depth: number): HTMLElement | null {
    return this.root.querySelector<HTMLElement>(`[data-depth='${depth}']`);
  }
}
