import { isIP, type Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import type { Secret } from '../../../../core/secret.ts';
import type { NetworkAnswer } from '../../../../core/services/network-service.ts';
import type { Dialled } from '../dialing/dialer.ts';
import { NetworkFailure } from '../network-failure.ts';
import { readProductWord } from '../proxies/proxy-products.ts';
import { type ProxyHead, refusal } from '../proxies/proxy-refusal.ts';
import { proxyAuthorization } from '../proxies/proxy-tunnel.ts';
import type { HttpProxy } from '../routes/route.ts';
import { hostOf } from '../web-address.ts';
import { type BodyLimits, type ReadBody, readBody } from './read-body.ts';

export interface ExchangeRequest extends BodyLimits {
  readonly url: URL;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Secret | undefined;
}

const maximumHeaderBytes = 32_768;

/** An answer whose body may be anything. */
export interface RawAnswer extends ReadBody {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
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
 * Sends one request over a connection and reads its answer. Redirects are answers. Ends the connection. A head that never ends, or is longer
 * than 32 KB, is no answer, whatever its status line said; a body may be one nevertheless ({@link BodyLimits}).
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
    if (dialled.forwarder) throwRefusal(response, dialled.forwarder, request.url);
    const headers = joinHeaders(response.headers);
    return { status: response.statusCode, headers, atMs, ...(await readBody(response.body, headers['content-encoding'], request, signal)) };
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

/** A proxy that forwards answers as if it were the server; it is recognised by what only proxies say. */
function throwRefusal({ statusCode, headers }: Dispatcher.ResponseData, proxy: HttpProxy, url: URL): void {
  const text = (name: string) => [headers[name] ?? []].flat().join(', ') || undefined;
  const head: ProxyHead = {
    status: statusCode,
    challenges: [headers['proxy-authenticate'] ?? []].flat(),
    location: undefined,
    squidError: text('x-squid-error'),
    proxyStatus: text('proxy-status'),
    hasNamedTarget: isIP(hostOf(url)) === 0,
  };
  const isRefused = statusCode === 407 || (statusCode >= 400 && readProductWord(head) !== undefined);
  if (isRefused) throw refusal(head, proxy.user !== undefined);
}

function joinHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined[name.toLowerCase()] = [value].flat().join(', ');
  }
  return joined;
}
