import { createServer, type IncomingMessage, request as requestHttp, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { LoopbackListener, type LoopbackOptions } from './loopback-listener.ts';
import { type ProxyAnswer, type ProxyBehaviour, type ProxyRecord, page, readCredentials, refusalOf } from './proxy-behaviour.ts';
import { TlsOpener } from './tls-opener.ts';

const established = 'HTTP/1.1 200 Connection established\r\n\r\n';
const dripIntervalMs = 100;

export interface ProxyOptions extends LoopbackOptions {
  /** Default `open`. */
  readonly behaviour?: ProxyBehaviour;
  /**
   * Where `host:port` really leads, as another `host:port`: a proxy knows names that its clients can't resolve.
   * Targets that are not listed lead where they say.
   */
  readonly addressBook?: ReadonlyMap<string, string>;
}

/** An HTTP proxy: tunnels by CONNECT, and requests with absolute addresses. */
export class ProxyServer implements AsyncDisposable {
  /** A change counts from the next request on. */
  behaviour: ProxyBehaviour;
  /** Oldest first. */
  readonly records: ProxyRecord[] = [];
  /** Requests read inside tunnels, where the proxy opens TLS: `METHOD https://host:port/path`. */
  readonly openedRequests: string[] = [];
  readonly #addressBook: ReadonlyMap<string, string>;
  readonly #outgoing = new Set<Socket>();
  readonly #http = createServer((request, response) => this.#forward(request, response));
  #listener!: LoopbackListener;

  private constructor(options: ProxyOptions) {
    this.behaviour = options.behaviour ?? { kind: 'open' };
    this.#addressBook = options.addressBook ?? new Map();
    this.#http.on('connect', (request: IncomingMessage, client: Duplex, head: Buffer) => this.#tunnel(request, client, head));
  }

  static async start(options: ProxyOptions = {}): Promise<ProxyServer> {
    const proxy = new ProxyServer(options);
    proxy.#listener = await LoopbackListener.open((socket) => proxy.#http.emit('connection', socket), options);
    return proxy;
  }

  get host(): string {
    return this.url.replace(/^http:\/\/|:\d+$/g, '');
  }

  get port(): number {
    return this.#listener.port;
  }

  get url(): string {
    return `http://${this.#listener.authority}`;
  }

  get openConnections(): number {
    return this.#listener.openConnections;
  }

  async close(): Promise<void> {
    for (const socket of this.#outgoing) socket.destroy();
    await this.#listener.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #tunnel(request: IncomingMessage, client: Duplex, head: Buffer): void {
    client.on('error', () => client.destroy());
    const target = request.url ?? '';
    const refusal = isHostAndPort(target) ? this.#judge(request, target, client) : page(400, 'Bad Request');
    if (refusal === 'unanswered') return;
    if (refusal) client.end(rawAnswer(refusal));
    else if (this.behaviour.kind === 'drop') client.end(established);
    else if (this.behaviour.kind === 'tunnel-hang') client.resume().write(established);
    else if (this.behaviour.kind === 'tunnel-garbage') client.resume().write(Buffer.from(`${established}\x00\xFF no TLS\r\n`, 'latin1'));
    else if (this.behaviour.kind === 'intercept') this.#open(this.behaviour, target, client, head);
    else this.#connect(target, client, head);
  }

  #connect(target: string, client: Duplex, head: Buffer): void {
    const server = this.#dial(target);
    let isConnected = false;
    server.on('connect', () => {
      isConnected = true;
      client.write(established);
      server.write(head);
      client.pipe(server).pipe(client);
    });
    server.on('error', () => client.end(isConnected ? undefined : rawAnswer(page(502, 'Bad Gateway'))));
    client.on('close', () => server.destroy());
  }

  #open({ authority, trustedPem }: ProxyBehaviour & { kind: 'intercept' }, target: string, client: Duplex, head: Buffer): void {
    const opener = new TlsOpener({
      authority,
      trustedPem,
      target,
      dial: () => this.#dial(target),
      onRequest: (method, url) => this.openedRequests.push(`${method} ${url}`),
    });
    client.write(established);
    if (head.length > 0) client.unshift(head);
    opener.accept(client);
  }

  #forward(request: IncomingMessage, response: ServerResponse): void {
    const target = URL.parse(request.url ?? '');
    if (target?.protocol !== 'http:') return void response.writeHead(400).end();
    const authority = `${target.hostname}:${target.port || 80}`;
    const refusal = this.#judge(request, authority, request.socket);
    if (refusal === 'unanswered') return;
    if (refusal) return void response.writeHead(refusal.status, refusal.headers.flat()).end(refusal.body);
    if (/^(drop|tunnel-)/.test(this.behaviour.kind)) return void response.destroy();
    const { 'proxy-authorization': _kept, ...headers } = request.headers;
    const outgoing = requestHttp(target, { method: request.method, headers, createConnection: () => this.#dial(authority) });
    outgoing.on('response', (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers)));
    outgoing.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
    request.pipe(outgoing);
  }

  /** Records the request. `unanswered` where nothing more is to be said, `null` where it may go through. */
  #judge(request: IncomingMessage, target: string, client: Duplex): ProxyAnswer | 'unanswered' | null {
    const credentials = readCredentials(request.headers['proxy-authorization']);
    const refusal = refusalOf(this.behaviour, target, credentials);
    const isSilent = ['hang', 'garbage', 'drip'].includes(this.behaviour.kind);
    this.records.push({ method: request.method ?? '', target, credentials, status: isSilent ? null : (refusal?.status ?? 200) });
    if (this.behaviour.kind === 'garbage') client.end(Buffer.from('\x00\xFFneither HTTP nor anything else\r\n\r\n', 'latin1'));
    if (this.behaviour.kind === 'drip') drip(client);
    return isSilent ? 'unanswered' : refusal;
  }

  #dial(target: string): Socket {
    const { hostname, port } = new URL(`tcp://${this.#addressBook.get(target) ?? target}`);
    const socket = connect(Number(port), hostname.replace(/^\[|\]$/g, ''));
    this.#outgoing.add(socket);
    return socket.on('close', () => this.#outgoing.delete(socket));
  }
}

/** Begins as an answer does, so that nothing but patience tells it from one. */
function drip(client: Duplex): void {
  const head = 'HTTP/1.1 200 OK\r\nx-filler: ';
  let sent = 0;
  const timer = setInterval(() => client.write(head[sent++] ?? 'a'), dripIntervalMs);
  client.resume().on('close', () => clearInterval(timer));
}

function isHostAndPort(target: string): boolean {
  const parsed = URL.parse(`tcp://${target}`);
  return parsed !== null && parsed.host === target && parsed.port !== '';
}

function rawAnswer({ status, reason, headers, body }: ProxyAnswer): string {
  const fields = [...headers, ['content-length', String(Buffer.byteLength(body))] as const];
  return `HTTP/1.1 ${status} ${reason}\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}
