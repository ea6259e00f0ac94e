import { type IncomingMessage, request as requestOverSocket, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect, createSecureContext } from 'node:tls';
import type { CertificateAuthority } from './authority.ts';

export interface TlsOpenerOptions {
  /** Vouches for every host that clients ask for. */
  readonly authority: CertificateAuthority;
  /** Authorities that the opener itself trusts, in PEM. */
  readonly trustedPem: string;
  /** Host and port that the client believes to speak to. */
  readonly target: string;
  /** Opens a connection to the real target. */
  readonly dial: () => Socket;
  readonly onRequest: (method: string, url: string) => void;
}

/** Stands between a client and one target as security appliances do: it ends TLS on both sides and reads along. */
export class TlsOpener {
  readonly #options: TlsOpenerOptions;
  readonly #host: string;

  constructor(options: TlsOpenerOptions) {
    this.#options = options;
    this.#host = options.target.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  }

  async accept(client: Duplex): Promise<void> {
    const identity = await this.#options.authority.issue({ hosts: [this.#host] });
    const server = createServer({ ...identity }, (request, response) => this.#relay(request, response));
    server.on('tlsClientError', () => client.destroy());
    server.emit('connection', client);
  }

  #relay(request: IncomingMessage, response: ServerResponse): void {
    const { method = 'GET', url: path = '/', headers } = request;
    this.#options.onRequest(method, `https://${this.#options.target}${path}`);
    const socket = connect({
      socket: this.#options.dial(),
      ...(!isIP(this.#host) && { servername: this.#host }),
      host: this.#host,
      secureContext: createSecureContext({ ca: this.#options.trustedPem }),
    });
    const outgoing = requestOverSocket({ method, path, headers, createConnection: () => socket });
    outgoing.on('response', (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers)));
    outgoing.on('error', () => response.destroy());
    request.pipe(outgoing);
  }
}
