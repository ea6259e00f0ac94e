import { ShellError } from '../../../core/errors.ts';
import { type Disposable, toDisposable } from '../../../core/lifecycle.ts';
import type { Message } from '../../../core/message.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { type NotificationOptions, NotificationService, type Progress } from '../../../core/services/notification-service.ts';
import type { FloodReports } from './flood-meter.ts';
import { PacedValues } from './paced-values.ts';
import { RateLimit } from './rate-limit.ts';
import { roughSize } from './rough-size.ts';

const maximumShown = 5;
const maximumCharacters = 10_000;
const notificationUnits = { burst: 10, perSecond: 0.5 };
const progressUnits = { burst: 20, perSecond: 20 };

type Step = Parameters<Progress['report']>[0];

export interface NotificationLimitOptions {
  readonly floods: FloodReports;
  /** How many notifications of the plugin are on the screen. */
  readonly shownCount: () => number;
}

/**
 * Keeps a plugin from drowning the window in notifications: five at a time, and no more than one every two seconds in the long run. The
 * rest is dropped. Work beyond it goes on without being shown.
 */
export class LimitedNotificationService extends NotificationService {
  private readonly limit = new RateLimit(notificationUnits);

  constructor(
    private readonly scope: PluginScope,
    private readonly notifications: NotificationService,
    private readonly options: NotificationLimitOptions,
  ) {
    super();
  }

  /** @throws ShellError `notification.too-large`. */
  override show(options: NotificationOptions): Disposable {
    this.requireSize(options);
    return this.mayShow() ? this.notifications.show(options) : toDisposable(() => {});
  }

  /** @throws ShellError `notification.too-large`. */
  override async withProgress<T>(title: Message, work: (progress: Progress, signal: AbortSignal) => Promise<T>): Promise<T> {
    this.requireSize(title);
    if (!this.mayShow()) return work({ report: () => {} }, this.scope.signal);
    return this.notifications.withProgress(title, (progress, signal) => this.workPaced(progress, (paced) => work(paced, signal)));
  }

  private async workPaced<T>(progress: Progress, work: (progress: Progress) => Promise<T>): Promise<T> {
    const limit = new RateLimit(progressUnits);
    const apply = (_key: 'step', step: Step) => progress.report(step);
    const paced = new PacedValues<'step', Step>({ limit, apply, onExcess: () => {}, onFailure: (error) => this.refuse(error) });
    const report = (step: Step) => {
      this.requireSize(step);
      paced.set('step', step);
    };
    try {
      return await work({ report });
    } finally {
      paced.dispose();
    }
  }

  private requireSize(shown: unknown): void {
    if (roughSize(shown, maximumCharacters) < maximumCharacters) return;
    throw new ShellError('notification.too-large', { plugin: this.scope.manifest.id, maximumCharacters });
  }

  private refuse(error: unknown): void {
    this.options.floods.reportRefusal(this.scope.manifest.id, error);
  }

  private mayShow(): boolean {
    if (this.options.shownCount() < maximumShown && this.limit.take()) return true;
    this.options.floods.report(this.scope.manifest.id, 'notifications');
    return false;
  }
}
