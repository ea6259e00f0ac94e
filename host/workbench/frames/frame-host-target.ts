import { RpcTarget } from 'capnweb';
import * as v from 'valibot';
import type { CommandOutcome } from '../../../core/panel.ts';
import type { FrameCall, FrameFacts, FrameHostApi, FramePress } from '../../../core/protocol/frame-protocol.ts';
import {
  announcementSchema,
  callIdSchema,
  frameCallSchema,
  frameFactsSchema,
  framePressSchema,
} from '../../../core/protocol/frame-schemas.ts';

/** What capnweb lets a frame call. Every argument is parsed, whatever TypeScript says of it; what doesn't parse is refused. */
export class FrameHostTarget extends RpcTarget implements FrameHostApi {
  readonly #host: FrameHostApi;

  constructor(host: FrameHostApi) {
    super();
    this.#host = host;
  }

  async run(call: FrameCall): Promise<CommandOutcome> {
    return this.#host.run(v.parse(frameCallSchema, call));
  }

  async cancel(callId: number): Promise<void> {
    await this.#host.cancel(v.parse(callIdSchema, callId));
  }

  async announce(text: string): Promise<void> {
    await this.#host.announce(v.parse(announcementSchema, text));
  }

  async close(): Promise<void> {
    await this.#host.close();
  }

  async report(facts: Partial<FrameFacts>): Promise<void> {
    await this.#host.report(v.parse(frameFactsSchema, facts));
  }

  async press(press: FramePress): Promise<void> {
    await this.#host.press(v.parse(framePressSchema, press));
  }

  async touch(): Promise<void> {
    await this.#host.touch();
  }

  async fail(): Promise<void> {
    await this.#host.fail();
  }
}
