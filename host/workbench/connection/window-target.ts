import { RpcTarget } from 'capnweb';
import type { Serialisable } from '../../../core/message.ts';
import type { WindowApi, WorkbenchSnapshot } from '../../../core/protocol/window-protocol.ts';

/**
 * What the host calls in this window. capnweb only reaches methods of a class that extends its own.
 *
 * The host's calls can arrive before its answer to `connect`, which is older: an answer leaves only when it is asked for
 * by a message of its own. They wait until that snapshot is drawn, and keep their order.
 */
export class WindowTarget extends RpcTarget implements WindowApi {
  readonly #window: WindowApi;
  readonly #drawn: Promise<void>;

  constructor(window: WindowApi, drawn: Promise<void>) {
    super();
    this.#window = window;
    this.#drawn = drawn;
  }

  async update(patch: Partial<WorkbenchSnapshot>): Promise<void> {
    await this.#drawn;
    this.#window.update(patch);
  }

  async panelState(panelId: string, state: Serialisable): Promise<void> {
    await this.#drawn;
    this.#window.panelState(panelId, state);
  }

  async revealPanel(panelId: string): Promise<void> {
    await this.#drawn;
    this.#window.revealPanel(panelId);
  }

  async openExternal(url: string): Promise<void> {
    await this.#drawn;
    this.#window.openExternal(url);
  }
}
