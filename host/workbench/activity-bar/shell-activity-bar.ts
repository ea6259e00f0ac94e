import '@vscode-elements/elements/dist/vscode-badge/index.js';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { baseStyles } from '../base/base-styles.ts';
import { RovingFocus } from '../base/roving-focus.ts';
import { ShellElement } from '../base/shell-element.ts';
import type { PanelDescriptor } from '../panels/panel-directory.ts';

/** The panels that want an entry, one button each, down the window's edge. */
@customElement('shell-activity-bar')
export class ShellActivityBar extends ShellElement {
  static override readonly styles = [
    baseStyles,
    css`
      :host { background: var(--vscode-activityBar-background); border-inline-end: 1px solid var(--vscode-activityBar-border); display: block;
        min-height: 0; overflow: hidden auto; scrollbar-width: none; width: 52px; }
      nav { display: flex; min-height: 100%; }
      [role='toolbar'] { display: flex; flex: 1; flex-direction: column; }
      .gap { flex: 1; }
      button { --icon-size: 24px; align-items: center; background: none; border: 0; color: var(--vscode-activityBar-inactiveForeground);
        cursor: pointer; display: flex; flex: none; height: 50px; justify-content: center; padding: 0; position: relative; width: 100%; }
      button:hover, .shown { color: var(--vscode-activityBar-foreground); }
      button:hover { background: var(--vscode-activityBar-activeBackground); }
      button.shown::before { background: var(--vscode-activityBar-activeBorder); border: 1.5px solid var(--vscode-activityBar-activeBorder);
        border-radius: 0 3px 3px 0; content: ''; height: 26px; inset-inline-start: 0; position: absolute; width: 0; }
      vscode-badge { inset-block-start: 25px; inset-inline-start: 27px; position: absolute; }
      @media (max-height: 420px), (max-width: 560px) {
        :host { width: 42px; }
        button { --icon-size: 20px; height: 40px; }
        vscode-badge { inset-block-start: 18px; inset-inline-start: 20px; }
      }
    `,
  ];

  private readonly roving = new RovingFocus(this, { items: 'button', preferred: '.shown', orientation: 'vertical' });

  protected override sources() {
    const { store, layout, panels } = this.workbench;
    return [store.changesOf('badges'), layout.onDidChange, panels.onDidChange];
  }

  focusPart(): boolean {
    return this.roving.focus();
  }

  protected override render() {
    const entries = this.workbench.panels.all.filter(({ rank }) => rank !== undefined).sort((one, other) => compareRanks(one, other));
    return html`
      <nav aria-label=${this.t('workbench.activity-bar.name')}>
        <div role="toolbar" aria-orientation="vertical" aria-label=${this.t('workbench.activity-bar.name')}>
          ${entries.filter(({ isAtFoot }) => !isAtFoot).map((panel) => this.renderEntry(panel))}
          <span class="gap"></span>
          ${entries.filter(({ isAtFoot }) => isAtFoot).map((panel) => this.renderEntry(panel))}
        </div>
      </nav>
    `;
  }

  private renderEntry({ id, title, icon, location }: PanelDescriptor) {
    const badge = this.workbench.store.current.badges[id];
    const name = badge ? this.t('workbench.activity-bar.entry-with-badge', { title, badge: badge.label }) : title;
    const isShown = this.isShown(id);
    const isToggle = location === 'sideBar';
    return html`
      <button type="button" class=${isShown ? 'shown' : ''} aria-pressed=${isToggle ? isShown : nothing}
        aria-current=${isShown && !isToggle ? 'true' : nothing} data-tooltip=${name} @click=${() => this.toggle(id)}>
        <shell-icon icon=${icon}></shell-icon><span class="visually-hidden">${name}</span>${badge ? this.renderBadge(badge.count) : nothing}
      </button>
    `;
  }

  private renderBadge(count: number) {
    return html`<vscode-badge variant="activity-bar-counter" aria-hidden="true">${count > 99 ? '99+' : count}</vscode-badge>`;
  }

  private isShown(panelId: string): boolean {
    const { layout, activeTab } = this.workbench;
    return layout.sideBarPanel === panelId || activeTab === panelId || layout.current.bottom.panel === panelId;
  }

  /** As in VS Code: the entry of the side bar's view closes it again; any other entry shows its panel. */
  private toggle(panelId: string): void {
    const { layout } = this.workbench;
    if (layout.sideBarPanel === panelId) layout.hideSideBar();
    else this.workbench.showPanel(panelId);
  }
}

function compareRanks(one: PanelDescriptor, other: PanelDescriptor): number {
  const [first, second] = [one.rank ?? 0, other.rank ?? 0];
  return first === second ? 0 : first - second;
}
