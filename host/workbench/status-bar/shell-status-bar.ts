import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { StatusItem } from '../../../core/protocol/window-protocol.ts';
import { baseStyles } from '../base/base-styles.ts';
import { RovingFocus } from '../base/roving-focus.ts';
import { ShellElement } from '../base/shell-element.ts';
import { shellPanels } from '../panels/shell-panels.ts';

/** The line at the window's foot: what plugins show there, the ball at the bottom right. */
@customElement('shell-status-bar')
export class ShellStatusBar extends ShellElement {
  static override readonly styles = [
    baseStyles,
    css`
      footer { align-items: stretch; background: var(--vscode-statusBar-background); border-block-start: 1px solid var(--vscode-statusBar-border);
        color: var(--vscode-statusBar-foreground); display: flex; font-size: 0.93em; height: 30px; padding-inline: 6px; }
      .gap { flex: 1; }
      .left, .right { display: flex; min-width: 0; }
      .right { flex: none; }
      .item { align-items: center; background: none; border: 0; color: inherit; display: flex; font: inherit; gap: 6px; min-width: 0;
        padding-inline: 8px; }
      .item span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      button { cursor: pointer; }
      button:hover, button[aria-expanded='true'] { background: var(--vscode-statusBarItem-hoverBackground); }
      .picture { --icon-size: 20px; }
    `,
  ];

  @state() private openMenu: string | undefined;
  private readonly roving = new RovingFocus(this, { items: 'button', preferred: '[data-slot=ball]', orientation: 'horizontal' });

  protected override sources() {
    const { store, context, keyboard, notifications } = this.workbench;
    return [store.changesOf('statusItems'), context.onDidChange, keyboard.onDidChange, notifications.onDidChange];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.subscriptions.add(this.workbench.onDidRequest((request) => request.kind === 'show-submenu' && this.showSubmenu(request)));
  }

  focusPart(): boolean {
    return this.roving.focus();
  }

  protected override render() {
    const { left, right } = this.workbench.statusBar;
    return html`
      <footer aria-label=${this.t('workbench.status-bar.name')}>
        <div class="left">${left.map((item) => this.renderItem(item))}${this.renderChordHint()}</div>
        <span class="gap"></span>
        <div class="right">${this.renderBell()}${right.map((item) => this.renderItem(item))}</div>
        <shell-menu .workbench=${this.workbench}></shell-menu>
      </footer>
    `;
  }

  private renderItem(item: StatusItem) {
    const { text, tooltip, icon, slot, command, menu } = item;
    const content = html`
      ${icon === undefined ? nothing : html`<shell-icon class=${icon.startsWith('$(') ? '' : 'picture'} icon=${icon}></shell-icon>`}
      ${item.showText ? html`<span>${text}</span>` : nothing}
    `;
    if (command === undefined && menu === undefined) {
      return html`<div class="item" role="img" aria-label=${text} data-tooltip=${tooltip ?? text}>${content}</div>`;
    }
    return html`
      <button class="item" type="button" data-slot=${slot} aria-label=${text} aria-description=${tooltip ?? nothing} data-tooltip=${tooltip ?? text}
        aria-haspopup=${menu === undefined ? nothing : 'menu'} aria-expanded=${menu === undefined ? nothing : this.openMenu === slot}
        @click=${(event: Event) => this.activate(item, event)} @contextmenu=${(event: Event) => this.showMenu(item, event)}
        @keydown=${(event: KeyboardEvent) => event.key === 'F10' && event.shiftKey && this.showMenu(item, event)}>${content}</button>
    `;
  }

  private renderChordHint() {
    const { chordHint } = this.workbench.keyboard;
    return chordHint === undefined ? nothing : html`<div class="item"><span>${chordHint}</span></div>`;
  }

  private renderBell() {
    const { notifications, layout } = this.workbench;
    const count = notifications.activeCount;
    const name = count === 0 ? this.t('workbench.notifications.count-none') : this.t('workbench.notifications.count', { count });
    const toggle = () =>
      layout.current.bottom.panel === shellPanels.notifications ? layout.hideBottom() : this.workbench.showPanel(shellPanels.notifications);
    return html`
      <button class="item" type="button" data-tooltip=${name} @click=${toggle}>
        <shell-icon icon="$(bell)"></shell-icon><span class="visually-hidden">${name}</span>
        ${count === 0 ? nothing : html`<span aria-hidden="true">${count}</span>`}
      </button>
    `;
  }

  private activate(item: StatusItem, event: Event): void {
    if (item.menu !== undefined) this.showMenu(item, event);
    else if (item.command !== undefined) void this.workbench.run(item.command);
  }

  /** Where users know it from: at the ball. */
  private showSubmenu({ location, label }: { readonly location: string; readonly label: string }): void {
    const anchor = this.root.querySelector<HTMLElement>('[data-slot=ball]') ?? this;
    this.workbench.request({ kind: 'show-menu', menu: { label, groups: this.workbench.resolveMenu(location), anchor, onClose: () => {} } });
  }

  private showMenu({ slot, text, menu }: StatusItem, event: Event): void {
    if (menu === undefined) return;
    event.preventDefault();
    const anchor = event.currentTarget as HTMLElement;
    const groups = this.workbench.resolveMenu(menu);
    const onClose = () => {
      this.openMenu = undefined;
    };
    this.openMenu = slot;
    this.workbench.request({ kind: 'show-menu', menu: { label: text, groups, anchor, onClose } });
  }
}
