import { ShellError } from '../../errors.ts';
import { type Disposable, toDisposable } from '../../lifecycle.ts';
import { type CommandCaller, type CommandHandler, CommandService } from '../../services/command-service.ts';
import type { GuestLink } from './guest-link.ts';

const service = CommandService.serviceId;

export class GuestCommandService extends CommandService {
  private readonly handlers = new Map<string, CommandHandler>();

  constructor(private readonly link: GuestLink) {
    super();
    link.offer(service, { run: ([command, args, caller], signal) => this.run(command as string, args, signal, caller as CommandCaller) });
  }

  override register(commandId: string, handler: CommandHandler): Disposable {
    const { id: plugin, contributes } = this.link.scope.manifest;
    if (!contributes.commands.some(({ command }) => command === commandId))
      throw new ShellError('command.not-declared', { command: commandId, plugin });
    if (this.handlers.has(commandId)) throw new ShellError('command.duplicate', { command: commandId, plugin });
    this.handlers.set(commandId, handler);
    this.link.host.send(service, 'register', [commandId]);
    return toDisposable(() => {
      this.handlers.delete(commandId);
      this.link.host.send(service, 'unregister', [commandId]);
    });
  }

  override async execute(commandId: string, args?: unknown, options: { signal?: AbortSignal } = {}): Promise<unknown> {
    return this.link.host.call(service, 'execute', [commandId, args], options.signal);
  }

  private run(command: string, args: unknown, signal: AbortSignal, caller: CommandCaller): unknown {
    const handler = this.handlers.get(command);
    if (!handler) throw new ShellError('command.without-handler', { command, plugin: this.link.scope.manifest.id });
    return handler(args, { signal, caller });
  }
}
