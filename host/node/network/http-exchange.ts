import type { Socket } from 'node:net';
import type { Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Dispatcher } from 'undici';
import type { Secret } from '../../../core/secret.ts';
import type { NetworkAnswer } from '../../../core/services/network-service.ts';
import type { Dialled } from './dialer.ts';
import { NetworkFailure } from './network-failure.ts';
import { proxyAuthorization, refusal } from './proxy-tunnel.ts';

/** What a request moved so far. Filled in while it goes on, so that a failed one tells too. */
export interface Traffic {
  sentBytes: number;
  /** After decompression. */
  receivedBytes: number;
}

export interface ExchangeRequest {
  readonly url: URL;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Secret | undefined;
  /** Of the answer's body, after decompression. */
  readonly maximumBytes: number;
  /** What happens to a longer one. */
  readonly whenLonger: 'fail' | 'cut';
  readonly traffic?: Traffic;
}

const maximumHeaderBytes = 32_768;

/** An answer whose body may be anything. */
export interface RawAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Halfway between the request and the answer's head, in milliseconds since 1970. */
  readonly atMs: number;
}

/** As {@link exchangeRaw}, with the body as UTF-8 text. */
export async function exchange(dialled: Dialled, request: ExchangeRequest, signal: AbortSignal): Promise<NetworkAnswer> {
  return toTextAnswer(await exchangeRaw(dialled, request, signal));
}

export function toTextAnswer({ status, headers, body }: RawAnswer): NetworkAnswer {
  // In stream mode a character cut in two at the end is left out.
  return { status, headers, body: new TextDecoder().decode(body, { stream: true }) };
}

/**
 * Sends one request over a connection and reads its answer. Redirects are answers. Ends the connection.
 * @throws NetworkFailure or an error that `classifyFailure` knows, or the signal's reason.
 */
export async function exchangeRaw(dialled: Dialled, request: ExchangeRequest, signal: AbortSignal): Promise<RawAnswer> {
  // Loaded when first needed: it takes longer than all the rest of the host's start.
  const { Client } = await import('undici');
  if (dialled.socket.destroyed) throw new NetworkFailure('reset', { systemCode: 'ECONNRESET', detail: 'closed before the request' });
  let unused: Socket | undefined = dialled.socket;
  const client = new Client(request.url.origin, {
    connect(_options, callback) {
      const socket = unused;
      unused = undefined;
      // undici expects connecting to take time.
      if (socket !== undefined) process.nextTick(callback, null, socket);
      else process.nextTick(callback, new NetworkFailure('reset', { detail: 'the connection ended early' }), null);
    },
    allowH2: false,
    maxHeaderSize: maximumHeaderBytes,
    // The signal bounds the whole, whichever part is slow.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  try {
    const wire = await toWire(dialled, request, signal);
    const sentMs = Date.now();
    const response = await client.request(wire);
    const atMs = (sentMs + Date.now()) / 2;
    if (dialled.forwarder && response.statusCode === 407) throw refuseForwarding(response, dialled.forwarder.user !== undefined);
    const headers = joinHeaders(response.headers);
    const body = await readBody(response.body, headers['content-encoding'], request);
    return { status: response.statusCode, headers, body, atMs };
  } finally {
    // Not awaited: nothing that the client still does may hold the caller.
    void client.destroy();
    dialled.socket.destroy();
  }
}

async function toWire({ forwarder }: Dialled, request: ExchangeRequest, signal: AbortSignal): Promise<Dispatcher.RequestOptions> {
  const { url, method, headers, traffic } = request;
  // Revealed no sooner: who receives it has been verified by now.
  const body = typeof request.body === 'object' ? await request.body.reveal() : (request.body ?? null);
  if (traffic) traffic.sentBytes = Buffer.byteLength(body ?? '');
  const authorization = forwarder && (await proxyAuthorization(forwarder));
  return {
    method,
    // A forwarding proxy learns the target from the request line (RFC 9112, 3.2.2).
    path: forwarder ? `${url.origin}${url.pathname}${url.search}` : `${url.pathname}${url.search}`,
    headers: { ...headers, ...(authorization !== undefined && { 'proxy-authorization': authorization }) },
    body,
    signal,
  };
}

function refuseForwarding({ statusCode, headers }: Dispatcher.ResponseData, hadCredentials: boolean): NetworkFailure {
  const challenges = [headers['proxy-authenticate'] ?? []].flat();
  return refusal({ status: statusCode, challenges, location: undefined }, hadCredentials);
}

function joinHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined[name.toLowerCase()] = [value].flat().join(', ');
  }
  return joined;
}

/** Reads no more than is wanted, counting what comes out of the decompressor: a small body may hold a huge one. */
async function readBody(body: Dispatcher.ResponseData['body'], encoding: string | undefined, request: ExchangeRequest): Promise<Buffer> {
  const decompressor = decompressorFor(encoding);
  if (decompressor !== undefined) {
    body.on('error', (error) => decompressor.destroy(error));
    body.pipe(decompressor);
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of decompressor ?? body) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (request.traffic) request.traffic.receivedBytes = length;
    if (length <= request.maximumBytes) continue;
    if (request.whenLonger === 'cut') break;
    throw new NetworkFailure('bad-answer', { detail: `the answer is longer than ${request.maximumBytes} bytes` });
  }
  return Buffer.concat(chunks).subarray(0, request.maximumBytes);
}

/** Lenient at the end, as browsers are: whether all has come is HTTP's to tell, and answers without a body may name an encoding. */
function decompressorFor(encoding: string | undefined): Transform | undefined {
  switch (encoding?.toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
    case 'deflate':
      return createInflate({ finishFlush: constants.Z_SYNC_FLUSH });
    case 'br':
      return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
    default:
      return undefined;
  }
}
