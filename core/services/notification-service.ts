import type { Disposable } from '../lifecycle.ts';
import type { Message } from '../message.ts';

/** A button of a notification. It runs a command of this plugin, or one it may run. */
export interface NotificationAction {
  readonly title: Message;
  readonly command: string;
  readonly args?: unknown;
}

export interface NotificationOptions {
  readonly severity: 'info' | 'warning' | 'error';
  readonly message: Message;
  readonly actions?: readonly NotificationAction[];
}

/** Handed to the work of {@link NotificationService.withProgress}. */
export interface Progress {
  /** Shows how far the work is. `fraction` from 0 to 1; without it the bar only shows that something goes on. */
  report(step: { readonly message?: Message; readonly fraction?: number }): void;
}

/** Tells users something outside the plugin's panels. Needs the permission `notifications`. */
export abstract class NotificationService {
  static readonly serviceId = 'notifications';
  static readonly permission = 'notifications';

  /**
   * Shows a notification until the user closes it or the handle is disposed. Beyond five at a time, or one every two seconds in the long
   * run, it is not shown, and the user is told that the plugin does too much.
   * @throws ShellError `notification.too-large` beyond 10 000 characters.
   */
  abstract show(options: NotificationOptions): Disposable;

  /**
   * Shows a notification with a progress bar and « Annuler » while the work runs, and resolves as the work does.
   * Cancelling aborts the signal; the work then rejects with its `AbortError`. Of a command that the command line runs, the messages are told
   * there, a line each.
   */
  abstract withProgress<T>(title: Message, work: (progress: Progress, signal: AbortSignal) => Promise<T>): Promise<T>;
}
