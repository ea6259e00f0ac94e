import type { Disposable } from '../../../core/lifecycle.ts';
import type { Message } from '../../../core/message.ts';
import type { NotificationCenter } from '../window/notification-center.ts';

/**
 * Tells how far the work of a plugin is that begins from now on, each time its message becomes another, until the handle is disposed.
 * Who began it isn't known: what a window has the plugin do meanwhile is told too.
 */
export function followProgress(
  notifications: Pick<NotificationCenter, 'list' | 'onDidChange'>,
  plugin: string,
  tell: (message: Message) => void,
): Disposable {
  const former = new Set(notifications.list().map(({ id }) => id));
  const told = new Map<string, string>();
  return notifications.onDidChange(() => {
    for (const { id, plugin: speaker, progress } of notifications.list()) {
      const message = progress?.message;
      if (!message || speaker !== plugin || former.has(id) || told.get(id) === JSON.stringify(message)) continue;
      told.set(id, JSON.stringify(message));
      tell(message);
    }
  });
}
