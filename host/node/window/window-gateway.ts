import { type Event, EventEmitter } from '../../../core/event.ts';
import { type Disposable, toDisposable } from '../../../core/lifecycle.ts';
import type { Language, Serialisable } from '../../../core/message.ts';
import type { WorkbenchSnapshot } from '../../../core/protocol/window-protocol.ts';

/** One open window, as the rest of the host sees it. Sending never throws; to a window that went away it does nothing. */
export interface ConnectedWindow {
  readonly id: string;
  readonly language: Language;
  /** Panels whose state the window wants. */
  readonly openPanels: Set<string>;
  update(patch: Partial<WorkbenchSnapshot>): void;
  panelState(panelId: string, state: Serialisable): void;
  revealPanel(panelId: string): void;
  openExternal(url: string): void;
}

export type SnapshotPart = keyof WorkbenchSnapshot;

export interface WindowGatewayOptions {
  /** Builds the given parts of what a window draws. */
  readonly build: (window: Pick<ConnectedWindow, 'id' | 'language'>, parts: ReadonlySet<SnapshotPart>) => Partial<WorkbenchSnapshot>;
  /** The state of a panel in a language, or `undefined` when nothing was published. */
  readonly panelState: (panelId: string, language: Language) => Serialisable | undefined;
}

/** Knows the open windows and which was used last, and tells them what changed, once a tick. */
export class WindowGateway {
  /** In the order of use: the one used last stands last. */
  private readonly windows = new Map<string, ConnectedWindow>();
  private readonly changedParts = new Set<SnapshotPart>();
  private readonly changedPanels = new Set<string>();
  private scheduled: NodeJS.Immediate | undefined;
  private awaitedPanel: string | undefined;
  private readonly opened = new EventEmitter<string>();
  private readonly closed = new EventEmitter<string>();

  /** Fires with a window's id when it connects. */
  readonly onDidOpen: Event<string> = this.opened.event;
  /** Fires with a window's id when it is gone. */
  readonly onDidClose: Event<string> = this.closed.event;

  constructor(private readonly options: WindowGatewayOptions) {}

  /** Adds a window, which counts as the one used last, until the handle is disposed. */
  add(window: ConnectedWindow): Disposable {
    this.windows.set(window.id, window);
    this.opened.fire(window.id);
    if (this.awaitedPanel !== undefined) this.revealSoon(window, this.awaitedPanel);
    this.awaitedPanel = undefined;
    return toDisposable(() => {
      this.windows.delete(window.id);
      this.closed.fire(window.id);
    });
  }

  get lastUsed(): ConnectedWindow | undefined {
    return [...this.windows.values()].at(-1);
  }

  /** Panels that some window shows. */
  get openPanels(): ReadonlySet<string> {
    return new Set([...this.windows.values()].flatMap(({ openPanels }) => [...openPanels]));
  }

  has(window: Pick<ConnectedWindow, 'id'>): boolean {
    return this.windows.has(window.id);
  }

  get count(): number {
    return this.windows.size;
  }

  /** Notes that a window was used just now. */
  touch(window: ConnectedWindow): void {
    if (this.windows.delete(window.id)) this.windows.set(window.id, window);
  }

  /** Brings a panel to the front in the window used last, or where none is open in the next one. */
  reveal(panelId: string): void {
    this.flush();
    if (this.lastUsed) this.lastUsed.revealPanel(panelId);
    else this.awaitedPanel = panelId;
  }

  /** Has the windows get these parts anew, within the tick. */
  invalidate(...parts: readonly SnapshotPart[]): void {
    for (const part of parts) this.changedParts.add(part);
    this.schedule();
  }

  /** Has the windows that show a panel get its state, within the tick. */
  invalidatePanel(panelId: string): void {
    this.changedPanels.add(panelId);
    this.schedule();
  }

  /** Sends what changed now, so that whatever is sent next is seen after it. */
  flush(): void {
    clearImmediate(this.scheduled);
    this.scheduled = undefined;
    const parts = new Set(this.changedParts);
    const panels = [...this.changedPanels];
    this.changedParts.clear();
    this.changedPanels.clear();
    for (const window of [...this.windows.values()]) {
      if (parts.size > 0) window.update(this.options.build(window, parts));
      for (const panel of panels) this.sendPanelState(window, panel);
    }
  }

  dispose(): void {
    clearImmediate(this.scheduled);
    this.scheduled = undefined;
    this.windows.clear();
    this.opened.dispose();
    this.closed.dispose();
  }

  /** The window has to have its snapshot first. */
  private revealSoon(window: ConnectedWindow, panelId: string): void {
    setImmediate(() => {
      if (this.windows.has(window.id)) window.revealPanel(panelId);
    });
  }

  private sendPanelState(window: ConnectedWindow, panelId: string): void {
    if (!window.openPanels.has(panelId)) return;
    const state = this.options.panelState(panelId, window.language);
    if (state !== undefined) window.panelState(panelId, state);
  }

  private schedule(): void {
    if (this.windows.size === 0) {
      this.changedParts.clear();
      this.changedPanels.clear();
      return;
    }
    this.scheduled ??= setImmediate(() => this.flush());
  }
}
