import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { baseStyles } from '../base/base-styles.ts';
import { ShellElement } from '../base/shell-element.ts';
import type { PanelDescriptor } from '../panels/panel-directory.ts';

const shortcuts = ['workbench.show-commands', 'workbench.focus-next-part', 'workbench.toggle-side-bar', 'workbench.close-tab'] as const;

/** What the middle shows while no panel is open: where to go, and by which keys. */
@customElement('shell-welcome')
export class ShellWelcome extends ShellElement {
  static override readonly styles = [
    baseStyles,
    css`
      :host { display: grid; min-height: 100%; padding: 32px 24px; place-items: center; }
      .page { max-width: 680px; width: 100%; }
      .greeting { align-items: center; display: flex; gap: 18px; margin-block-end: 28px; }
      .greeting shell-icon { --icon-size: 64px; }
      h1 { font-size: 1.6em; font-weight: 600; line-height: 1.25; }
      .greeting p { color: var(--vscode-descriptionForeground); margin-block-start: 4px; }
      h2 { color: var(--vscode-descriptionForeground); font-size: 0.95em; font-weight: 600; margin-block: 24px 10px; }
      .tiles { display: grid; gap: 10px; grid-template-columns: repeat(auto-fill, minmax(min(200px, 100%), 1fr)); }
      .tile { --icon-size: 22px; align-items: center; background: var(--vscode-welcomePage-tileBackground);
        border: 1px solid var(--vscode-welcomePage-tileBorder);
        border-radius: 8px; color: inherit; cursor: pointer; display: flex; font: inherit; gap: 12px; min-height: 56px; padding: 10px 14px; text-align: start; width: 100%; }
      .tile:hover { border-color: var(--vscode-focusBorder); }
      .tile shell-icon { color: var(--vscode-textLink-foreground); }
      dl { display: grid; gap: 6px 16px; grid-template-columns: max-content minmax(0, 1fr); margin: 0; }
      dt { text-align: end; }
      dd { color: var(--vscode-descriptionForeground); margin: 0; }
      kbd { background: var(--vscode-keybindingLabel-background); border: 1px solid var(--vscode-keybindingLabel-border); border-radius: 4px;
        font: inherit; font-size: 0.88em; padding: 1px 7px; }
      @media (max-width: 560px) { :host { padding: 18px 14px; } .greeting shell-icon { --icon-size: 44px; } h1 { font-size: 1.3em; } }
    `,
  ];

  protected override sources() {
    return [this.workbench.panels.onDidChange, this.workbench.store.changesOf('keybindings', 'statusItems')];
  }

  protected override render() {
    const panels = this.workbench.panels.at('tab').filter(({ rank, source }) => rank !== undefined && source.kind === 'plugin');
    return html`
      <div class="page">
        <div class="greeting">
          <shell-icon icon=${this.workbench.ball?.icon ?? ''}></shell-icon>
          <div><h1>${this.t('workbench.welcome.heading')}</h1><p>${this.t('workbench.welcome.text')}</p></div>
        </div>
        ${panels.length === 0 ? nothing : html`<h2>${this.t('workbench.welcome.open')}</h2><div class="tiles">${panels.map((panel) => this.renderTile(panel))}</div>`}
        <h2>${this.t('workbench.welcome.keys')}</h2>
        <dl>${shortcuts.map((command) => this.renderShortcut(command))}</dl>
      </div>
    `;
  }

  private renderTile({ id, title, icon }: PanelDescriptor) {
    return html`<button class="tile" type="button" @click=${() => this.workbench.showPanel(id)}><shell-icon
      icon=${icon}></shell-icon>${title}</button>`;
  }

  private renderShortcut(command: string) {
    return html`<dt><kbd>${this.workbench.keyboard.labelOf(command)}</kbd></dt><dd>${this.workbench.commands.find(command)?.title}</dd>`;
  }
}
