import type { CommandRegistry } from '../../../core/commands/command-registry.ts';
import type { Disposable } from '../../../core/lifecycle.ts';
import type { Message } from '../../../core/message.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { type NotificationOptions, NotificationService, type Progress } from '../../../core/services/notification-service.ts';
import type { NotificationCenter } from '../window/notification-center.ts';
import { ownedBy } from './owned-by.ts';
import { requireCommand } from './scoped-command-service.ts';

export class ScopedNotificationService extends NotificationService {
  constructor(
    private readonly scope: PluginScope,
    private readonly center: NotificationCenter,
    private readonly commands: CommandRegistry,
  ) {
    super();
  }

  /** @throws ShellError `permission.denied` for a button whose command the plugin may not run. */
  override show(options: NotificationOptions): Disposable {
    for (const { command } of options.actions ?? []) requireCommand(this.scope, this.commands, command);
    return ownedBy(this.scope, this.center.show(this.scope.manifest.id, options));
  }

  override withProgress<T>(title: Message, work: (progress: Progress, signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.center.withProgress(this.scope.manifest.id, title, work, this.scope.signal);
  }
}
