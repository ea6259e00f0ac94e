import { ShellError } from '../../../core/errors.ts';
import { toDisposable } from '../../../core/lifecycle.ts';
import type { Serialisable } from '../../../core/message.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { type PanelBadge, PanelService } from '../../../core/services/panel-service.ts';
import type { BadgeRegistry } from '../window/badge-registry.ts';
import type { PanelStates } from '../window/panel-states.ts';
import { publishView } from '../window/publish-view.ts';
import type { WindowGateway } from '../window/window-gateway.ts';

export interface PanelParts {
  readonly states: PanelStates;
  readonly badges: BadgeRegistry;
  readonly windows: WindowGateway;
}

export class ScopedPanelService extends PanelService {
  constructor(
    private readonly scope: PluginScope,
    private readonly parts: PanelParts,
  ) {
    super();
    scope.store.add(toDisposable(() => this.withdrawAll()));
  }

  override publish(panelId: string, state: Serialisable): void {
    if (!this.mayUse(panelId)) return;
    const plugin = this.scope.manifest.id;
    const view = this.scope.manifest.contributes.panels.find(({ id }) => id === panelId)?.view;
    if (view === undefined) this.parts.states.publish(plugin, panelId, state);
    else publishView(this.parts.states, view, state, { plugin, panel: panelId });
  }

  override reveal(panelId: string): void {
    if (this.mayUse(panelId)) this.parts.windows.reveal(panelId);
  }

  override setBadge(panelId: string, badge: PanelBadge): void {
    if (this.mayUse(panelId)) this.parts.badges.set(this.scope.manifest.id, panelId, badge);
  }

  /** Whether the plugin is still there. @throws ShellError `panel.not-declared`. */
  private mayUse(panelId: string): boolean {
    const { id, contributes } = this.scope.manifest;
    if (!contributes.panels.some((panel) => panel.id === panelId)) {
      throw new ShellError('panel.not-declared', { plugin: id, panel: panelId });
    }
    return !this.scope.store.isDisposed;
  }

  private withdrawAll(): void {
    for (const { id } of this.scope.manifest.contributes.panels) {
      this.parts.states.withdraw(id);
      this.parts.badges.remove(id);
    }
  }
}
