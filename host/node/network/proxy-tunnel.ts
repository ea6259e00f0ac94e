import type { Socket } from 'node:net';
import { NetworkFailure } from './network-failure.ts';
import { whileOpen } from './open-socket.ts';
import { type ProductAnswer, readProductWord } from './proxy-products.ts';
import type { HttpProxy } from './route.ts';

const maximumHeadBytes = 16_384;

interface ProxyHead extends ProductAnswer {
  /** `Proxy-Authenticate` values, one per challenge line; `WWW-Authenticate` with 401. */
  readonly challenges: readonly string[];
  readonly location: string | undefined;
}

/**
 * Asks a proxy for a tunnel (CONNECT, RFC 9110 9.3.6). On success the socket speaks to the target.
 * @returns the proxy's status, for the desk.
 * @throws NetworkFailure `proxy-auth`, `proxy-auth-scheme`, `proxy-forbidden`, `proxy-bad`, `captive-portal`,
 *   or `refused` and `timeout` where the proxy says that it didn't reach the target.
 */
export async function openTunnel(socket: Socket, proxy: HttpProxy, target: string, signal: AbortSignal): Promise<number> {
  const authorization = await proxyAuthorization(proxy);
  const lines = [`CONNECT ${target} HTTP/1.1`, `Host: ${target}`];
  if (authorization !== undefined) lines.push(`Proxy-Authorization: ${authorization}`);
  const answered = readHead(socket);
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const head = await whileOpen(socket, answered, signal);
  if (head.status >= 200 && head.status < 300) return head.status;
  socket.destroy();
  throw refusal(head, authorization !== undefined);
}

/** Value of `Proxy-Authorization` (RFC 7617) where a user is known. */
export async function proxyAuthorization({ user, password }: HttpProxy): Promise<string | undefined> {
  if (user === undefined || user === '') return undefined;
  const pair = `${user}:${(await password?.reveal()) ?? ''}`;
  return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
}

/** The proxy's refusal as a failure; also for the 407 that answers a request without a tunnel. */
export function refusal(head: ProxyHead, hadCredentials: boolean): NetworkFailure {
  const { status, challenges, location } = head;
  const systemCode = `HTTP ${status}`;
  // tinyproxy refuses a wrong password with 401, as if it were the server.
  if (status === 407 || (status === 401 && hadCredentials)) {
    const schemes = challenges.flatMap(readSchemes);
    const detail = `${systemCode}; ${schemes.join(', ') || 'no scheme'}${hadCredentials ? '; user and password were sent' : ''}`;
    const isBasic = schemes.length === 0 || schemes.some((scheme) => scheme.toLowerCase() === 'basic');
    return new NetworkFailure(isBasic ? 'proxy-auth' : 'proxy-auth-scheme', { systemCode, detail });
  }
  const word = readProductWord(head);
  if (word !== undefined) return new NetworkFailure(word, { systemCode, detail: `${systemCode} from the proxy` });
  if (status === 403) return new NetworkFailure('proxy-forbidden', { systemCode, detail: systemCode });
  if (status === 502 || status === 503) return new NetworkFailure('refused', { systemCode, detail: `${systemCode} from the proxy` });
  if (status === 504) return new NetworkFailure('timeout', { systemCode, detail: `${systemCode} from the proxy` });
  // Networks that want a sign-in first send elsewhere, or say so (RFC 6585, 6).
  const isPortal = status === 511 || (status >= 300 && status < 400);
  const detail = location === undefined ? systemCode : `${systemCode}; location ${originOf(location)}`;
  return new NetworkFailure(isPortal ? 'captive-portal' : 'proxy-bad', { systemCode, detail });
}

/** The names at the start of challenges; one line may hold several challenges, each with parameters. */
function readSchemes(challenge: string): string[] {
  const withoutQuoted = challenge.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  return withoutQuoted.split(',').flatMap((part) => /^\s*([A-Za-z][\w-]*)(?:\s|$)(?!\s*=)/.exec(part)?.[1] ?? []);
}

/** A portal's address may carry who asked for what; its origin is enough to know it by. */
function originOf(location: string): string {
  return URL.parse(location)?.origin ?? 'elsewhere';
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
    phrase: statusLine.slice(13),
    squidError: find('x-squid-error'),
    challenges: fields.filter(([name]) => name === challenge).map(([, value]) => value ?? ''),
    location: find('location'),
  };
}
