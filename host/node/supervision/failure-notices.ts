import { isCancellation, ShellError } from '../../../core/errors.ts';
import { type Disposable, DisposableStore } from '../../../core/lifecycle.ts';
import type { Message } from '../../../core/message.ts';
import type { PluginStatus } from '../../../core/plugins/plugin-status.ts';
import { shellId } from '../../shell-manifest.ts';
import type { NotificationCenter } from '../window/notification-center.ts';

export interface FailureNoticesOptions {
  readonly notifications: Pick<NotificationCenter, 'show'>;
  /** What the author should read in place of the sentence for users. Default: nothing, as of plugins that are not under development. */
  readonly describeForAuthor?: (status: PluginStatus) => Promise<Message> | undefined;
  /** Told what the author reads, for other places than the window. */
  readonly tellAuthor?: ((notice: Message) => void) | undefined;
}

interface Shown {
  readonly error: unknown;
  readonly store: DisposableStore;
}

/**
 * Tells users which plugin failed to start, until it runs or is gone: one notification for each, the newest in the former's place.
 * The plugin manager has logged it, and `plugins list` shows it; whoever looks at the window should know too.
 */
export class FailureNotices implements Disposable {
  private readonly shown = new Map<string, Shown>();

  constructor(private readonly options: FailureNoticesOptions) {}

  /** Takes notice of what a plugin's state is now; `undefined` when it is gone. */
  update(plugin: string, status: PluginStatus | undefined): void {
    if (!status || status.state === 'active') this.withdraw(plugin);
    else if (status.state === 'failed' && !isCancellation(status.error)) this.tell(status);
  }

  dispose(): void {
    for (const plugin of [...this.shown.keys()]) this.withdraw(plugin);
  }

  /** A failure that was told already is not told again: a user may have closed its notification. */
  private tell(status: PluginStatus): void {
    const { id, error } = status;
    if (this.shown.get(id)?.error === error) return;
    this.withdraw(id);
    const shown = { error, store: new DisposableStore() };
    this.shown.set(id, shown);
    const description = this.options.describeForAuthor?.(status);
    if (!description)
      return this.show(shown, error instanceof ShellError ? error : new ShellError('plugin.activation-failed', { plugin: id }));
    void description.then((sentence) => {
      // It took a moment to find out, in which the author may have saved again.
      if (this.shown.get(id) !== shown) return;
      this.show(shown, { sentence });
      this.options.tellAuthor?.(sentence);
    });
  }

  private show({ store }: Shown, { sentence }: Pick<ShellError, 'sentence'>): void {
    store.add(this.options.notifications.show(shellId, { severity: 'error', message: sentence }));
  }

  private withdraw(plugin: string): void {
    this.shown.get(plugin)?.store.dispose();
    this.shown.delete(plugin);
  }
}
