import type { CommandRegistry } from '../../../core/commands/command-registry.ts';
import { ShellError } from '../../../core/errors.ts';
import type { Disposable } from '../../../core/lifecycle.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { type CommandHandler, CommandService } from '../../../core/services/command-service.ts';
import { shellId } from '../../shell-manifest.ts';
import { endingWith, ownedBy } from './owned-by.ts';

export class ScopedCommandService extends CommandService {
  constructor(
    private readonly scope: PluginScope,
    private readonly commands: CommandRegistry,
  ) {
    super();
  }

  override register(commandId: string, handler: CommandHandler): Disposable {
    return ownedBy(this.scope, this.commands.register(this.scope.manifest.id, commandId, handler, this.scope.signal));
  }

  override async execute(commandId: string, args?: unknown, options: { signal?: AbortSignal } = {}): Promise<unknown> {
    requireCommand(this.scope, this.commands, commandId);
    return this.commands.execute(commandId, args, endingWith(this.scope, options.signal));
  }
}

/**
 * The shell's own commands, which say what plugins may do, are nobody's to grant.
 * @throws ShellError `permission.denied` when the command is neither the plugin's own nor granted.
 */
export function requireCommand(
  { manifest, grants }: Pick<PluginScope, 'manifest' | 'grants'>,
  commands: CommandRegistry,
  commandId: string,
): void {
  const owner = commands.get(commandId)?.plugin;
  if (owner === manifest.id) return;
  if (owner !== shellId && grants.current.commands?.includes(commandId)) return;
  throw new ShellError('permission.denied', { plugin: manifest.id, permission: 'commands', subject: commandId });
}
