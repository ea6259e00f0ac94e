import { createSecureServer } from 'node:http2';
import type { ServerIdentity } from './authority.ts';
import { LoopbackListener, type LoopbackOptions } from './loopback-listener.ts';

export interface Http2Server extends AsyncDisposable {
  readonly port: number;
  /** `https://127.0.0.1:PORT`. */
  readonly url: string;
  close(): Promise<void>;
}

/** A server that speaks HTTP/2 alone (RFC 9113): who offers HTTP/1.1 only gets TLS's alert `no_application_protocol` (RFC 7301 3.2). */
export async function startHttp2Server(identity: ServerIdentity, options?: LoopbackOptions): Promise<Http2Server> {
  const server = createSecureServer({ ...identity, allowHTTP1: false }, (_request, response) => response.end('h2'));
  // Clients that speak something else are what this server is for.
  server.on('sessionError', () => {}).on('tlsClientError', () => {});
  const listener = await LoopbackListener.open((socket) => server.emit('connection', socket), options);
  const close = () => listener.close();
  return { port: listener.port, url: `https://${listener.authority}`, close, [Symbol.asyncDispose]: close };
}
