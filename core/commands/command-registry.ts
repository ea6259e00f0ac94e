import { untilAborted } from '../async.ts';
import { whenClauseHolds } from '../context-keys/when-clause.ts';
import { ShellError } from '../errors.ts';
import { type Event, EventEmitter } from '../event.ts';
import { type Disposable, toDisposable } from '../lifecycle.ts';
import type { CommandContribution } from '../manifest/manifest.ts';
import { enterPlugin } from '../plugins/guard.ts';
import { compileSchema, type SchemaCheck } from '../schema/json-schema.ts';
import { sealSecretMembers } from '../schema/secret-members.ts';
import type { CommandCaller, CommandHandler } from '../services/command-service.ts';

/** A command that a manifest contributes, and whose it is. */
export interface DeclaredCommand {
  readonly plugin: string;
  readonly contribution: CommandContribution;
}

interface CommandEntry extends DeclaredCommand {
  check: SchemaCheck | undefined;
  handler: CommandHandler | undefined;
  /** Aborted when the handler is withdrawn, so that work under way ends with its plugin. */
  withdrawn: AbortController | undefined;
}

export interface CommandRegistryOptions {
  /** Reads a context key, for `enablement`. */
  readonly lookup: (key: string) => unknown;
  /** Activates the plugin that owns a command; rejects when that fails. */
  readonly activate: (event: string) => Promise<void>;
  /** Told of each call of a plugin's handler, and of what comes of it. */
  readonly onCall?: (plugin: string, outcome: Promise<unknown>) => void;
}

/** The commands that manifests contribute and the handlers that plugins give them. */
export class CommandRegistry {
  private readonly entries = new Map<string, CommandEntry>();
  private readonly changed = new EventEmitter<void>();

  /** Fires when a command appears or goes. */
  readonly onDidChange: Event<void> = this.changed.event;

  constructor(private readonly options: CommandRegistryOptions) {}

  /** @throws ShellError `command.duplicate`. */
  declare(plugin: string, contribution: CommandContribution): Disposable {
    const id = contribution.command;
    if (this.entries.has(id)) throw new ShellError('command.duplicate', { command: id, plugin });
    this.entries.set(id, { plugin, contribution, check: undefined, handler: undefined, withdrawn: undefined });
    this.changed.fire();
    return toDisposable(() => {
      this.entries.delete(id);
      this.changed.fire();
    });
  }

  /**
   * Gives a command its handler. Work under way when it is withdrawn fails with the reason for which `stay` was aborted, or is cancelled.
   * @throws ShellError `command.not-declared`, `command.duplicate`.
   */
  register(plugin: string, commandId: string, handler: CommandHandler, stay?: AbortSignal): Disposable {
    const entry = this.entries.get(commandId);
    if (entry?.plugin !== plugin) throw new ShellError('command.not-declared', { command: commandId, plugin });
    if (entry.handler) throw new ShellError('command.duplicate', { command: commandId, plugin });
    const withdrawn = new AbortController();
    Object.assign(entry, { handler, withdrawn });
    return toDisposable(() => {
      Object.assign(entry, { handler: undefined, withdrawn: undefined });
      withdrawn.abort(stay?.reason);
    });
  }

  get(commandId: string): DeclaredCommand | undefined {
    return this.entries.get(commandId);
  }

  /** All contributed commands, in the order in which they were declared. */
  list(): readonly DeclaredCommand[] {
    return [...this.entries.values()];
  }

  /** Commands that have a handler, as {@link list} gives them. */
  get answered(): readonly DeclaredCommand[] {
    return this.list().filter((entry) => (entry as CommandEntry).handler);
  }

  /**
   * Runs a command, activating its plugin first. Cancelling rejects at once with the signal's reason.
   * @throws ShellError `command.unknown`, `command.not-enabled`, `command.arguments-invalid`,
   *   `command.without-handler`, `plugin.*`, or what the handler throws.
   */
  async execute(commandId: string, args: unknown, signal: AbortSignal, caller: CommandCaller = 'plugin'): Promise<unknown> {
    signal.throwIfAborted();
    const entry = this.entries.get(commandId);
    if (!entry) throw new ShellError('command.unknown', { command: commandId });
    this.requireEnabled(entry);
    const checked = checkArguments(entry, args);
    await untilAborted(this.options.activate(`onCommand:${commandId}`), signal);
    const { handler, withdrawn, plugin } = entry;
    if (!handler || !withdrawn) throw new ShellError('command.without-handler', { command: commandId, plugin });
    const ending = AbortSignal.any([signal, withdrawn.signal]);
    const work = enterPlugin(plugin, `command ${commandId}`, () => handler(checked, { signal: ending, caller }));
    const outcome = untilAborted(work, ending);
    this.options.onCall?.(plugin, outcome);
    return outcome;
  }

  private requireEnabled({ contribution: { command, enablement } }: CommandEntry): void {
    if (whenClauseHolds(enablement, this.options.lookup)) return;
    throw new ShellError('command.not-enabled', { command, enablement: enablement ?? '' });
  }
}

/** No arguments stand for an empty object; a command without a schema takes none. */
function checkArguments(entry: CommandEntry, args: unknown): unknown {
  const { command, arguments: schema } = entry.contribution;
  const given = args ?? {};
  entry.check ??= compileSchema(schema ?? { type: 'object', maxProperties: 0 });
  const outcome = entry.check(given);
  if (!outcome.ok) throw new ShellError('command.arguments-invalid', { command, problems: outcome.problems });
  return schema ? sealSecretMembers(schema, given) : given;
}
