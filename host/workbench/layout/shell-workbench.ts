import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { baseStyles } from '../base/base-styles.ts';
import { deepActiveElement, deepContains } from '../base/focus.ts';
import type { ShellAnnouncer } from '../base/shell-announcer.ts';
import { ShellElement } from '../base/shell-element.ts';
import { keepPressesSteady } from '../base/steady-press.ts';
import { shellPanels } from '../panels/shell-panels.ts';
import type { WindowRequest } from '../workbench.ts';
import { workbenchStyles } from './shell-workbench.styles.ts';

/** A part of the window that F6 reaches. */
interface Part extends HTMLElement {
  /** Whether there is something in it to focus. */
  focusPart(): boolean;
}

/** The parts in the order in which F6 walks through them. */
const partTags = [
  'shell-title-bar',
  'shell-activity-bar',
  'shell-side-bar',
  'shell-tabs',
  'shell-bottom-panel',
  'shell-status-bar',
  'shell-toasts',
] as const;

/** The whole window: its parts, and the focus among them. */
@customElement('shell-workbench')
export class ShellWorkbench extends ShellElement {
  static override readonly styles = [baseStyles, workbenchStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    this.subscriptions.add(this.workbench.onDidRequest((request) => this.answer(request)));
    this.subscriptions.add(keepPressesSteady(window));
  }

  protected override sources() {
    return [this.workbench.layout.onDidChange];
  }

  protected override updated(): void {
    const { sideBar, bottom } = this.workbench.layout.current;
    this.style.setProperty('--side-bar-width', `${sideBar.widthPixels}px`);
    this.style.setProperty('--bottom-height', `${bottom.heightPixels}px`);
  }

  protected override render() {
    const { workbench } = this;
    const { layout } = workbench;
    const hasSideBar = layout.sideBarPanel !== null;
    const { panel: bottomPanel } = layout.current.bottom;
    const hasBottom = bottomPanel !== null;
    return html`
      ${this.renderSkipLinks()}
      <shell-title-bar .workbench=${workbench}></shell-title-bar>
      <shell-connection-banner .workbench=${workbench}></shell-connection-banner>
      <div class="body ${layout.isNarrow ? 'narrow' : ''}">
        <shell-activity-bar .workbench=${workbench}></shell-activity-bar>
        <shell-side-bar .workbench=${workbench} ?hidden=${!hasSideBar}></shell-side-bar>
        ${hasSideBar && layout.isNarrow ? html`<div class="veil" @click=${() => layout.hideSideBar()}></div>` : nothing}
        <div class="middle">
          <main><shell-tabs .workbench=${workbench}></shell-tabs></main>
          <shell-bottom-panel .workbench=${workbench} ?hidden=${!hasBottom}></shell-bottom-panel>
          <shell-toasts .workbench=${workbench} ?hidden=${bottomPanel === shellPanels.notifications}></shell-toasts>
        </div>
      </div>
      <shell-status-bar .workbench=${workbench}></shell-status-bar>
      <shell-palette .workbench=${workbench}></shell-palette>
      <shell-dialogs .workbench=${workbench}></shell-dialogs>
      <shell-tooltip></shell-tooltip>
      <shell-announcer></shell-announcer>
    `;
  }

  private renderSkipLinks() {
    return html`
      <div class="skip">
        <button type="button" @click=${() => this.partOf('shell-tabs')?.focusPart()}>${this.t('workbench.skip.content')}</button>
        <button type="button" @click=${() => this.partOf('shell-status-bar')?.focusPart()}>${this.t('workbench.skip.status-bar')}</button>
      </div>
    `;
  }

  private answer(request: WindowRequest): void {
    if (request.kind === 'focus-part') this.focusNextPart(request.step);
    else if (request.kind === 'announce')
      void this.root.querySelector<ShellAnnouncer>('shell-announcer')?.say(request.text, request.isUrgent);
  }

  private focusNextPart(step: 1 | -1): void {
    const parts = partTags.map((tag) => this.partOf(tag)).filter((part): part is Part => part !== null && !part.hidden);
    const current = parts.findIndex((part) => deepContains(part, deepActiveElement()));
    const start = current < 0 && step < 0 ? 0 : current;
    for (let distance = 1; distance <= parts.length; distance += 1) {
      const part = parts[(start + step * distance + parts.length * 2) % parts.length];
      if (part?.focusPart()) return;
    }
  }

  private partOf(tag: (typeof partTags)[number]): Part | null {
    return this.root.querySelector<Part>(tag);
  }
}
