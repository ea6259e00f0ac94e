import type { MessageArgument } from '../../../core/message.ts';
import type { LogService } from '../../../core/services/log-service.ts';
import type { NotificationOptions } from '../../../core/services/notification-service.ts';
import { shellId } from '../../shell-manifest.ts';
import type { FloodKind, FloodReports } from '../limits/flood-meter.ts';
import type { NotificationCenter } from '../window/notification-center.ts';
import { disableButton, muteButton, restartButton } from './notice-buttons.ts';

export interface FloodNoticesOptions {
  readonly notifications: NotificationCenter;
  readonly log: LogService;
  /** What users call a plugin. */
  readonly displayName: (plugin: string) => MessageArgument;
  /** Told of each plugin that is named. */
  readonly onFlood: (plugin: string) => void;
  /** Milliseconds of a clock that never goes back. Default `performance.now`. */
  readonly now?: () => number;
}

/** For so long a plugin that was named is not named again. */
const quietMs = 5 * 60_000;

/** Tells users which plugin is held back because it does too much of something: once, or who warns of a flood would add to it. */
export class FloodNotices implements FloodReports {
  private readonly namedAt = new Map<string, number>();
  private readonly now: () => number;

  constructor(private readonly options: FloodNoticesOptions) {
    this.now = options.now ?? (() => performance.now());
  }

  report(plugin: string, kind: FloodKind): void {
    // Questions are another matter: there the user can do something about them.
    const topic = `${isQuestion(kind) ? kind : 'flood'} of ${plugin}`;
    const namedAt = this.namedAt.get(topic);
    if (namedAt !== undefined && this.now() - namedAt < quietMs) return;
    this.namedAt.set(topic, this.now());
    this.options.log.warn('A plugin is held back', { plugin, kind });
    this.options.notifications.show(shellId, this.describe(plugin, kind));
    if (!isQuestion(kind)) this.options.onFlood(plugin);
  }

  reportRefusal(plugin: string, error: unknown): void {
    this.options.log.error('What a plugin did while it was held back was refused', error, { plugin });
  }

  private describe(plugin: string, kind: FloodKind): NotificationOptions {
    const args = { plugin: this.options.displayName(plugin), kind };
    if (isQuestion(kind)) {
      return { severity: 'info', message: { key: 'notification.plugin.dialogs', args }, actions: [muteButton(plugin, kind)] };
    }
    return {
      severity: 'warning',
      message: { key: 'notification.plugin.flood', args },
      actions: [restartButton(plugin), disableButton(plugin)],
    };
  }
}

function isQuestion(kind: FloodKind): kind is 'dialogs' | 'files' {
  return kind === 'dialogs' || kind === 'files';
}
