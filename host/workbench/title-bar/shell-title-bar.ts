import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { baseStyles, plainButtonStyles } from '../base/base-styles.ts';
import { ShellElement } from '../base/shell-element.ts';

/** The product's name, the way into the palette, and what shows and hides the parts. */
@customElement('shell-title-bar')
export class ShellTitleBar extends ShellElement {
  static override readonly styles = [
    baseStyles,
    plainButtonStyles,
    css`
      header { align-items: center; background: var(--vscode-titleBar-activeBackground); border-block-end: 1px solid var(--vscode-titleBar-border);
        color: var(--vscode-titleBar-activeForeground); display: grid; gap: 12px;
        grid-template-columns: minmax(0, 1fr) minmax(0, 420px) minmax(0, 1fr); height: 38px; padding-inline: 12px; }
      .product { align-items: center; display: flex; gap: 8px; min-width: 0; }
      .product strong { font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .product span { color: var(--vscode-descriptionForeground); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .search { align-items: center; background: var(--vscode-input-background); border: 1px solid var(--vscode-input-border); border-radius: 6px;
        color: var(--vscode-input-placeholderForeground); cursor: pointer; display: flex; font: inherit; gap: 8px; height: 26px; min-width: 0;
        padding-inline: 10px; }
      .search span { flex: 1; overflow: hidden; text-align: start; text-overflow: ellipsis; white-space: nowrap; }
      .search:hover { border-color: var(--vscode-focusBorder); color: var(--vscode-foreground); }
      kbd { font: inherit; font-size: 0.85em; }
      .actions { display: flex; gap: 2px; justify-content: flex-end; }
      .demo { align-self: center; background: var(--vscode-inputValidation-warningBackground);
        border: 1px solid var(--vscode-inputValidation-warningBorder); border-radius: 10px; font-size: 0.9em; margin-inline-end: 6px;
        overflow: hidden; padding: 0 10px; text-overflow: ellipsis; white-space: nowrap; }
      @media (max-width: 767px) {
        header { gap: 8px; grid-template-columns: auto minmax(0, 1fr) auto; padding-inline: 8px; }
        .product span, kbd { display: none; }
      }
      @media (max-width: 400px) { .product strong { display: none; } }
    `,
  ];

  protected override sources() {
    return [this.workbench.store.changesOf('demo'), this.workbench.layout.onDidChange];
  }

  focusPart(): boolean {
    this.root.querySelector<HTMLElement>('.search')?.focus();
    return true;
  }

  protected override render() {
    const { workbench } = this;
    const { layout, store, keyboard } = workbench;
    return html`
      <header>
        <div class="product"><strong>${this.t('workbench.title-bar.software')}</strong><span>${this.t('workbench.product')}</span></div>
        <button class="search" type="button" aria-keyshortcuts=${ifDefined(keyboard.ariaOf('workbench.show-commands'))}
          @click=${() => workbench.run('workbench.show-commands')}>
          <shell-icon icon="$(search)"></shell-icon><span>${this.t('workbench.title-bar.search')}</span><kbd>${keyboard.labelOf('workbench.show-commands')}</kbd>
        </button>
        <div class="actions">
          ${store.current.demo === null ? nothing : html`<span class="demo">${this.t('workbench.demo.mark')}</span>`}
          ${this.renderToggle('workbench.toggle-side-bar', '$(layout-sidebar-left)', layout.sideBarPanel !== null)}
          ${this.renderToggle('workbench.toggle-bottom-panel', '$(layout-panel)', layout.current.bottom.panel !== null)}
        </div>
      </header>
    `;
  }

  private renderToggle(command: string, icon: string, isPressed: boolean) {
    const { workbench } = this;
    const name = this.t(`workbench.title-bar.${command.slice('workbench.toggle-'.length)}`);
    return html`
      <button class="plain icon" type="button" aria-label=${name} aria-pressed=${isPressed}
        aria-keyshortcuts=${ifDefined(workbench.keyboard.ariaOf(command))}
        data-tooltip="${name} (${workbench.keyboard.labelOf(command)})" @click=${() => workbench.run(command)}>
        <shell-icon icon=${icon}></shell-icon>
      </button>
    `;
  }
}
