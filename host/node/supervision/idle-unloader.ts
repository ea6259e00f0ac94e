import type { Disposable } from '../../../core/lifecycle.ts';
import type { Manifest } from '../../../core/manifest/manifest.ts';
import type { PluginManager } from '../../../core/plugins/plugin-manager.ts';
import type { PluginStatus } from '../../../core/plugins/plugin-status.ts';

export interface IdleUnloaderOptions {
  readonly manager: PluginManager;
  /** Whether something that the plugin made is in front of the user, which would go with it. */
  readonly isInUse: (manifest: Manifest) => boolean;
  /** Default one minute. */
  readonly idleAfterMs?: number;
}

/** Ends processes that have had nothing to do for a while: memory on an old office PC is worth more than the 100 ms of the next start. */
export class IdleUnloader implements Disposable {
  private readonly idleAfterMs: number;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly options: IdleUnloaderOptions) {
    this.idleAfterMs = options.idleAfterMs ?? 60_000;
    this.timer = setInterval(() => this.unloadIdle(), this.idleAfterMs / 4).unref();
  }

  dispose(): void {
    clearInterval(this.timer);
  }

  private unloadIdle(): void {
    const plugins = this.options.manager.list();
    const awaited = new Set(plugins.filter(({ state }) => state !== 'inactive').flatMap(({ manifest }) => manifest.pluginDependencies));
    for (const plugin of plugins) {
      if (!awaited.has(plugin.id) && this.isIdle(plugin)) void this.options.manager.unload(plugin.id);
    }
  }

  private isIdle({ state, process, manifest }: PluginStatus): boolean {
    if (state !== 'active' || !process || manifest.activationEvents.includes('onStartup')) return false;
    const { pending, lastCallAt } = process.traffic;
    return pending === 0 && performance.now() - lastCallAt >= this.idleAfterMs && !this.options.isInUse(manifest);
  }
}
