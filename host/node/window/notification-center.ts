import { untilAborted } from '../../../core/async.ts';
import { type Event, EventEmitter } from '../../../core/event.ts';
import { type Disposable, toDisposable } from '../../../core/lifecycle.ts';
import type { Message } from '../../../core/message.ts';
import type { NotificationAction, NotificationOptions, Progress } from '../../../core/services/notification-service.ts';

/** A notification on the screen, in no language yet. */
export interface ActiveNotification extends NotificationOptions {
  readonly id: string;
  /** The plugin that speaks. */
  readonly plugin: string;
  readonly progress?: { readonly fraction: number | null; readonly message: Message | null };
}

/** Beyond this many the oldest gives way: a plugin in a loop must not drown the window. */
const maximumShown = 50;

/** The notifications that every window shows. */
export class NotificationCenter {
  private readonly active = new Map<string, ActiveNotification>();
  private readonly cancellations = new Map<string, AbortController>();
  private readonly changed = new EventEmitter<void>();
  private count = 0;

  readonly onDidChange: Event<void> = this.changed.event;

  /** @param run runs the command of a button that was pressed, in the plugin's name. */
  constructor(private readonly run: (plugin: string, action: NotificationAction) => void) {}

  /** Oldest first. */
  list(): readonly ActiveNotification[] {
    return [...this.active.values()];
  }

  show(plugin: string, options: NotificationOptions): Disposable {
    const id = this.put({ ...options, id: this.nextId(), plugin });
    return toDisposable(() => this.remove(id));
  }

  /** See `NotificationService.withProgress`. `ending` cancels the work too, and doesn't wait for it. */
  async withProgress<T>(
    plugin: string,
    title: Message,
    work: (progress: Progress, signal: AbortSignal) => Promise<T>,
    ending: AbortSignal,
  ): Promise<T> {
    ending.throwIfAborted();
    const cancellation = new AbortController();
    const bare = { id: this.nextId(), plugin, severity: 'info', message: title } as const;
    this.put({ ...bare, progress: { fraction: null, message: null } });
    this.cancellations.set(bare.id, cancellation);
    const report: Progress['report'] = ({ message = null, fraction = null }) => {
      if (this.active.has(bare.id)) this.put({ ...bare, progress: { fraction, message } });
    };
    try {
      const outcome = work({ report }, AbortSignal.any([cancellation.signal, ending]));
      return await untilAborted(outcome, ending);
    } finally {
      this.cancellations.delete(bare.id);
      this.remove(bare.id);
    }
  }

  /** A user pressed a button, or closed the notification (`null`). Unknown ids and buttons do nothing. */
  answer(id: string, actionIndex: number | null): void {
    const notification = this.active.get(id);
    if (!notification || notification.progress) return;
    const action = actionIndex === null ? undefined : notification.actions?.[actionIndex];
    if (actionIndex !== null && !action) return;
    this.remove(id);
    if (action) this.run(notification.plugin, action);
  }

  /** A user pressed « Annuler » of work under way. */
  cancel(id: string): void {
    this.cancellations.get(id)?.abort();
  }

  private put(notification: ActiveNotification): string {
    this.active.set(notification.id, notification);
    const oldest = this.list().find(({ progress }) => !progress);
    if (this.active.size > maximumShown && oldest) this.active.delete(oldest.id);
    this.changed.fire();
    return notification.id;
  }

  private remove(id: string): void {
    if (this.active.delete(id)) this.changed.fire();
  }

  private nextId(): string {
    this.count += 1;
    return `notification-${this.count}`;
  }
}
