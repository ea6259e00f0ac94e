import { RpcTarget } from 'capnweb';
import type { Serialisable } from '../../core/message.ts';
import type { FrameApi, FrameHostApi, FrameInput, FrameLook, FrameOpening, FrameWords } from '../../core/protocol/frame-protocol.ts';
import { applyLook } from './frame-look.ts';
import { FramePanel } from './frame-panel.ts';

/** What the window may call in the frame. */
export class FrameTarget extends RpcTarget implements FrameApi {
  #host: FrameHostApi | undefined;
  #panel: FramePanel | undefined;

  attach(host: FrameHostApi): void {
    this.#host = host;
  }

  async open(opening: FrameOpening): Promise<void> {
    if (!this.#host || this.#panel) throw new Error('A frame is opened once');
    applyLook(opening.look);
    document.title = opening.title;
    document.documentElement.dataset.location = opening.location;
    this.#panel = new FramePanel(this.#host, opening);
    await this.#panel.open();
  }

  async show(state: Serialisable): Promise<void> {
    this.#panel?.show(state);
  }

  async dress(look: FrameLook): Promise<void> {
    applyLook(look);
  }

  async translate(words: FrameWords): Promise<void> {
    this.#panel?.translate(words);
  }

  async save(): Promise<boolean> {
    return (await this.#panel?.save()) ?? false;
  }

  async readInput(): Promise<FrameInput | null> {
    return this.#panel?.readInput() ?? null;
  }

  async ping(): Promise<void> {}
}
