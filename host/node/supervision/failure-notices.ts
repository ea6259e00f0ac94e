import { isCancellation, ShellError } from '../../../core/errors.ts';
import type { Disposable } from '../../../core/lifecycle.ts';
import type { PluginStatus } from '../../../core/plugins/plugin-status.ts';
import { shellId } from '../../shell-manifest.ts';
import type { NotificationCenter } from '../window/notification-center.ts';

interface Shown {
  readonly error: unknown;
  readonly notification: Disposable;
}

/**
 * Tells users which plugin failed to start, until it runs or is gone: one notification for each, the newest in the former's place.
 * The plugin manager has logged it, and `plugins list` shows it; whoever looks at the window should know too.
 */
export class FailureNotices implements Disposable {
  private readonly shown = new Map<string, Shown>();

  constructor(private readonly notifications: Pick<NotificationCenter, 'show'>) {}

  /** Takes notice of what a plugin's state is now; `undefined` when it is gone. */
  update(plugin: string, status: PluginStatus | undefined): void {
    if (!status || status.state === 'active') this.withdraw(plugin);
    else if (status.state === 'failed' && !isCancellation(status.error)) this.tell(plugin, status.error);
  }

  dispose(): void {
    for (const plugin of [...this.shown.keys()]) this.withdraw(plugin);
  }

  /** A failure that was told already is not told again: a user may have closed its notification. */
  private tell(plugin: string, error: unknown): void {
    if (this.shown.get(plugin)?.error === error) return;
    this.withdraw(plugin);
    const { sentence } = error instanceof ShellError ? error : new ShellError('plugin.activation-failed', { plugin });
    const notification = this.notifications.show(shellId, { severity: 'error', message: sentence });
    this.shown.set(plugin, { error, notification });
  }

  private withdraw(plugin: string): void {
    this.shown.get(plugin)?.notification.dispose();
    this.shown.delete(plugin);
  }
}
