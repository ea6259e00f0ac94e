import { css, html, nothing, unsafeCSS } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { controlStyles } from '../../../core/panel-styles.ts';
import type { NoticeItem } from '../../../core/protocol/window-protocol.ts';
import { baseStyles, plainButtonStyles } from '../base/base-styles.ts';
import { ShellElement } from '../base/shell-element.ts';
import type { MenuEntry } from '../menu/menu-model.ts';

/** « Vue d'ensemble »: the ball, what it means, and what can be done next. */
@customElement('shell-overview')
export class ShellOverview extends ShellElement {
  static override readonly styles = [
    unsafeCSS(controlStyles),
    baseStyles,
    plainButtonStyles,
    css`
      :host { display: block; padding: 8px 20px 24px; }
      .state { align-items: center; display: flex; flex-direction: column; gap: 10px; padding-block: 12px 20px; text-align: center; }
      .state shell-icon { --icon-size: 96px; }
      .state h3 { font-size: 1.1em; }
      .state p { color: var(--vscode-descriptionForeground); max-width: 30em; }
      .notice { background: var(--vscode-inputValidation-infoBackground); border: 1px solid var(--vscode-inputValidation-infoBorder);
        border-radius: 6px;
        display: flex; gap: 8px; margin-block-end: 12px; padding: 8px 10px; }
      .notice.demo { background: var(--vscode-inputValidation-warningBackground); border-color: var(--vscode-inputValidation-warningBorder); }
      .notice .plain { align-self: start; flex: none; }
      .notice .plain:hover:not(:disabled) { background: var(--vscode-toolbar-hoverBackground); }
      .notice > shell-icon { margin-block-start: 2px; }
      .notice p { flex: 1; min-width: 0; overflow-wrap: anywhere; white-space: pre-line; }
      details.notice { display: block; }
      summary { cursor: pointer; font-weight: 600; }
      summary + p { margin-block-start: 6px; }
      .steps { display: flex; flex-direction: column; gap: 6px; margin-block-end: 18px; }
      button { align-items: center; border-radius: 6px; display: flex; gap: 10px; min-height: 36px; padding: 6px 12px; text-align: start; }
      button span { flex: 1; }
      button.secondary { background: var(--vscode-welcomePage-tileBackground); border: 1px solid var(--vscode-input-border); }
      button.secondary:hover:not(:disabled) { background: var(--vscode-list-hoverBackground); border-color: var(--vscode-focusBorder); }
      [aria-disabled='true'] { cursor: default; opacity: 0.6; }
    `,
  ];

  @state() private openSubmenu: string | undefined;

  protected override sources() {
    const { store, context, commands } = this.workbench;
    return [store.changesOf('statusItems', 'menus', 'notices', 'demo'), context.onDidChange, commands.onDidChange];
  }

  protected override render() {
    const { demo, notices } = this.workbench.store.current;
    return html`
      ${this.renderState()}
      ${notices.filter(({ id }) => id === null).map((notice) => this.renderNotice(notice))}
      ${this.renderNextSteps()}
      ${notices.filter(({ id }) => id !== null).map((notice) => this.renderNotice(notice))}
      ${demo === null ? nothing : html`<details class="notice demo" open><summary>${this.t('workbench.demo.mark')}</summary><p>${demo}</p></details>`}
    `;
  }

  private renderNotice({ id, text }: NoticeItem) {
    const name = this.t('workbench.overview.dismiss');
    return html`
      <div class="notice">
        <shell-icon icon="$(info)"></shell-icon><p>${text}</p>
        ${
          id === null
            ? nothing
            : html`<button class="plain icon" type="button" aria-label=${name} data-tooltip=${name} @click=${() => this.dismiss(id)}>
                <shell-icon icon="$(close)"></shell-icon></button>`
        }
      </div>
    `;
  }

  private dismiss(notice: string): void {
    void this.workbench.run('shell.dismiss-notice', { notice }).then(() => this.workbench.focusMiddle());
  }

  private renderState() {
    const { ball } = this.workbench;
    if (!ball) return nothing;
    return html`
      <div class="state">
        <shell-icon icon=${ball.icon ?? ''}></shell-icon>
        <h3>${ball.text}</h3>
        ${ball.tooltip === undefined ? nothing : html`<p>${ball.tooltip}</p>`}
      </div>
    `;
  }

  /** The ball's menu, laid out: whoever doesn't think of a right click finds everything here. */
  private renderNextSteps() {
    const entries = this.workbench.resolveMenu(this.workbench.ball?.menu ?? '').flat();
    return html`<div class="steps">${entries.map((entry, index) => this.renderStep(entry, index === 0))}</div>`;
  }

  private renderStep(entry: MenuEntry, isFirst: boolean) {
    if (entry.kind === 'submenu') return this.renderSubmenu(entry);
    const reason = entry.isEnabled ? undefined : this.workbench.commands.disabledReason(entry.command);
    return html`
      <button type="button" class=${isFirst ? '' : 'secondary'} aria-disabled=${reason !== undefined} aria-description=${reason ?? nothing}
        data-tooltip=${reason ?? nothing} @click=${() => reason === undefined && this.workbench.run(entry.command.id)}>
        <shell-icon icon=${entry.icon ?? ''}></shell-icon><span>${entry.title}</span>
      </button>
    `;
  }

  private renderSubmenu(submenu: MenuEntry & { kind: 'submenu' }) {
    return html`
      <button type="button" class="secondary" aria-haspopup="menu" aria-expanded=${this.openSubmenu === submenu.title}
        @click=${(event: Event) => this.showSubmenu(submenu, event.currentTarget as HTMLElement)}>
        <shell-icon icon=${submenu.icon ?? ''}></shell-icon><span>${submenu.title}</span><shell-icon icon="$(chevron-right)"></shell-icon>
      </button>
    `;
  }

  private showSubmenu({ title, groups }: MenuEntry & { kind: 'submenu' }, anchor: HTMLElement): void {
    const onClose = () => {
      this.openSubmenu = undefined;
    };
    this.openSubmenu = title;
    this.workbench.request({ kind: 'show-menu', menu: { label: title, groups, anchor, onClose } });
  }
}
