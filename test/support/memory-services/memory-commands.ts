import { type CommandCaller, type CommandHandler, CommandService, type Disposable, ShellError, toDisposable } from 'boule-bleue';

/** Commands of one plugin without a shell around them. Commands of others answer what `others` says. */
export class MemoryCommands extends CommandService {
  /** Who asks. */
  caller: CommandCaller = 'window';
  readonly executed: { readonly command: string; readonly args: unknown }[] = [];
  private readonly handlers = new Map<string, CommandHandler>();

  constructor(private readonly others: Readonly<Record<string, CommandHandler>> = {}) {
    super();
  }

  get registered(): readonly string[] {
    return [...this.handlers.keys()].sort();
  }

  override register(commandId: string, handler: CommandHandler): Disposable {
    if (this.handlers.has(commandId)) throw new ShellError('command.duplicate', { command: commandId, plugin: 'test' });
    this.handlers.set(commandId, handler);
    return toDisposable(() => this.handlers.delete(commandId));
  }

  override async execute(commandId: string, args?: unknown, options: { signal?: AbortSignal } = {}): Promise<unknown> {
    const handler = this.handlers.get(commandId) ?? this.others[commandId];
    if (!handler) throw new ShellError('command.unknown', { command: commandId });
    this.executed.push({ command: commandId, args });
    // As the registry does: no arguments stand for an empty object.
    return handler(args ?? {}, { signal: options.signal ?? new AbortController().signal, caller: this.caller });
  }
}
