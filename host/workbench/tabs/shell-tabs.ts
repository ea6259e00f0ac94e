import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { toDisposable } from '../../../core/lifecycle.ts';
import { afterPaint } from '../base/after-paint.ts';
import { baseStyles, plainButtonStyles, scrollStyles } from '../base/base-styles.ts';
import { RovingFocus } from '../base/roving-focus.ts';
import { ShellElement } from '../base/shell-element.ts';
import type { PanelDescriptor } from '../panels/panel-directory.ts';
import type { WindowRequest } from '../workbench.ts';
import { tabsStyles } from './shell-tabs.styles.ts';

const middleButton = 1;

/** The middle of the window: a tab for each open panel, or the welcome page when there is none. */
@customElement('shell-tabs')
export class ShellTabs extends ShellElement {
  static override readonly styles = [baseStyles, plainButtonStyles, scrollStyles, tabsStyles];

  private readonly roving = new RovingFocus(this, { items: '[role=tab]', preferred: '[aria-selected=true]', orientation: 'horizontal' });

  private scrolledTo: string | null = null;
  /** Panels are created when their tab is first shown. */
  private readonly wereShown = new Set<string>();

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('panel-dirty', () => this.requestUpdate());
    this.subscriptions.add(this.workbench.onDidRequest((request) => void this.answer(request)));
    const width = new ResizeObserver(() => this.scrollToActiveTab());
    width.observe(this);
    this.subscriptions.add(toDisposable(() => width.disconnect()));
  }

  protected override sources() {
    return [this.workbench.layout.onDidChange, this.workbench.panels.onDidChange];
  }

  focusPart(): boolean {
    this.root.querySelector<HTMLElement>('[role=tabpanel]:not([hidden])')?.focus();
    return true;
  }

  protected override willUpdate(): void {
    const { activeTab, visibleTabs } = this.workbench;
    for (const id of this.wereShown) {
      if (!visibleTabs.includes(id)) this.wereShown.delete(id);
    }
    if (activeTab !== null) this.wereShown.add(activeTab);
  }

  protected override updated(): void {
    const { activeTab } = this.workbench;
    if (activeTab === this.scrolledTo) return;
    this.scrolledTo = activeTab;
    afterPaint(() => this.scrollToActiveTab());
  }

  private scrollToActiveTab(): void {
    const tab = this.root.querySelector('[aria-selected=true]');
    if (tab) scrollSideways(tab);
  }

  protected override render() {
    const { workbench } = this;
    const panels = workbench.visibleTabs.flatMap((id) => workbench.panels.find(id) ?? []);
    return html`
      <div class="header">
        <div class="scroll" role="tablist" aria-label=${this.t('workbench.tabs.name')}>
          ${
            panels.length === 0
              ? this.renderWelcomeTab()
              : repeat(
                  panels,
                  ({ id }) => id,
                  (panel) => this.renderTab(panel),
                )
          }
        </div>
        ${this.renderCloseButton()}
      </div>
      ${panels.length === 0 ? this.renderWelcomePanel() : nothing}
      ${repeat(
        panels,
        ({ id }) => id,
        (panel) => this.renderPanel(panel),
      )}
    `;
  }

  private renderWelcomeTab() {
    return html`<div class="tab" role="tab" id="tab-welcome" aria-selected="true" aria-controls="panel-welcome">
      <shell-icon icon="$(home)"></shell-icon><span>${this.t('workbench.welcome.title')}</span>
    </div>`;
  }

  private renderWelcomePanel() {
    return html`<div class="panel scroll" role="tabpanel" id="panel-welcome" aria-labelledby="tab-welcome" tabindex="0">
      <shell-welcome .workbench=${this.workbench}></shell-welcome>
    </div>`;
  }

  private renderTab({ id, title, icon, isWithdrawn }: PanelDescriptor) {
    const isActive = this.workbench.activeTab === id;
    const isDirty = this.workbench.openPanels.find(id)?.hasUnsavedChanges ?? false;
    const name = isDirty ? this.t('workbench.tabs.unsaved', { title }) : title;
    return html`
      <div class="tab ${isWithdrawn ? 'withdrawn' : ''}" role="tab" id="tab-${id}" aria-selected=${isActive} aria-controls="panel-${id}" aria-keyshortcuts="Delete"
        aria-label=${isWithdrawn ? this.t('workbench.tabs.withdrawn', { title: name }) : name}
        @click=${() => this.workbench.layout.openTab(id)} @focus=${() => this.workbench.layout.openTab(id)}
        @keydown=${(event: KeyboardEvent) => event.key === 'Delete' && this.close(id)}
        @mousedown=${(event: MouseEvent) => event.button === middleButton && event.preventDefault()}
        @auxclick=${(event: MouseEvent) => event.button === middleButton && this.close(id)}>
        <shell-icon icon=${icon}></shell-icon><span>${title}</span>
        <span class="close ${isDirty ? 'dirty' : ''}" @mousedown=${(event: Event) => event.preventDefault()}
          @click=${(event: Event) => this.closeByMouse(event, id)}>
          <span class="dot"></span><shell-icon class="cross" icon="$(close)"></shell-icon>
        </span>
      </div>
    `;
  }

  /** For keyboards and screen readers: a tab list may hold nothing but tabs, so their crosses are for the mouse alone. */
  private renderCloseButton() {
    const { activeTab, panels, keyboard } = this.workbench;
    if (activeTab === null) return nothing;
    const name = this.t('workbench.tabs.close', { title: panels.find(activeTab)?.title ?? '' });
    return html`
      <button class="plain icon for-keyboard" type="button" aria-label=${name} data-tooltip="${name} (${keyboard.labelOf('workbench.close-tab')})"
        @click=${() => this.close(activeTab)}><shell-icon icon="$(close)"></shell-icon></button>
    `;
  }

  private renderPanel(panel: PanelDescriptor) {
    const { workbench } = this;
    return html`
      <div class="panel scroll" role="tabpanel" id="panel-${panel.id}" aria-labelledby="tab-${panel.id}" tabindex="0"
        ?hidden=${workbench.activeTab !== panel.id}>
        ${panel.isWithdrawn ? this.renderWithdrawal(panel) : nothing}
        ${this.wereShown.has(panel.id) ? html`<shell-panel-view .workbench=${workbench} .descriptor=${panel}></shell-panel-view>` : nothing}
      </div>
    `;
  }

  private renderWithdrawal({ title }: PanelDescriptor) {
    return html`<p class="kept"><shell-icon icon="$(warning)"></shell-icon><span>${this.t('workbench.tabs.kept', { panel: title })}</span></p>`;
  }

  private closeByMouse(event: Event, panelId: string): void {
    event.stopPropagation();
    this.close(panelId);
  }

  private close(panelId: string): void {
    void this.workbench.closeTab(panelId);
  }

  /** Keeps the focus where the user works when tabs come and go. */
  private async answer(request: WindowRequest): Promise<void> {
    const { workbench } = this;
    const isForUs =
      request.kind === 'tab-closed' ||
      request.kind === 'focus-middle' ||
      (request.kind === 'focus-panel' && request.panelId === workbench.activeTab);
    if (!isForUs) return;
    const staysInList = request.kind === 'tab-closed' && this.root.activeElement?.role === 'tab';
    await this.updateComplete;
    if (!staysInList || !this.roving.focus()) this.focusPart();
  }
}

/** As `scrollIntoView` would, save that in Chromium it also moves the place from which the Tab key goes on. */
function scrollSideways(tab: Element): void {
  const list = tab.parentElement as HTMLElement;
  const [seen, wanted] = [list.getBoundingClientRect(), tab.getBoundingClientRect()];
  if (wanted.left < seen.left) list.scrollLeft -= seen.left - wanted.left;
  else if (wanted.right > seen.right) list.scrollLeft += wanted.right - seen.right;
}
