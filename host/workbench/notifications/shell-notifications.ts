import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { baseStyles, plainButtonStyles } from '../base/base-styles.ts';
import { ShellElement } from '../base/shell-element.ts';
import type { FeedEntry } from './notification-feed.ts';

/** « Notifications »: all of them since the window opened, newest first. */
@customElement('shell-notifications')
export class ShellNotifications extends ShellElement {
  static override readonly styles = [
    baseStyles,
    plainButtonStyles,
    css`
      :host { display: block; padding-inline: 8px; }
      li { border-block-end: 1px solid var(--vscode-panel-border); }
      p { color: var(--vscode-descriptionForeground); padding: 12px; }
      .clear { align-items: center; display: inline-flex; gap: 6px; margin: 4px; }
    `,
  ];

  protected override sources() {
    return [this.workbench.notifications.onDidChange];
  }

  protected override render() {
    const { history } = this.workbench.notifications;
    if (history.length === 0) return html`<p>${this.t('workbench.notifications.none')}</p>`;
    return html`
      <button class="plain clear" type="button" @click=${() => this.workbench.notifications.clear()}>
        <shell-icon icon="$(clear-all)"></shell-icon>${this.t('workbench.command.clear-notifications')}
      </button>
      <ul aria-label=${this.t('workbench.notifications.title')}>
        ${repeat(
          history,
          (entry) => entry.receivedAt.getTime() + entry.item.id,
          (entry: FeedEntry) => html`<li><shell-notification dated .workbench=${this.workbench} .entry=${entry}></shell-notification></li>`,
        )}
      </ul>
    `;
  }
}
