import type { Serialisable } from '../../../core/message.ts';
import { shellId } from '../../shell-manifest.ts';
import type { PanelStates } from '../window/panel-states.ts';
import type { WindowGateway } from '../window/window-gateway.ts';

export interface PanelPublisherParts {
  readonly states: PanelStates;
  readonly windows: Pick<WindowGateway, 'openPanels'>;
}

/** No eye follows more, and a plugin that sends request after request must not keep the host busy with telling of them. */
const pauseMs = 100;

/** Keeps the state of one of the shell's panels true, at no cost while no window shows it. */
export class PanelPublisher {
  private scheduled: NodeJS.Timeout | undefined;

  constructor(
    private readonly parts: PanelPublisherParts,
    readonly panelId: string,
    private readonly build: () => Serialisable,
  ) {}

  get isShown(): boolean {
    return this.parts.windows.openPanels.has(this.panelId);
  }

  /** What the panel shows has changed: it is built anew a moment later, once for all changes. */
  invalidate(): void {
    if (!this.isShown) return;
    this.scheduled ??= setTimeout(() => this.publish(), pauseMs).unref();
  }

  /** Publishes what is so now: for a window that is about to show it, and for whoever waits for a command that changed it. */
  publish(): void {
    this.dispose();
    this.parts.states.publish(shellId, this.panelId, this.build());
  }

  dispose(): void {
    clearTimeout(this.scheduled);
    this.scheduled = undefined;
  }
}
