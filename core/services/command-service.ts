import type { Disposable } from '../lifecycle.ts';

/** Where a command was asked for: in a window, on the command line, or by a plugin, which may be the command's own. */
export type CommandCaller = 'window' | 'command-line' | 'plugin';

/** What a handler gets beside its arguments. */
export interface CommandContext {
  /** Aborted when the caller cancels, the window closes or the plugin unloads. */
  readonly signal: AbortSignal;
  /** Whoever asks on the command line sees no panel: what is revealed for them would only surprise whoever sits at the window. */
  readonly caller: CommandCaller;
}

/**
 * Does a command's work. Arguments have passed the JSON Schema that the manifest gives the command;
 * members marked `writeOnly` in it arrive as `Secret`. What it returns must be serialisable.
 *
 * A `Message` in the result, at any depth, is put into the reader's language where the result leaves
 * for a window or the command line; other plugins get it as it is. An object whose `key` the plugin's
 * strings don't hold is no message.
 */
// biome-ignore lint/suspicious/noExplicitAny: the schema, not the compiler, vouches for the arguments
export type CommandHandler = (args: any, context: CommandContext) => unknown;

/** Answers the plugin's own commands and runs those of others. */
export abstract class CommandService {
  static readonly serviceId = 'commands';

  /**
   * Gives a contributed command its handler, until the handle is disposed.
   * @throws ShellError `command.not-declared` when the manifest doesn't contribute it,
   *   `command.duplicate` when it has a handler already.
   */
  abstract register(commandId: string, handler: CommandHandler): Disposable;

  /**
   * Runs a command, activating its plugin first where needed, and resolves with its result.
   * A plugin may run its own commands, and those listed under `permissions.commands`.
   * @throws ShellError `permission.denied`, `command.unknown`, `command.not-enabled`,
   *   `command.arguments-invalid`, or whatever the handler throws.
   */
  abstract execute(commandId: string, args?: unknown, options?: { signal?: AbortSignal }): Promise<unknown>;
}
