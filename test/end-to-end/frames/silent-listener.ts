import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens on this machine for what should never come: requests, mere connections, and datagrams. */
export class SilentListener implements AsyncDisposable {
  /** What came, in order. */
  readonly heard: string[] = [];
  private readonly server = createServer((request, response) => {
    this.heard.push(`${request.method} ${request.url}`);
    response.setHeader('access-control-allow-origin', '*').setHeader('cross-origin-resource-policy', 'cross-origin').end('heard');
  });
  private readonly datagrams = createSocket('udp4');

  private constructor() {
    this.server.on('connection', () => this.heard.push('a connection'));
    this.server.on('upgrade', (request, socket) => {
      this.heard.push(`upgrade ${request.url}`);
      socket.destroy();
    });
    this.datagrams.on('message', (message) => this.heard.push(`a datagram of ${message.length} bytes`));
  }

  static async start(): Promise<SilentListener> {
    const listener = new SilentListener();
    await once(listener.server.listen(0, '127.0.0.1'), 'listening');
    listener.datagrams.bind(0, '127.0.0.1');
    await once(listener.datagrams, 'listening');
    return listener;
  }

  /** Where panels are to knock. */
  get target(): { readonly http: string; readonly udp: number } {
    return { http: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`, udp: this.datagrams.address().port };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.datagrams.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
