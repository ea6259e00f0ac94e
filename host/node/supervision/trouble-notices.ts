import { ShellError } from '../../../core/errors.ts';
import { type Disposable, DisposableStore, toDisposable } from '../../../core/lifecycle.ts';
import type { MessageArgument } from '../../../core/message.ts';
import type { PluginStatus } from '../../../core/plugins/plugin-status.ts';
import type { NotificationOptions } from '../../../core/services/notification-service.ts';
import { shellId } from '../../shell-manifest.ts';
import type { Notices } from '../window/notices.ts';
import type { NotificationCenter } from '../window/notification-center.ts';
import { disableButton, restartButton, waitButton } from './notice-buttons.ts';

export interface TroubleNoticesOptions {
  readonly notifications: NotificationCenter;
  readonly notices: Notices;
  /** What users call a plugin. */
  readonly displayName: (plugin: string) => MessageArgument;
  /** How long « Attendre » keeps still. Default 10 000. */
  readonly patienceMs?: number;
}

type Trouble = 'unresponsive' | 'switched-off';

interface Shown {
  readonly trouble: Trouble;
  readonly store: DisposableStore;
}

/** Tells users which plugin doesn't respond or was switched off, as long as it is so, and what they can do about it. */
export class TroubleNotices implements Disposable {
  private readonly shown = new Map<string, Shown>();

  constructor(private readonly options: TroubleNoticesOptions) {}

  /** Takes notice of what a plugin's state is now; `undefined` when it is gone. */
  update(plugin: string, status: PluginStatus | undefined): void {
    const trouble = status && troubleOf(status);
    const former = this.shown.get(plugin);
    if (former?.trouble === trouble) return;
    former?.store.dispose();
    this.shown.delete(plugin);
    if (!status || !trouble) return;
    const store = new DisposableStore();
    this.shown.set(plugin, { trouble, store });
    store.add(this.options.notifications.show(shellId, this.describe(status, trouble)));
    const notice = { key: 'notice.plugins.switched-off', args: { plugin: this.options.displayName(plugin) } };
    if (trouble === 'switched-off') store.add(this.options.notices.add(notice));
  }

  /** The user chose to wait for a plugin that doesn't respond: it is told of again when it still doesn't after a while. */
  wait(plugin: string): void {
    const { patienceMs = 10_000, notifications } = this.options;
    const shown = this.shown.get(plugin);
    if (shown?.trouble !== 'unresponsive') return;
    const again = () => shown.store.add(notifications.show(shellId, this.describeSilence(plugin)));
    const timer = setTimeout(again, patienceMs).unref();
    shown.store.add(toDisposable(() => clearTimeout(timer)));
  }

  dispose(): void {
    for (const { store } of this.shown.values()) store.dispose();
    this.shown.clear();
  }

  private describe({ id, error }: PluginStatus, trouble: Trouble): NotificationOptions {
    if (trouble === 'unresponsive') return this.describeSilence(id);
    const { losses = 0, reason = '' } = error instanceof ShellError ? error.details : {};
    const args = { plugin: this.options.displayName(id), losses, reason };
    const message = { key: 'notification.plugin.switched-off', args };
    return { severity: 'error', message, actions: [restartButton(id), disableButton(id)] };
  }

  private describeSilence(plugin: string): NotificationOptions {
    const message = { key: 'notification.plugin.unresponsive', args: { plugin: this.options.displayName(plugin) } };
    return { severity: 'warning', message, actions: [waitButton(plugin), restartButton(plugin), disableButton(plugin)] };
  }
}

function troubleOf({ state }: PluginStatus): Trouble | undefined {
  return state === 'unresponsive' || state === 'switched-off' ? state : undefined;
}
