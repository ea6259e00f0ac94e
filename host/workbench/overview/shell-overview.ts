import { css, html, nothing, unsafeCSS } from 'lit';
import { customElement } from 'lit/decorators.js';
import { controlStyles } from '../../../core/panel-styles.ts';
import { baseStyles } from '../base/base-styles.ts';
import { ShellElement } from '../base/shell-element.ts';
import type { MenuEntry, MenuGroups } from '../menu/menu-model.ts';

/** « Vue d'ensemble »: the ball, what it means, and what can be done next. */
@customElement('shell-overview')
export class ShellOverview extends ShellElement {
  static override readonly styles = [
    unsafeCSS(controlStyles),
    baseStyles,
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
      .notice shell-icon { margin-block-start: 2px; }
      .notice p { min-width: 0; overflow-wrap: anywhere; white-space: pre-line; }
      .group { display: flex; flex-direction: column; gap: 6px; margin-block-end: 18px; }
      .group h3 { color: var(--vscode-descriptionForeground); font-size: 0.85em; margin: 0 0 2px; }
      button { border-radius: 6px; min-height: 36px; padding: 6px 12px; text-align: start; }
      button.secondary { background: var(--vscode-welcomePage-tileBackground); border: 1px solid var(--vscode-input-border); }
      button.secondary:hover:not(:disabled) { background: var(--vscode-list-hoverBackground); border-color: var(--vscode-focusBorder); }
      [aria-disabled='true'] { cursor: default; opacity: 0.6; }
    `,
  ];

  protected override sources() {
    const { store, context, commands } = this.workbench;
    return [store.changesOf('statusItems', 'menus', 'notices', 'demo'), context.onDidChange, commands.onDidChange];
  }

  protected override render() {
    const { demo, notices } = this.workbench.store.current;
    return html`
      ${this.renderState()}
      ${demo === null ? nothing : this.renderNotice('demo', html`<strong>${this.t('workbench.demo.mark')}</strong><br />${demo}`)}
      ${notices.map((notice) => this.renderNotice('', notice))}
      ${this.renderNextSteps()}
    `;
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

  private renderNotice(kind: string, content: unknown) {
    return html`<div class="notice ${kind}"><shell-icon icon="$(info)"></shell-icon><p>${content}</p></div>`;
  }

  /** The ball's menu, laid out: whoever doesn't think of a right click finds everything here. */
  private renderNextSteps() {
    const groups = this.workbench.resolveMenu(this.workbench.ball?.menu ?? '');
    const entries = groups.flat();
    const commands = entries.filter((entry) => entry.kind === 'command');
    const submenus = entries.filter((entry) => entry.kind === 'submenu');
    if (entries.length === 0) return nothing;
    return html`
      <div class="group main">${commands.map((entry, index) => this.renderButton(entry, index === 0))}</div>
      ${submenus.map((submenu) => html`<div class="group"><h3>${submenu.title}</h3>${this.renderSubmenu(submenu.groups)}</div>`)}
    `;
  }

  private renderSubmenu(groups: MenuGroups): unknown {
    return groups.flat().map((entry) => (entry.kind === 'command' ? this.renderButton(entry, false) : this.renderSubmenu(entry.groups)));
  }

  private renderButton(entry: MenuEntry & { kind: 'command' }, isFirst: boolean): unknown {
    const reason = entry.isEnabled ? undefined : this.workbench.commands.disabledReason(entry.command);
    return html`
      <button type="button" class=${isFirst ? '' : 'secondary'} aria-disabled=${reason !== undefined} aria-description=${reason ?? nothing}
        data-tooltip=${reason ?? nothing} @click=${() => reason === undefined && this.workbench.run(entry.command.id)}>${entry.title}</button>
    `;
  }
}
