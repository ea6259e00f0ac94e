import { ShellError } from '../../../core/errors.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { WindowService } from '../../../core/services/window-service.ts';
import type { FloodReports } from './flood-meter.ts';
import { RateLimit } from './rate-limit.ts';

const openUnits = { burst: 5, perSecond: 0.2 };

/** Keeps a plugin from filling the screen with pages: one every five seconds in the long run. */
export class LimitedWindowService extends WindowService {
  private readonly limit = new RateLimit(openUnits);

  constructor(
    private readonly scope: PluginScope,
    private readonly window: WindowService,
    private readonly floods: FloodReports,
  ) {
    super();
  }

  /** @throws ShellError `window.too-often`, or what opening throws. */
  override async openExternal(url: string): Promise<void> {
    const plugin = this.scope.manifest.id;
    if (this.limit.take()) return this.window.openExternal(url);
    this.floods.report(plugin, 'windows');
    throw new ShellError('window.too-often', { plugin });
  }
}
