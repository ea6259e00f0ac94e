import { RpcTarget } from 'capnweb';
import type { Serialisable } from '../../../core/message.ts';
import type { WindowApi, WorkbenchSnapshot } from '../../../core/protocol/window-protocol.ts';

/** What the host calls in this window. capnweb only reaches methods of a class that extends its own. */
export class WindowTarget extends RpcTarget implements WindowApi {
  readonly #window: WindowApi;

  constructor(window: WindowApi) {
    super();
    this.#window = window;
  }

  update(patch: Partial<WorkbenchSnapshot>): void {
    this.#window.update(patch);
  }

  panelState(panelId: string, state: Serialisable): void {
    this.#window.panelState(panelId, state);
  }

  revealPanel(panelId: string): void {
    this.#window.revealPanel(panelId);
  }

  openExternal(url: string): void {
    this.#window.openExternal(url);
  }
}
