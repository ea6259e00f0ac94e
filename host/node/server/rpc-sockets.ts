import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocketServer } from 'ws';
import { maximumMessageBytes, SocketTransport } from './socket-transport.ts';
import { splitPlace } from './window-place.ts';

/** Something that listens for capnweb sessions at one path. */
export interface RpcEndpoint {
  /** Looks at the request before anything is accepted: why it is refused, or `undefined`. */
  readonly refuse: (request: IncomingMessage, place: string | undefined) => Promise<string | undefined>;
  /** Begins a session. */
  readonly connect: (transport: SocketTransport) => Promise<void>;
}

const maximumSockets = 64;
const refusal = 'HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/** Turns upgrade requests into capnweb transports. `ws` is loaded when the first one comes. */
export class RpcSockets {
  private server: Promise<WebSocketServer> | undefined;

  constructor(
    private readonly endpoints: Readonly<Record<string, RpcEndpoint>>,
    private readonly onRefused: (path: string, reason: string) => void,
  ) {}

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A peer that resets the connection meanwhile is no failure of ours.
    socket.on('error', () => socket.destroy());
    this.admit(request, socket, head).catch((error) => socket.destroy(error));
  }

  /** Drops every connection. */
  async close(): Promise<void> {
    const server = await this.server;
    for (const client of server?.clients ?? []) client.terminate();
    server?.close();
  }

  private async admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { place, path } = splitPlace(request.url?.split('?', 1)[0] ?? '');
    const endpoint = Object.hasOwn(this.endpoints, path) ? this.endpoints[path] : undefined;
    const reason = endpoint ? await endpoint.refuse(request, place) : 'unknown path';
    if (endpoint && reason === undefined) await this.accept(endpoint, request, socket, head);
    else this.refuse(socket, path, reason ?? '');
  }

  private async accept(endpoint: RpcEndpoint, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    this.server ??= loadServer();
    const server = await this.server;
    if (server.clients.size >= maximumSockets) {
      this.refuse(socket, splitPlace(request.url ?? '').path, 'too many');
      return;
    }
    server.handleUpgrade(request, socket, head, (client) => {
      endpoint.connect(new SocketTransport(client)).catch(() => client.terminate());
    });
  }

  private refuse(socket: Duplex, path: string, reason: string): void {
    this.onRefused(path, reason);
    socket.end(refusal, () => socket.destroy());
  }
}

async function loadServer(): Promise<WebSocketServer> {
  const { WebSocketServer } = await import('ws');
  return new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: maximumMessageBytes });
}
