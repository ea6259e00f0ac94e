import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { baseStyles, plainButtonStyles, scrollStyles } from '../base/base-styles.ts';
import { rememberFocus } from '../base/focus.ts';
import { ShellElement } from '../base/shell-element.ts';
import { sideBarWidthPixels } from '../layout/layout-model.ts';
import type { PanelDescriptor } from '../panels/panel-directory.ts';

/** The view beside the activity bar. Views are kept while another one, or none, is shown. */
@customElement('shell-side-bar')
export class ShellSideBar extends ShellElement {
  static override readonly styles = [
    baseStyles,
    plainButtonStyles,
    scrollStyles,
    css`
      :host { background: var(--vscode-sideBar-background); color: var(--vscode-sideBar-foreground); display: block; min-height: 0; }
      aside { display: flex; flex-direction: column; height: 100%; position: relative; }
      shell-sash { inset-block: 0; inset-inline-end: 0; position: absolute; }
      .title { align-items: center; display: flex; flex: none; gap: 8px; height: 36px; justify-content: space-between; padding-inline: 20px 8px; }
      h2 { color: var(--vscode-sideBarTitle-foreground); font-size: 0.82em; font-weight: 600; letter-spacing: 0.04em; text-transform: uppercase; }
      .view { flex: 1 1 0; min-height: 0; }
    `,
  ];

  private readonly wereShown = new Set<string>();
  private giveFocusBack: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.subscriptions.add(
      this.workbench.onDidRequest((request) => {
        if (request.kind === 'focus-panel' && request.panelId === this.workbench.layout.sideBarPanel) this.enter();
      }),
    );
    this.addEventListener('keydown', (event) => this.leaveByEscape(event));
  }

  protected override sources() {
    return [this.workbench.layout.onDidChange, this.workbench.panels.onDidChange];
  }

  focusPart(): boolean {
    this.root.querySelector<HTMLElement>('aside')?.focus();
    return this.workbench.layout.sideBarPanel !== null;
  }

  protected override render() {
    const { layout, panels } = this.workbench;
    const shown = layout.sideBarPanel === null ? undefined : panels.find(layout.sideBarPanel);
    if (shown) this.wereShown.add(shown.id);
    const kept = panels.at('sideBar').filter(({ id }) => this.wereShown.has(id));
    return html`
      <aside aria-label=${shown?.title ?? ''} tabindex="-1">
        <div class="title">
          <h2>${shown?.title}</h2>
          <button class="plain icon" type="button" aria-label=${this.t('workbench.side-bar.close')} data-tooltip=${this.t('workbench.side-bar.close')}
            @click=${() => this.workbench.layout.hideSideBar()}><shell-icon icon="$(close)"></shell-icon></button>
        </div>
        ${repeat(
          kept,
          ({ id }) => id,
          (panel) => this.renderView(panel, panel === shown),
        )}
        ${shown ? nothing : html`<div class="view"></div>`}
        ${this.workbench.layout.isNarrow ? nothing : this.renderSash()}
      </aside>
    `;
  }

  private renderView(panel: PanelDescriptor, isShown: boolean) {
    return html`
      <div class="view scroll" ?hidden=${!isShown}><shell-panel-view .workbench=${this.workbench} .descriptor=${panel}></shell-panel-view></div>
    `;
  }

  private renderSash() {
    const { layout } = this.workbench;
    const { minimum, maximum } = sideBarWidthPixels;
    return html`
      <shell-sash label=${this.t('workbench.side-bar.resize')} .value=${layout.current.sideBar.widthPixels} .minimum=${minimum} .maximum=${maximum}
        @sash-resize=${(event: CustomEvent<number>) => layout.resizeSideBar(event.detail)}></shell-sash>
    `;
  }

  private enter(): void {
    this.giveFocusBack = rememberFocus();
    void this.updateComplete.then(() => this.focusPart());
  }

  /** Over a narrow window the side bar hides what is below, so that Escape has to take it away. */
  private leaveByEscape(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.defaultPrevented || !this.workbench.layout.isNarrow) return;
    this.workbench.layout.hideSideBar();
    this.giveFocusBack?.();
  }
}
