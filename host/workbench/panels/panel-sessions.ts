import type { Serialisable } from '../../../core/message.ts';
import type { PanelOpening } from '../../../core/protocol/window-protocol.ts';
import { ConnectionLostError, type HostConnection } from '../connection/host-connection.ts';
import type { WorkbenchStore } from '../state/workbench-store.ts';

/** What a panel that is open is told. */
export interface PanelListener {
  /** The panel was opened, or opened again after the connection was lost or the language changed. */
  onOpened(opening: PanelOpening): void;
  /** The host could not open it. */
  onFailed(error: unknown): void;
  onState(state: Serialisable): void;
}

/** Subscribes this window to the states of its open panels, and again whenever the connection comes back. */
export class PanelSessions {
  private readonly open = new Map<string, PanelListener>();
  /** The last state that came of its own while the host was asked for one. */
  private readonly arrived = new Map<string, Serialisable>();

  constructor(
    private readonly connection: HostConnection,
    store: WorkbenchStore,
  ) {
    connection.onDidChangeState((state) => state === 'connected' && this.reopenAll());
    store.changesOf('language')(() => this.reopenAll());
  }

  /** Opens a panel now, or as soon as there is a connection. */
  add(panelId: string, listener: PanelListener): void {
    this.open.set(panelId, listener);
    if (this.connection.state === 'connected') void this.subscribe(panelId, listener);
  }

  remove(panelId: string): void {
    this.arrived.delete(panelId);
    if (!this.open.delete(panelId) || this.connection.state !== 'connected') return;
    // Where the connection has just been lost, the host has forgotten this window's panels anyway.
    this.connection.call((host) => host.closePanel(panelId)).catch(() => undefined);
  }

  deliver(panelId: string, state: Serialisable): void {
    this.arrived.set(panelId, state);
    this.open.get(panelId)?.onState(state);
  }

  private reopenAll(): void {
    for (const [panelId, listener] of this.open) void this.subscribe(panelId, listener);
  }

  private async subscribe(panelId: string, listener: PanelListener): Promise<void> {
    const isCurrent = () => this.open.get(panelId) === listener;
    try {
      this.arrived.delete(panelId);
      const opening = await this.connection.call((host) => host.openPanel(panelId));
      // What came meanwhile is newer than the answer.
      if (isCurrent()) listener.onOpened({ ...opening, state: this.arrived.get(panelId) ?? opening.state });
    } catch (error) {
      const isLost = error instanceof ConnectionLostError;
      if (isCurrent() && !isLost) listener.onFailed(error);
    }
  }
}
