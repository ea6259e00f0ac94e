import type { Socket } from 'node:net';
import { type Duplex, pipeline, Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { createServer as createTlsServer } from 'node:tls';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { ServerIdentity } from './authority.ts';
import { LoopbackListener, type LoopbackOptions } from './loopback-listener.ts';

type SocketMisbehaviour =
  /** Accepts connections and never says a word, not even of TLS. */
  | 'blackhole'
  /** Ends every connection with a TCP reset at once. */
  | 'reset'
  /** Ends every connection politely at once. */
  | 'hang-up'
  /** Ends every connection with a TCP reset once the client has spoken: in the middle of a TLS handshake. */
  | 'handshake-reset'
  /** Speaks plain HTTP, whatever the client speaks. */
  | 'plain-http'
  /** Offers TLS 1.0 and 1.1 only. */
  | 'old-tls';

type AnswerMisbehaviour =
  /** Reads the request and never answers. */
  | 'silence'
  /** Answers bytes that are no HTTP. */
  | 'garbage'
  /** Answers one byte each 100 ms from the first on, without end. */
  | 'drip'
  /** Sends header fields without end. */
  | 'endless-headers'
  /** Sends a body without end. */
  | 'endless-body'
  /** Leaves with a TCP reset in the middle of the head. */
  | 'head-reset'
  /** Leaves with a TCP reset in the middle of the body. */
  | 'body-reset'
  /** A compressed body of 200 KB that unpacks to 200 MB. */
  | 'gzip-bomb'
  /** The same by Brotli (RFC 7932), in less than a kilobyte. */
  | 'brotli-bomb';

export type Misbehaviour = SocketMisbehaviour | AnswerMisbehaviour;

export interface MisbehavingOptions extends LoopbackOptions {
  readonly misbehaviour: Misbehaviour;
  /** With it the server answers over TLS, without it over plain TCP. `old-tls` needs it. */
  readonly identity?: ServerIdentity;
}

const dripIntervalMs = 100;
const okHead = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const garbage = Buffer.from('\x00\xFF\xFEThis is neither TLS nor HTTP\r\n\r\n', 'latin1');

/** @param reset ends the connection below, TLS or not, with a TCP reset. */
type GiveAnswer = (stream: Duplex, reset: () => void) => void;

const answers: Readonly<Record<AnswerMisbehaviour, GiveAnswer>> = {
  silence: () => undefined,
  garbage: (stream) => stream.end(garbage),
  drip,
  'endless-headers': (stream) => pour(stream, 'HTTP/1.1 200 OK\r\n', `x-filler: ${'a'.repeat(1_000)}\r\n`),
  'endless-body': (stream) => pour(stream, `${okHead}\r\n`, ' '.repeat(65_536)),
  'head-reset': (stream, reset) => stream.write('HTTP/1.1 200 OK\r\ncontent-ty', reset),
  'body-reset': (stream, reset) => stream.write(`${okHead}content-length: 1000\r\n\r\n{"etat":"autor`, reset),
  'gzip-bomb': (stream) => sendCompressed(stream, 'gzip', gzipBomb()),
  'brotli-bomb': (stream) => sendCompressed(stream, 'br', brotliBomb()),
};

/** A peer that no client should trust to behave, from the first byte on. */
export class MisbehavingServer implements AsyncDisposable {
  /** A change counts from the next connection on. */
  misbehaviour: Misbehaviour;
  /** How many connections came, in all. */
  connections = 0;
  readonly #identity: ServerIdentity | undefined;
  #listener!: LoopbackListener;

  private constructor(options: MisbehavingOptions) {
    this.misbehaviour = options.misbehaviour;
    this.#identity = options.identity;
  }

  static async start(options: MisbehavingOptions): Promise<MisbehavingServer> {
    const server = new MisbehavingServer(options);
    server.#listener = await LoopbackListener.open((socket) => server.#accept(socket), options);
    return server;
  }

  get port(): number {
    return this.#listener.port;
  }

  get openConnections(): number {
    return this.#listener.openConnections;
  }

  /** Its address in the scheme that the client believes in. */
  url(scheme: 'http' | 'https'): string {
    return `${scheme}://${this.#listener.authority}`;
  }

  close(): Promise<void> {
    return this.#listener.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #accept(socket: Socket): void {
    this.connections += 1;
    switch (this.misbehaviour) {
      case 'blackhole':
        socket.resume();
        break;
      case 'reset':
        socket.resetAndDestroy();
        break;
      case 'hang-up':
        socket.end();
        break;
      case 'handshake-reset':
        afterFirstBytes(socket, () => socket.resetAndDestroy());
        break;
      case 'plain-http':
        afterFirstBytes(socket, () => socket.end(`${okHead}content-length: 2\r\n\r\n{}`));
        break;
      case 'old-tls':
        // OpenSSL 3 counts what TLS 1.1 needs below its security level 1.
        this.#overTls(socket, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' });
        break;
      default:
        if (this.#identity) this.#overTls(socket, {}, answers[this.misbehaviour]);
        else answerOn(socket, socket, answers[this.misbehaviour]);
    }
  }

  #overTls(socket: Socket, limits: { minVersion?: 'TLSv1'; maxVersion?: 'TLSv1.1'; ciphers?: string }, answer = answers.silence): void {
    const server = createTlsServer({ ...limits, ...this.#identity }, (stream) => {
      stream.on('error', () => stream.destroy());
      answerOn(stream, socket, answer);
    });
    server.emit('connection', socket);
  }
}

function answerOn(stream: Duplex, socket: Socket, answer: GiveAnswer): void {
  afterFirstBytes(stream, () => answer(stream, () => socket.resetAndDestroy()));
}

/** Clients expect an answer only once they asked something. */
function afterFirstBytes<Stream extends Duplex>(stream: Stream, answer: (stream: Stream) => void): void {
  stream.once('data', () => answer(stream));
}

function drip(stream: Duplex): void {
  let sent = 0;
  const head = `${okHead}\r\n`;
  const timer = setInterval(() => {
    stream.write(head[sent] ?? ' ');
    sent += 1;
  }, dripIntervalMs);
  stream.on('close', () => clearInterval(timer));
}

function pour(stream: Duplex, start: string, rest: string): void {
  async function* endless() {
    yield start;
    // Fast enough to never end, slow enough for a client in the same process to act too.
    for (;;) yield await delay(1, rest);
  }
  // It only ever ends by the client's leaving, which is no failure here.
  pipeline(Readable.from(endless()), stream, () => undefined);
}

function sendCompressed(stream: Duplex, encoding: 'gzip' | 'br', body: Buffer): void {
  stream.end(Buffer.concat([Buffer.from(`${okHead}content-encoding: ${encoding}\r\n\r\n`), body]));
}

function brotliBomb(): Buffer {
  return brotliCompressSync(Buffer.alloc(200 * 1_048_576, 0x20), { params: { [constants.BROTLI_PARAM_QUALITY]: 2 } });
}

/** Members of gzip may follow each other (RFC 1952 §2.2), so one megabyte is compressed once. */
function gzipBomb(): Buffer {
  const member = gzipSync(Buffer.alloc(1_048_576, 0x20));
  return Buffer.concat(Array.from({ length: 200 }, () => member));
}
