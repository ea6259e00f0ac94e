import { ShellError } from '../../../core/errors.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { WindowService } from '../../../core/services/window-service.ts';
import type { WindowGateway } from '../window/window-gateway.ts';

const openableSchemes: readonly string[] = ['https:', 'mailto:'];

export class ScopedWindowService extends WindowService {
  constructor(
    private readonly scope: PluginScope,
    private readonly windows: WindowGateway,
  ) {
    super();
  }

  override async openExternal(url: string): Promise<void> {
    const scheme = URL.parse(url)?.protocol ?? '';
    if (!openableSchemes.includes(scheme) && !(scheme === 'http:' && this.mayReachInside)) {
      throw new ShellError('permission.denied', { plugin: this.scope.manifest.id, permission: 'openExternal', subject: scheme });
    }
    const window = this.windows.lastUsed;
    if (!window) throw new ShellError('dialog.no-window');
    this.windows.flush();
    window.openExternal(url);
  }

  /** A page opened without encryption may be any device's of the office, for which opening it is a request. */
  private get mayReachInside(): boolean {
    return this.scope.grants.current.privateNetwork === true;
  }
}
