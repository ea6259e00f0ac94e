import type { Message } from '../message.ts';
import type { Secret } from '../secret.ts';

export interface ConfirmOptions {
  readonly message: Message;
  readonly detail?: Message;
  readonly confirmLabel: Message;
}

export interface InputOptions {
  /** Title of the dialog. */
  readonly title: Message;
  /** Name of the field. */
  readonly label: Message;
  readonly detail?: Message;
}

/**
 * Asks the user who works in the window used last. Needs the permission `dialogs`.
 * A plugin's questions are asked one at a time; a sixth that waits counts as closed by the user.
 * Where no window is open every method rejects with ShellError `dialog.no-window`.
 *
 * A question that a command asks should go with whoever runs the command: hand the command's `signal` on. When it aborts, the dialog is
 * taken away and the method rejects with the signal's reason, an `AbortError`.
 */
export abstract class DialogService {
  static readonly serviceId = 'dialogs';
  static readonly permission = 'dialogs';

  /** Whether the user agreed; closing the dialog is a no. */
  abstract confirm(options: ConfirmOptions, until?: { readonly signal?: AbortSignal }): Promise<boolean>;

  /** A typed secret, or `undefined` when the user closed the dialog. */
  abstract askSecret(options: InputOptions, until?: { readonly signal?: AbortSignal }): Promise<Secret | undefined>;
}
