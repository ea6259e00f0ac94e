import type { RpcTransport } from 'capnweb';

/** What is needed of a `MessagePort`, which core doesn't know. */
export interface Port {
  postMessage(message: string): void;
  start(): void;
  close(): void;
  addEventListener(type: 'message' | 'messageerror', listener: (event: { readonly data?: unknown }) => void): void;
}

/** The peer sent what no peer sends, or more than it may. */
export class PortClosed extends Error {
  override readonly name = 'PortClosed';
}

export interface PortLimits {
  readonly maximumMessageCharacters: number;
  /** Messages beyond these wait for nobody: the port is closed. */
  readonly messagesPerSecond: number;
  /** Told why the port was closed on this side. */
  readonly onAbuse: (problem: string) => void;
  readonly now: () => number;
}

/** Carries capnweb's messages over a `MessagePort`. A peer that exceeds its limits is cut off: nothing of it is read from then on. */
export class PortTransport implements RpcTransport {
  private readonly received: string[] = [];
  private waiting: PromiseWithResolvers<string> | undefined;
  private ended: Error | undefined;
  private allowance: number;
  private countedAt: number;

  constructor(
    private readonly port: Port,
    /** Default: the peer is trusted. */
    private readonly limits?: PortLimits,
  ) {
    this.allowance = (limits?.messagesPerSecond ?? 0) * burstSeconds;
    this.countedAt = limits?.now() ?? 0;
    port.addEventListener('message', ({ data }) => this.accept(data));
    port.addEventListener('messageerror', () => this.cut('unreadable message'));
    port.start();
  }

  send(message: string): void {
    if (!this.ended) this.port.postMessage(message);
  }

  receive(): Promise<string> {
    const next = this.received.shift();
    if (next !== undefined) return Promise.resolve(next);
    if (this.ended) return Promise.reject(this.ended);
    this.waiting = Promise.withResolvers<string>();
    return this.waiting.promise;
  }

  /** capnweb gives up on a peer that breaks its protocol. */
  abort(): void {
    this.cut('broken protocol');
  }

  /** Ends the conversation. */
  close(): void {
    this.end('closed');
  }

  private accept(data: unknown): void {
    if (this.ended) return;
    if (typeof data !== 'string' || data.length > (this.limits?.maximumMessageCharacters ?? Number.POSITIVE_INFINITY)) {
      return this.cut('message of no known form or too long');
    }
    if (!this.isWithinRate()) return this.cut('too many messages');
    if (this.waiting) {
      this.waiting.resolve(data);
      this.waiting = undefined;
    } else {
      this.received.push(data);
    }
  }

  /** A bucket that fills by the second: what came in a burst is forgiven with time. */
  private isWithinRate(): boolean {
    if (!this.limits) return true;
    const { messagesPerSecond, now } = this.limits;
    const at = now();
    this.allowance = Math.min(messagesPerSecond * burstSeconds, this.allowance + ((at - this.countedAt) / 1000) * messagesPerSecond);
    this.countedAt = at;
    this.allowance -= 1;
    return this.allowance >= 0;
  }

  private cut(problem: string): void {
    if (this.ended) return;
    this.end(problem);
    this.limits?.onAbuse(problem);
  }

  private end(problem: string): void {
    if (this.ended) return;
    this.ended = new PortClosed(problem);
    this.received.length = 0;
    this.port.close();
    this.waiting?.reject(this.ended);
    this.waiting = undefined;
  }
}

/** How many seconds' worth of messages may come at once. */
const burstSeconds = 3;
