import { ShellError } from '../../../../core/errors.ts';
import type { Secret } from '../../../../core/secret.ts';
import type { NetworkAnswer } from '../../../../core/services/network-service.ts';
import { parseAddress } from '../web-address.ts';
import type { ExchangeRequest } from './http-exchange.ts';

/** One request on its way, the first or one that a redirect asks for. */
export interface OutgoingRequest {
  readonly url: URL;
  readonly method: ExchangeRequest['method'];
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Secret | undefined;
}

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Say nothing of who asks or what is secret. Plugins may call a secret header what they like, so these alone go to another origin. */
const headersForAnyone: ReadonlySet<string> = new Set(['accept', 'accept-encoding', 'accept-language', 'content-type', 'user-agent']);

/**
 * The request that a redirect leads to, by the rules of RFC 9110, 15.4; `undefined` for an answer that is none, or leads nowhere.
 * Whether it may be sent is for the sender to check.
 * @throws ShellError `network.plain-http` where TLS would be left, `network.secret-elsewhere`.
 */
export function followRedirect(request: OutgoingRequest, { status, headers: { location } }: NetworkAnswer): OutgoingRequest | undefined {
  const url = redirects.has(status) ? readLocation(location, request.url) : undefined;
  if (url === undefined) return undefined;
  if (request.url.protocol === 'https:' && url.protocol === 'http:') throw new ShellError('network.plain-http', { host: url.host });
  const next = becomesGet(status, request.method) ? asGet(request) : request;
  if (url.origin === request.url.origin) return { ...next, url };
  if (typeof next.body === 'object') throw new ShellError('network.secret-elsewhere', { host: request.url.host, target: url.origin });
  return { ...next, url, headers: pickHeaders(next.headers, (name) => headersForAnyone.has(name)) };
}

/** An address with a user and a password in it leads nowhere: they would be somebody's, and end in logs. */
function readLocation(location: string | undefined, base: URL): URL | undefined {
  const address = location === undefined ? undefined : URL.parse(location, base)?.href;
  try {
    return address === undefined ? undefined : parseAddress(address);
  } catch {
    return undefined;
  }
}

function becomesGet(status: number, method: OutgoingRequest['method']): boolean {
  if (status === 303) return method !== 'GET' && method !== 'HEAD';
  return (status === 301 || status === 302) && method === 'POST';
}

function asGet({ url, headers }: OutgoingRequest): OutgoingRequest {
  return { url, method: 'GET', headers: pickHeaders(headers, (name) => !name.startsWith('content-')) };
}

function pickHeaders(headers: OutgoingRequest['headers'], wanted: (name: string) => boolean): OutgoingRequest['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => wanted(name)));
}
