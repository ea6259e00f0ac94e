import { isIP, type Socket } from 'node:net';
import { whileOpen } from '../dialing/open-socket.ts';
import { NetworkFailure } from '../network-failure.ts';
import type { HttpProxy } from '../routes/route.ts';
import { hostOf, portOf } from '../web-address.ts';
import { askProxy } from './ask-proxy.ts';
import { type ProxyHead, refusal } from './proxy-refusal.ts';

const maximumHeadBytes = 16_384;

/**
 * Asks a proxy for a tunnel (CONNECT, RFC 9110 9.3.6). On success the socket speaks to the target.
 * @returns the proxy's status, for the desk.
 * @throws NetworkFailure `proxy-auth`, `proxy-auth-scheme`, `proxy-forbidden`, `proxy-bad`, `captive-portal`,
 *   or `dns-unknown`, `refused`, `timeout` and `reset` where the proxy says that it didn't reach the target.
 */
export async function openTunnel(socket: Socket, proxy: HttpProxy, url: URL, signal: AbortSignal): Promise<number> {
  const target = `${url.hostname}:${portOf(url)}`;
  const authorization = await whileOpen(socket, proxyAuthorization(proxy), signal);
  const lines = [`CONNECT ${target} HTTP/1.1`, `Host: ${target}`];
  if (authorization !== undefined) lines.push(`Proxy-Authorization: ${authorization}`);
  const message = `${lines.join('\r\n')}\r\n\r\n`;
  const head = await whileOpen(
    socket,
    askProxy(socket, { message, read: readHead, hangUp: () => noProxy('closed without an answer') }),
    signal,
  );
  if (head.status >= 200 && head.status < 300) return head.status;
  socket.destroy();
  throw refusal({ ...head, hasNamedTarget: isIP(hostOf(url)) === 0 }, authorization !== undefined);
}

/** Value of `Proxy-Authorization` (RFC 7617) where a user is known. */
export async function proxyAuthorization({ user, password }: HttpProxy): Promise<string | undefined> {
  if (user === undefined) return undefined;
  const pair = `${user}:${(await password?.reveal()) ?? ''}`;
  return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
}

function readHead(received: Buffer): { answer: ProxyHead; length: number } | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (!mayBeHttp(received) || (end < 0 && received.length > maximumHeadBytes)) throw noProxy('no HTTP');
  return end < 0 ? undefined : { answer: parseHead(received.toString('latin1', 0, end)), length: end + 4 };
}

function noProxy(detail: string): NetworkFailure {
  return new NetworkFailure('proxy-bad', { detail });
}

/** Judged from the first bytes on, so that something else isn't waited for. */
function mayBeHttp(received: Buffer): boolean {
  const start = received.toString('latin1', 0, 'HTTP/1.1 200'.length);
  return start.length < 12 ? 'HTTP/1.'.startsWith(start.slice(0, 7)) : /^HTTP\/1\.[01] [1-5]\d\d/.test(start);
}

function parseHead(head: string): ProxyHead {
  const [statusLine = '', ...lines] = head.split('\r\n');
  const fields = lines
    .map((line) => /^([^:]+):\s*(.*?)\s*$/.exec(line))
    .map((match) => [match?.[1]?.toLowerCase() ?? '', match?.[2] ?? '']);
  const find = (wanted: string) => fields.find(([name]) => name === wanted)?.[1];
  const status = Number(statusLine.slice(9, 12));
  const challenge = status === 401 ? 'www-authenticate' : 'proxy-authenticate';
  return {
    status,
    phrase: statusLine.slice(13, 113),
    squidError: find('x-squid-error'),
    proxyStatus: find('proxy-status'),
    challenges: fields.filter(([name]) => name === challenge).map(([, value]) => value ?? ''),
    location: find('location'),
  };
}
