import type { RpcTransport } from 'capnweb';
import type { RawData, WebSocket } from 'ws';

/** More than a window ever sends at once; the largest legitimate message is a panel's form. */
export const maximumMessageBytes = 1024 * 1024;

/** A peer that lets this much pile up unread is as good as gone. */
const maximumUnsentBytes = 32 * 1024 * 1024;

/** The connection has ended, as every connection does. */
export class ConnectionClosed extends Error {
  override readonly name = 'ConnectionClosed';
}

/**
 * Carries capnweb's messages over a `ws` socket.
 *
 * capnweb's own transport asks for the global `WebSocket`, which makes Node load its whole HTTP client, and
 * neither refuses binary frames early nor minds a peer that doesn't read.
 */
export class SocketTransport implements RpcTransport {
  private readonly received: string[] = [];
  private waiting: PromiseWithResolvers<string> | undefined;
  private ended: Error | undefined;

  constructor(private readonly socket: WebSocket) {
    socket.on('message', (data, isBinary) => this.accept(data, isBinary));
    socket.on('error', (error) => this.end(error));
    socket.on('close', () => this.end(new ConnectionClosed()));
  }

  send(message: string): void {
    if (this.ended) return;
    if (this.socket.bufferedAmount > maximumUnsentBytes) this.socket.terminate();
    else this.socket.send(message);
  }

  receive(): Promise<string> {
    const next = this.received.shift();
    if (next !== undefined) return Promise.resolve(next);
    if (this.ended) return Promise.reject(this.ended);
    this.waiting = Promise.withResolvers<string>();
    return this.waiting.promise;
  }

  /** Ends the connection without telling the peer why: the reason may quote what it sent, or worse. */
  abort(): void {
    this.socket.close(1008);
  }

  private accept(data: RawData, isBinary: boolean): void {
    if (this.ended) return;
    if (isBinary) {
      this.socket.close(1003);
      return;
    }
    const text = data.toString();
    if (this.waiting) {
      this.waiting.resolve(text);
      this.waiting = undefined;
    } else {
      this.received.push(text);
    }
  }

  private end(error: Error): void {
    this.ended ??= error;
    this.waiting?.reject(this.ended);
    this.waiting = undefined;
  }
}
