import { isIP, type Socket } from 'node:net';
import { whileOpen } from '../dialing/open-socket.ts';
import { NetworkFailure } from '../network-failure.ts';
import type { HttpProxy } from '../routes/route.ts';
import { type ProxyHead, refusal } from './proxy-refusal.ts';

const maximumHeadBytes = 16_384;

/**
 * Asks a proxy for a tunnel (CONNECT, RFC 9110 9.3.6). On success the socket speaks to the target.
 * @returns the proxy's status, for the desk.
 * @throws NetworkFailure `proxy-auth`, `proxy-auth-scheme`, `proxy-forbidden`, `proxy-bad`, `captive-portal`,
 *   or `dns-unknown`, `refused`, `timeout` and `reset` where the proxy says that it didn't reach the target.
 */
export async function openTunnel(socket: Socket, proxy: HttpProxy, target: string, signal: AbortSignal): Promise<number> {
  const authorization = await whileOpen(socket, proxyAuthorization(proxy), signal);
  const lines = [`CONNECT ${target} HTTP/1.1`, `Host: ${target}`];
  if (authorization !== undefined) lines.push(`Proxy-Authorization: ${authorization}`);
  const answered = readHead(socket);
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const head = await whileOpen(socket, answered, signal);
  if (head.status >= 200 && head.status < 300) return head.status;
  socket.destroy();
  throw refusal({ ...head, hasNamedTarget: isIP(hostOf(target)) === 0 }, authorization !== undefined);
}

/** Value of `Proxy-Authorization` (RFC 7617) where a user is known. */
export async function proxyAuthorization({ user, password }: HttpProxy): Promise<string | undefined> {
  if (user === undefined || user === '') return undefined;
  const pair = `${user}:${(await password?.reveal()) ?? ''}`;
  return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
}

function hostOf(target: string): string {
  return target.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
}

function readHead(socket: Socket): Promise<ProxyHead> {
  let received = Buffer.alloc(0);
  return new Promise((resolve, reject) => {
    const finish = (outcome: () => void) => {
      socket.off('data', onData).off('error', onError).off('close', onClose);
      socket.pause();
      outcome();
    };
    const onError = (error: Error) => finish(() => reject(error));
    const onClose = () => finish(() => reject(new NetworkFailure('proxy-bad', { detail: 'closed without an answer' })));
    const onData = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const end = received.indexOf('\r\n\r\n');
      const isBad = !mayBeHttp(received) || (end < 0 && received.length > maximumHeadBytes);
      if (isBad) return finish(() => reject(new NetworkFailure('proxy-bad', { detail: 'no HTTP' })));
      if (end < 0) return;
      finish(() => {
        if (received.length > end + 4) socket.unshift(received.subarray(end + 4));
        resolve(parseHead(received.toString('latin1', 0, end)));
      });
    };
    socket.on('data', onData).on('error', onError).on('close', onClose);
  });
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
