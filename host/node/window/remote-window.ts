import type { Language, Serialisable } from '../../../core/message.ts';
import type { WindowApi, WorkbenchSnapshot } from '../../../core/protocol/window-protocol.ts';
import type { ConnectedWindow } from './window-gateway.ts';

/** The window's side of a connection, as capnweb hands it over. */
export interface WindowStub extends WindowApi, Disposable {
  dup(): WindowStub;
}

export interface RemoteWindowOptions {
  readonly id: string;
  readonly stub: WindowStub;
  /** Asked each time, since the user may choose another while the window is open. */
  readonly language: () => Language;
  /** Told when the peer turns out not to be a window. */
  readonly onFault: (error: unknown) => void;
}

/** Speaks to one window over its connection. */
export class RemoteWindow implements ConnectedWindow {
  readonly openPanels = new Set<string>();

  constructor(private readonly options: RemoteWindowOptions) {}

  get id(): string {
    return this.options.id;
  }

  get language(): Language {
    return this.options.language();
  }

  update(patch: Partial<WorkbenchSnapshot>): void {
    this.send((stub) => stub.update(patch));
  }

  panelState(panelId: string, state: Serialisable): void {
    this.send((stub) => stub.panelState(panelId, state));
  }

  revealPanel(panelId: string): void {
    this.send((stub) => stub.revealPanel(panelId));
  }

  openExternal(url: string): void {
    this.send((stub) => stub.openExternal(url));
  }

  /** Nobody waits for the answer, so the promise is released at once: else both sides would remember every call for good. */
  private send(call: (stub: WindowStub) => void): void {
    try {
      const answer = call(this.options.stub) as unknown as Partial<Disposable> | undefined;
      answer?.[Symbol.dispose]?.();
    } catch (error) {
      this.options.onFault(error);
    }
  }
}
