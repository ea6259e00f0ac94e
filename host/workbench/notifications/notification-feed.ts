import { type Event, EventEmitter } from '../../../core/event.ts';
import type { NotificationItem } from '../../../core/protocol/window-protocol.ts';
import type { HostConnection } from '../connection/host-connection.ts';
import type { WorkbenchStore } from '../state/workbench-store.ts';

/** A notification of this window itself. */
export interface OwnNotification {
  readonly severity: NotificationItem['severity'];
  readonly message: string;
  readonly source: string;
  readonly actions?: readonly { readonly title: string; readonly run: () => void }[];
}

/** A notification with what became of it. */
export interface FeedEntry {
  readonly item: NotificationItem;
  readonly receivedAt: Date;
  /** Still waits for an answer, or for its work to end. */
  readonly isActive: boolean;
  /** Shown over the window, not only in the history. */
  readonly isToast: boolean;
}

const maximumHistory = 50;

/** All notifications of this window's life: those shown now, and the history. */
export class NotificationFeed {
  private entries: readonly FeedEntry[] = [];
  private readonly runs = new Map<string, readonly (() => void)[]>();
  /** Answered here, but perhaps still in a patch that was under way. */
  private readonly answered = new Set<string>();
  private ownCount = 0;
  private readonly changed = new EventEmitter<void>();
  private readonly arrived = new EventEmitter<NotificationItem>();

  readonly onDidChange: Event<void> = this.changed.event;
  readonly onDidArrive: Event<NotificationItem> = this.arrived.event;

  constructor(
    private readonly store: WorkbenchStore,
    private readonly connection: HostConnection,
  ) {
    connection.onDidChangeState(() => this.answered.clear());
    store.changesOf('notifications')(() => this.takeFromHost());
    this.takeFromHost();
  }

  /** Newest first. */
  get history(): readonly FeedEntry[] {
    return this.entries;
  }

  /** Oldest first, as they are stacked. */
  get toasts(): readonly FeedEntry[] {
    return this.entries.filter(({ isToast }) => isToast).reverse();
  }

  get activeCount(): number {
    return this.entries.filter(({ isActive }) => isActive).length;
  }

  /** Shows a notification of the window's own. */
  notify({ severity, message, source, actions = [] }: OwnNotification): void {
    this.ownCount += 1;
    const id = `window-${this.ownCount}`;
    this.runs.set(
      id,
      actions.map(({ run }) => run),
    );
    this.put({ id, severity, message, source, actions: actions.map(({ title }) => title) });
    this.changed.fire();
  }

  /** Presses a button, or with `null` closes the notification. */
  answer(id: string, action: number | null): void {
    const own = this.runs.get(id);
    this.end([id]);
    if (own) {
      this.runs.delete(id);
      if (action !== null) own[action]?.();
    } else {
      this.answered.add(id);
      this.tellHost((host) => host.answerNotification(id, action));
    }
  }

  cancelProgress(id: string): void {
    this.tellHost((host) => host.cancelProgress(id));
  }

  /** Takes a notification off the window; it stays in the history as it is. */
  hide(id: string): void {
    this.replace((entry) => (entry.item.id === id ? { ...entry, isToast: false } : entry));
  }

  /** Closes every notification that isn't work under way, and forgets the history. */
  clear(): void {
    for (const { item, isActive } of this.entries) {
      if (isActive && !item.progress) this.answer(item.id, null);
    }
    this.entries = this.entries.filter(({ isActive }) => isActive);
    this.changed.fire();
  }

  private takeFromHost(): void {
    const notifications = this.store.current.notifications.filter(({ id }) => !this.answered.has(id));
    for (const item of notifications) this.put(item);
    const isGone = ({ item, isActive }: FeedEntry) =>
      isActive && !this.runs.has(item.id) && !notifications.some(({ id }) => id === item.id);
    this.end(this.entries.filter(isGone).map(({ item }) => item.id));
    this.changed.fire();
  }

  private put(item: NotificationItem): void {
    const isKnown = this.entries.some((entry) => entry.item.id === item.id && entry.isActive);
    if (isKnown) {
      this.entries = this.entries.map((entry) => (entry.item.id === item.id ? { ...entry, item } : entry));
      return;
    }
    const entry: FeedEntry = { item, receivedAt: new Date(), isActive: true, isToast: true };
    this.entries = [entry, ...this.entries].slice(0, maximumHistory);
    this.arrived.fire(item);
  }

  private end(ids: readonly string[]): void {
    this.replace((entry) => (ids.includes(entry.item.id) ? { ...entry, isActive: false, isToast: false } : entry));
  }

  private replace(change: (entry: FeedEntry) => FeedEntry): void {
    this.entries = this.entries.map(change);
    this.changed.fire();
  }

  /** Without a connection nothing is lost: the host shows the notification again when it is back. */
  private tellHost(call: Parameters<HostConnection['call']>[0]): void {
    this.connection.call(call).catch(() => undefined);
  }
}
