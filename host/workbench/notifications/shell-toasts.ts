import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { NotificationItem } from '../../../core/protocol/window-protocol.ts';
import { afterPaint } from '../base/after-paint.ts';
import { baseStyles, scrollStyles } from '../base/base-styles.ts';
import { deepActiveElement, deepContains } from '../base/focus.ts';
import { ShellElement } from '../base/shell-element.ts';
import type { FeedEntry } from './notification-feed.ts';

/** How long a mere information stays in sight; it remains in the history. */
const informationTimeMs = 10_000;

/**
 * The newest notifications, below the panels rather than over them: people who follow a printed guide must find every
 * button it names. They never take the focus; a screen reader says them.
 */
@customElement('shell-toasts')
export class ShellToasts extends ShellElement {
  static override readonly styles = [
    baseStyles,
    scrollStyles,
    css`
      :host { display: flex; flex-direction: column; }
      section { border-top: 1px solid var(--vscode-panel-border); display: flex; flex-direction: column; gap: 8px; min-height: 0;
        padding: 8px 12px; }
      shell-notification { background: var(--vscode-notifications-background); border: 1px solid var(--vscode-notificationToast-border);
        border-radius: 8px; color: var(--vscode-notifications-foreground); flex: none; }
      @keyframes appear { from { opacity: 0; translate: 0 8px; } }
      shell-notification { animation: appear 0.15s ease-out; }
      @media (prefers-reduced-motion: reduce) { shell-notification { animation: none; } }
    `,
  ];

  private hadFocus = false;
  private hasNewcomer = false;
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  override connectedCallback(): void {
    super.connectedCallback();
    const { notifications } = this.workbench;
    this.subscriptions.add(notifications.onDidArrive((item) => this.receive(item)));
    for (const { item } of notifications.toasts) this.announce(item);
    this.addEventListener('keydown', (event) => event.key === 'Escape' && this.closeFocused());
  }

  protected override sources() {
    return [this.workbench.notifications.onDidChange];
  }

  focusPart(): boolean {
    const [first] = this.root.querySelectorAll('shell-notification');
    first?.shadowRoot?.querySelector('button')?.focus();
    return first !== undefined;
  }

  protected override willUpdate(): void {
    this.hadFocus = deepContains(this, deepActiveElement());
  }

  protected override updated(): void {
    if (this.hadFocus && !deepContains(this, deepActiveElement()) && !this.focusPart()) this.workbench.focusMiddle();
    if (this.hasNewcomer) afterPaint(() => this.scrollToNewest());
    this.hasNewcomer = false;
    for (const { item } of this.workbench.notifications.toasts) {
      const passesByItself = item.severity === 'info' && item.actions.length === 0 && !item.progress;
      if (passesByItself && !this.timers.has(item.id)) this.startTimer(item.id);
    }
  }

  protected override render() {
    const { toasts } = this.workbench.notifications;
    if (toasts.length === 0) return nothing;
    return html`
      <section class="scroll" aria-label=${this.t('workbench.notifications.region')}>
        ${repeat(
          toasts,
          ({ item }) => item.id,
          (entry: FeedEntry) =>
            html`<shell-notification data-id=${entry.item.id} .workbench=${this.workbench} .entry=${entry}></shell-notification>`,
        )}
      </section>
    `;
  }

  /** Not by `scrollIntoView`: in Chromium it also moves the place from which the Tab key goes on. */
  private scrollToNewest(): void {
    const section = this.root.querySelector('section');
    if (section) section.scrollTop = section.scrollHeight;
  }

  private receive(item: NotificationItem): void {
    this.hasNewcomer = true;
    this.announce(item);
  }

  private announce({ severity, message, source }: NotificationItem): void {
    const text = `${this.t(`workbench.notifications.${severity}`)} : ${message} (${source})`;
    this.workbench.announce(text, { isUrgent: severity === 'error' });
  }

  /** Waits as long as somebody reads or is about to press something. */
  private startTimer(id: string): void {
    const isInUse = () => this.matches(':hover') || deepContains(this, deepActiveElement());
    const hideUnlessInUse = () => {
      if (isInUse()) return this.startTimer(id);
      this.timers.delete(id);
      this.workbench.notifications.hide(id);
    };
    this.timers.set(id, setTimeout(hideUnlessInUse, informationTimeMs));
  }

  private closeFocused(): void {
    const focused = this.root.activeElement;
    const entry = this.workbench.notifications.toasts.find(({ item }) => focused instanceof HTMLElement && focused.dataset.id === item.id);
    if (entry?.item.progress) this.workbench.notifications.hide(entry.item.id);
    else if (entry) this.workbench.notifications.answer(entry.item.id, null);
  }
}
