import { ShellError } from '../errors.ts';
import type { RestartPolicy } from './restart-policy.ts';

interface Pause {
  readonly timer: ReturnType<typeof setTimeout>;
  readonly over: PromiseWithResolvers<void>;
}

/** Holds back plugins whose process was lost: for a while, or for good when they were lost too often. */
export class PluginRecovery {
  private readonly pauses = new Map<string, Pause>();
  private readonly switchedOff = new Map<string, ShellError>();

  /** @param onReady told of each plugin whose pause is over. */
  constructor(
    private readonly policy: RestartPolicy,
    private readonly onReady: (plugin: string) => void,
  ) {}

  /** Begins a pause, or switches the plugin off: then the error that says so. */
  lost(plugin: string, loss: ShellError): ShellError | undefined {
    this.cancel(plugin);
    const delayMs = this.policy.delayAfterLoss(plugin);
    if (delayMs === undefined) {
      const details = { plugin, losses: this.policy.count(plugin), reason: loss.details.reason ?? '' };
      const error = new ShellError('plugin.switched-off', details, { cause: loss });
      this.switchedOff.set(plugin, error);
      return error;
    }
    const timer = setTimeout(() => {
      this.cancel(plugin);
      this.onReady(plugin);
    }, delayMs);
    this.pauses.set(plugin, { timer, over: Promise.withResolvers() });
    return undefined;
  }

  state(plugin: string): 'restarting' | 'switched-off' | undefined {
    if (this.switchedOff.has(plugin)) return 'switched-off';
    return this.pauses.has(plugin) ? 'restarting' : undefined;
  }

  /** Why a plugin is switched off. */
  error(plugin: string): ShellError | undefined {
    return this.switchedOff.get(plugin);
  }

  losses(plugin: string): number {
    return this.policy.count(plugin);
  }

  /** Waits until the plugin may start. @throws ShellError `plugin.switched-off`. */
  async untilReady(plugin: string): Promise<void> {
    await this.pauses.get(plugin)?.over.promise;
    const error = this.switchedOff.get(plugin);
    if (error) throw error;
  }

  /** Ends a plugin's pause at once. One that is switched off stays so. */
  cancel(plugin: string): void {
    const pause = this.pauses.get(plugin);
    this.pauses.delete(plugin);
    clearTimeout(pause?.timer);
    pause?.over.resolve();
  }

  cancelAll(): void {
    for (const plugin of [...this.pauses.keys()]) this.cancel(plugin);
  }

  /** Forgets all that happened to a plugin. */
  forget(plugin: string): void {
    this.cancel(plugin);
    this.switchedOff.delete(plugin);
    this.policy.forget(plugin);
  }
}
