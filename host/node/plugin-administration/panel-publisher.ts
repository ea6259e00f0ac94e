import type { Serialisable } from '../../../core/message.ts';
import { shellId } from '../../shell-manifest.ts';
import type { PanelStates } from '../window/panel-states.ts';
import type { WindowGateway } from '../window/window-gateway.ts';

export interface PanelPublisherParts {
  readonly states: PanelStates;
  readonly windows: Pick<WindowGateway, 'openPanels'>;
}

/** Keeps the state of one of the shell's panels true, at no cost while no window shows it. */
export class PanelPublisher {
  private scheduled: NodeJS.Immediate | undefined;

  constructor(
    private readonly parts: PanelPublisherParts,
    readonly panelId: string,
    private readonly build: () => Serialisable,
  ) {}

  get isShown(): boolean {
    return this.parts.windows.openPanels.has(this.panelId);
  }

  /** What the panel shows has changed: it is built anew within the tick, once for all changes. */
  invalidate(): void {
    if (!this.isShown) return;
    this.scheduled ??= setImmediate(() => this.publish());
  }

  /** Publishes what is so now: for a window that is about to show it, and for whoever waits for a command that changed it. */
  publish(): void {
    this.dispose();
    this.parts.states.publish(shellId, this.panelId, this.build());
  }

  dispose(): void {
    clearImmediate(this.scheduled);
    this.scheduled = undefined;
  }
}
