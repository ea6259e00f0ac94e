import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

export interface LoopbackOptions {
  /** Default `127.0.0.1`. */
  readonly address?: '127.0.0.1' | '::1';
  /** Default 0: any free one. */
  readonly port?: number;
}

/** A TCP port on this machine alone. It knows its sockets, so that closing ends them all at once. */
export class LoopbackListener implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(onConnection: (socket: Socket) => unknown) {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      // A client that leaves in the middle is what many tests are about: nothing to report.
      socket.on('error', () => socket.destroy());
      onConnection(socket);
    });
  }

  static async open(onConnection: (socket: Socket) => unknown, options: LoopbackOptions = {}): Promise<LoopbackListener> {
    const listener = new LoopbackListener(onConnection);
    listener.#server.listen(options.port ?? 0, options.address ?? '127.0.0.1');
    await once(listener.#server, 'listening');
    return listener;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Address and port as they stand in a URL. */
  get authority(): string {
    const { address, port, family } = this.#server.address() as AddressInfo;
    return family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`;
  }

  get openConnections(): number {
    return this.#sockets.size;
  }

  /** Ends the connection of the client that has this port with a TCP reset. */
  reset(remotePort: number | undefined): void {
    for (const socket of this.#sockets) if (socket.remotePort === remotePort) socket.resetAndDestroy();
  }

  /** Stops listening and drops every connection. Idempotent. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
    await closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
