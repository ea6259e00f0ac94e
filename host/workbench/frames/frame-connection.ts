import { RpcSession } from 'capnweb';
import { withTimeout } from '../../../core/async.ts';
import { type FrameApi, type FrameHostApi, framePortMessage } from '../../../core/protocol/frame-protocol.ts';
import { PortTransport } from '../../../core/protocol/port-transport.ts';
import { FrameHostTarget } from './frame-host-target.ts';

const pingIntervalMs = 2_000;
/** Old computers are slow, and a panel may have to draw a long table. */
const longestSilenceMs = 8_000;
/** The largest that a panel has reason to send is the arguments of a command. */
const maximumMessageCharacters = 1024 * 1024;
const messagesPerSecond = 100;
/** `postMessage` past the port does nothing here, but takes the window's time. */
const strayMessagesPerSecond = 50;
const maximumDepth = 48;

/** Why nothing more is had from a frame. */
export type FrameEnd = 'silent' | 'flood';

/** The window's conversation with one frame, from the frame's loading to its end. */
export class FrameConnection {
  private readonly ending = new AbortController();
  private readonly transport: PortTransport;
  private strayMessages = 0;
  private strayCountedAt = 0;
  readonly frame: FrameApi;

  /** @param onEnd told once, when the frame has to go. */
  constructor(
    target: Window,
    host: FrameHostApi,
    private readonly onEnd: (end: FrameEnd) => void,
  ) {
    const { port1, port2 } = new MessageChannel();
    const limits = { maximumMessageCharacters, messagesPerSecond, onAbuse: () => this.end('flood'), now: () => performance.now() };
    this.transport = new PortTransport(port1, limits);
    const session = new RpcSession(this.transport, new FrameHostTarget(host), {
      limits: { maxMessageSize: maximumMessageCharacters, maxDepth: maximumDepth, maxBigIntDigits: 64 },
      onSendError: refusal,
    });
    this.frame = session.getRemoteMain() as unknown as FrameApi;
    const { signal } = this.ending;
    addEventListener('message', (event) => event.source === target && this.countStray(), { signal });
    // The frame's origin is opaque, and can't be named. Whatever page is there now came from this host: no other may be there.
    target.postMessage(framePortMessage, '*', [port2]);
  }

  /** Asks from now on whether the frame still answers, as long as somebody can see it. */
  watch(): void {
    const timer = setInterval(() => void this.ask(), pingIntervalMs);
    this.ending.signal.addEventListener('abort', () => clearInterval(timer));
  }

  dispose(): void {
    this.ending.abort();
    this.transport.close();
  }

  private async ask(): Promise<void> {
    if (document.visibilityState !== 'visible') return;
    const askedAt = performance.now();
    await withTimeout(this.frame.ping(), longestSilenceMs, () => new Error('silent')).catch(() => {
      // A computer that slept, or a window that was frozen, waited too: then the timer is as late as the answer.
      if (performance.now() - askedAt < longestSilenceMs * 2) this.end('silent');
    });
  }

  private countStray(): void {
    const now = performance.now();
    if (now - this.strayCountedAt > 1_000) {
      this.strayCountedAt = now;
      this.strayMessages = 0;
    }
    this.strayMessages += 1;
    if (this.strayMessages > strayMessagesPerSecond) this.end('flood');
  }

  private end(reason: FrameEnd): void {
    if (this.ending.signal.aborted) return;
    this.dispose();
    this.onEnd(reason);
  }
}

/** What went wrong here is nothing for a stranger, and where in our code least of all: its addresses hold half of the session. */
function refusal(): Error {
  const error = new Error('refused');
  delete error.stack;
  return error;
}
