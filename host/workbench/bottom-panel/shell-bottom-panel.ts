import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { baseStyles, plainButtonStyles, scrollStyles } from '../base/base-styles.ts';
import { RovingFocus } from '../base/roving-focus.ts';
import { ShellElement } from '../base/shell-element.ts';
import { bottomHeightPixels } from '../layout/layout-model.ts';
import type { PanelDescriptor } from '../panels/panel-directory.ts';

/** The part below the middle: the notifications so far, and what plugins put there. */
@customElement('shell-bottom-panel')
export class ShellBottomPanel extends ShellElement {
  static override readonly styles = [
    baseStyles,
    plainButtonStyles,
    scrollStyles,
    css`
      :host { background: var(--vscode-panel-background); border-block-start: 1px solid var(--vscode-panel-border); display: block; min-height: 0; }
      section { display: flex; flex-direction: column; height: 100%; position: relative; }
      shell-sash { inset-block-start: 0; inset-inline: 0; position: absolute; }
      .header { align-items: center; display: flex; flex: none; height: 34px; padding-inline: 12px 6px; }
      [role='tablist'] { display: flex; flex: 1; gap: 4px; min-width: 0; overflow: hidden; }
      [role='tab'] { align-items: center; border-block-end: 2px solid transparent; color: var(--vscode-panelTitle-inactiveForeground);
        cursor: pointer; forced-color-adjust: none;
        display: flex; height: 34px; padding-inline: 8px; user-select: none; white-space: nowrap; }
      [role='tab'][aria-selected='true'] { border-color: var(--vscode-panelTitle-activeBorder); color: var(--vscode-panelTitle-activeForeground); }
      .panel { flex: 1 1 0; min-height: 0; }
    `,
  ];

  private readonly wereShown = new Set<string>();

  constructor() {
    super();
    new RovingFocus(this, { items: '[role=tab]', preferred: '[aria-selected=true]', orientation: 'horizontal' });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.subscriptions.add(
      this.workbench.onDidRequest((request) => {
        const isShown = request.kind === 'focus-panel' && request.panelId === this.workbench.layout.current.bottom.panel;
        if (isShown) void this.updateComplete.then(() => this.focusPart());
      }),
    );
  }

  protected override sources() {
    return [this.workbench.layout.onDidChange, this.workbench.panels.onDidChange];
  }

  focusPart(): boolean {
    this.root.querySelector<HTMLElement>('[role=tabpanel]:not([hidden])')?.focus();
    return this.workbench.layout.current.bottom.panel !== null;
  }

  protected override render() {
    const { layout, panels } = this.workbench;
    const all = panels.at('bottom');
    const shown = all.find(({ id }) => id === layout.current.bottom.panel) ?? all[0];
    if (shown && layout.current.bottom.panel !== null) this.wereShown.add(shown.id);
    return html`
      <section aria-label=${this.t('workbench.bottom-panel.name')}>
        ${this.renderSash()}
        <div class="header">
          <div role="tablist" aria-label=${this.t('workbench.bottom-panel.name')}>
            ${all.map((panel) => this.renderTab(panel, panel === shown))}
          </div>
          <button class="plain icon" type="button" aria-label=${this.t('workbench.bottom-panel.close')}
            data-tooltip=${this.t('workbench.bottom-panel.close')}
            @click=${() => layout.hideBottom()}><shell-icon icon="$(close)"></shell-icon></button>
        </div>
        ${repeat(
          all,
          ({ id }) => id,
          (panel) => this.renderPanel(panel, panel === shown),
        )}
      </section>
    `;
  }

  private renderSash() {
    const { layout } = this.workbench;
    const { minimum, maximum } = bottomHeightPixels;
    return html`
      <shell-sash orientation="horizontal" label=${this.t('workbench.bottom-panel.resize')} .value=${layout.current.bottom.heightPixels}
        .minimum=${minimum} .maximum=${maximum} @sash-resize=${(event: CustomEvent<number>) => layout.resizeBottom(event.detail)}></shell-sash>
    `;
  }

  private renderTab({ id, title }: PanelDescriptor, isShown: boolean) {
    const show = () => this.workbench.layout.showBottom(id);
    return html`
      <div role="tab" id="tab-${id}" aria-selected=${isShown} aria-controls="panel-${id}" @click=${show} @focus=${show}>${title}</div>
    `;
  }

  private renderPanel(panel: PanelDescriptor, isShown: boolean) {
    const { workbench } = this;
    return html`
      <div class="panel scroll" role="tabpanel" id="panel-${panel.id}" aria-labelledby="tab-${panel.id}" tabindex="0" ?hidden=${!isShown}>
        ${this.wereShown.has(panel.id) ? html`<shell-panel-view .workbench=${workbench} .descriptor=${panel}></shell-panel-view>` : ''}
      </div>
    `;
  }
}
