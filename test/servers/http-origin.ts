import {
  createServer as createHttpServer,
  type Server as HttpServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { ServerIdentity } from './authority.ts';
import { LoopbackListener, type LoopbackOptions } from './loopback-listener.ts';
import { type Answer, playFault, type ServerFault, sendAnswer } from './server-faults.ts';

/** What reached a server, kept so that tests can say where secrets went and where they did not. */
export interface RecordedRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** As UTF-8; what had arrived, where the client left in the middle. */
  readonly body: string;
  readonly encrypted: boolean;
}

/** `tls`, or plain HTTP on a port where clients expect TLS. */
export type Transport = 'tls' | 'plain-http';

/** An HTTP server over TLS whose identity and transport can change while it runs. Servers say what they answer. */
export abstract class HttpOrigin implements AsyncDisposable {
  /** Oldest first. */
  readonly requests: RecordedRequest[] = [];
  /** A change counts from the next connection on, which is the next request: none is kept alive. */
  transport: Transport = 'tls';
  /** How far the clock that `Date` shows (RFC 9110 6.6.1) is ahead of this machine's. */
  clockOffsetMs = 0;
  readonly #https: HttpsServer;
  readonly #http: HttpServer;
  #listener!: LoopbackListener;

  protected constructor(identity: ServerIdentity) {
    this.#https = createHttpsServer({ ...identity }, (message, response) => this.#serve(message, response, true));
    this.#http = createHttpServer((message, response) => this.#serve(message, response, false));
  }

  /** Decides what a request gets. */
  protected abstract answer(request: RecordedRequest): Answer | ServerFault;

  protected async listen(options?: LoopbackOptions): Promise<this> {
    const accept = (socket: Socket) => (this.transport === 'tls' ? this.#https : this.#http).emit('connection', socket);
    this.#listener = await LoopbackListener.open(accept, options);
    return this;
  }

  get port(): number {
    return this.#listener.port;
  }

  /** Origin with the scheme of TLS, whatever the transport: the address a client believes in. */
  get url(): string {
    return `https://${this.#listener.authority}`;
  }

  get openConnections(): number {
    return this.#listener.openConnections;
  }

  /** Counts from the next connection on. */
  set identity(identity: ServerIdentity) {
    this.#https.setSecureContext({ ...identity });
  }

  close(): Promise<void> {
    return this.#listener.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #serve(message: IncomingMessage, response: ServerResponse, encrypted: boolean): Promise<void> {
    const { method = '', url: path = '', headers } = message;
    const request = { method, path, headers, body: await readBody(message), encrypted };
    this.requests.push(request);
    // A connection kept alive would not see what changes, or break when a client uses it once more.
    response.shouldKeepAlive = false;
    if (this.clockOffsetMs !== 0) response.setHeader('date', new Date(Date.now() + this.clockOffsetMs).toUTCString());
    const { remotePort } = message.socket;
    const outcome = this.answer(request);
    if (!('kind' in outcome)) sendAnswer(outcome, response);
    else playFault(outcome, response, () => this.#listener.reset(remotePort));
  }
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of message) chunks.push(chunk as Buffer);
  } catch {
    // The client left; what it had sent still counts.
  }
  return Buffer.concat(chunks).toString('utf8');
}
