import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles, plainButtonStyles } from '../base/base-styles.ts';
import { ShellElement } from '../base/shell-element.ts';
import type { FeedEntry } from './notification-feed.ts';

const icons = { info: '$(info)', warning: '$(warning)', error: '$(error)' } as const;

/** One notification: how serious it is, who speaks, what can be done, how far its work is. */
@customElement('shell-notification')
export class ShellNotification extends ShellElement {
  static override readonly styles = [
    baseStyles,
    plainButtonStyles,
    css`
      :host { display: block; }
      [role='group'] { display: grid; gap: 2px 10px; grid-template-columns: 18px minmax(0, 1fr) auto; padding: 10px 8px 10px 12px; }
      .severity { --icon-size: 18px; margin-block-start: 3px; }
      .info { color: var(--vscode-notificationsInfoIcon-foreground); }
      .warning { color: var(--vscode-notificationsWarningIcon-foreground); }
      .error { color: var(--vscode-notificationsErrorIcon-foreground); }
      .message { overflow-wrap: anywhere; padding-block-start: 2px; white-space: pre-line; }
      .source { color: var(--vscode-descriptionForeground); font-size: 0.88em; grid-column: 2 / -1; }
      .actions { display: flex; flex-wrap: wrap; gap: 6px; grid-column: 2 / -1; justify-content: flex-end; margin-block-start: 6px;
        padding-inline-end: 4px; }
      .actions button { background: var(--vscode-button-secondaryBackground); border: 1px solid var(--vscode-button-border); border-radius: 4px;
        color: var(--vscode-button-secondaryForeground); cursor: pointer; font: inherit; min-height: 28px; padding: 2px 12px; }
      .actions button.first { background: var(--vscode-button-background); color: var(--vscode-button-foreground); }
      .actions button:hover { background: var(--vscode-button-secondaryHoverBackground); }
      .actions button.first:hover { background: var(--vscode-button-hoverBackground); }
      .actions button:focus-visible { outline-offset: 1px; }
      vscode-progress-bar { grid-column: 2 / -1; margin-block: 6px 2px; }
      vscode-progress-bar::part(track) { background: var(--vscode-widget-border); }
      .past { opacity: 0.85; }
    `,
  ];

  @property({ attribute: false }) entry!: FeedEntry;
  /** Whether the time is shown, as in the history. */
  @property({ type: Boolean }) dated = false;

  protected override render() {
    const { item, isActive } = this.entry;
    const { severity, message, progress } = item;
    return html`
      <div role="group" class=${isActive ? '' : 'past'} aria-label=${this.t(`workbench.notifications.${severity}`)}>
        <shell-icon class="severity ${severity}" icon=${icons[severity]}></shell-icon>
        <p class="message"><span class="visually-hidden">${this.t(`workbench.notifications.${severity}`)} : </span>${message}</p>
        ${isActive && !progress ? this.renderClose() : html`<span></span>`}
        ${progress?.message ? html`<p class="source">${progress.message}</p>` : nothing}
        ${isActive && progress ? this.renderProgress(progress.fraction, message) : nothing}
        <p class="source">${this.sourceLine}</p>
        ${isActive ? this.renderActions() : nothing}
      </div>
    `;
  }

  private get sourceLine(): string {
    const { item, receivedAt } = this.entry;
    if (!this.dated) return item.source;
    const time = new Intl.DateTimeFormat(this.workbench.store.current.language, { timeStyle: 'short' }).format(receivedAt);
    return `${item.source} · ${time}`;
  }

  private renderClose() {
    return html`
      <button class="plain icon" type="button" aria-label=${this.t('workbench.notifications.close')} @click=${() => this.answer(null)}>
        <shell-icon icon="$(close)"></shell-icon>
      </button>
    `;
  }

  private renderProgress(fraction: number | null, message: string) {
    const isKnown = fraction !== null;
    return html`<vscode-progress-bar aria-label=${message} ?indeterminate=${!isKnown}
      .value=${isKnown ? Math.round(fraction * 100) : undefined}></vscode-progress-bar>`;
  }

  private renderActions() {
    const { item } = this.entry;
    if (item.progress) {
      const cancel = () => this.workbench.notifications.cancelProgress(item.id);
      return html`<div class="actions"><button type="button" @click=${cancel}>${this.t('workbench.notifications.cancel')}</button></div>`;
    }
    if (item.actions.length === 0) return nothing;
    return html`
      <div class="actions">
        ${item.actions.map((title, index) => html`<button type="button" class=${index === 0 ? 'first' : ''} @click=${() => this.answer(index)}>${title}</button>`)}
      </div>
    `;
  }

  private answer(action: number | null): void {
    this.workbench.notifications.answer(this.entry.item.id, action);
  }
}
