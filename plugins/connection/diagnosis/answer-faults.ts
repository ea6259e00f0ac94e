import type { NetworkAnswer } from 'boule-bleue';
import type { Finding } from './cause.ts';

const maintenanceWords = /maintenance|indisponib|unavailable/i;
const maximumTargetLength = 200;
const isTemporaryRedirect = (status: number) => status === 302 || status === 303 || status === 307;

/**
 * Why an answer to the access test doesn't show that the server was reached; `undefined` when it does.
 * It does when it is below 500 and comes from that origin itself: neither sends elsewhere nor was
 * written by a proxy or a portal on the way, which over plain HTTP can pass for the server.
 */
export function findAccessFault(answer: NetworkAnswer, url: string, nowMs: number): Finding | undefined {
  const { status } = answer;
  const fault = findStrangerFault(answer, url) ?? findRedirect(answer, url);
  if (fault) return fault;
  if (status === 503) return untilRetry('maintenance', answer, nowMs);
  if (status >= 500) return { cause: 'server-error', args: { status } };
  return undefined;
}

/** Why an answer isn't one of the authentication's own, whatever else it is. */
export function findAuthenticationFault(answer: NetworkAnswer, url: string, nowMs: number): Finding {
  const { status } = answer;
  const fault = findAccessFault(answer, url, nowMs);
  if (fault) return fault;
  if (status >= 300 && status < 400) return { cause: 'redirect', args: { target: readTarget(answer, url) } };
  if (status === 404 || status === 405 || status === 410) return { cause: 'wrong-address', args: { status } };
  if (status === 401 || status === 403) return { cause: 'forbidden', args: { status } };
  if (status === 429) return untilRetry('too-many', answer, nowMs);
  if (isPage(answer) && maintenanceWords.test(answer.body)) return { cause: 'maintenance' };
  return { cause: 'bad-answer' };
}

/** An answer that a proxy or a network's portal wrote in the server's place. */
function findStrangerFault(answer: NetworkAnswer, url: string): Finding | undefined {
  if (answer.status === 511) return { cause: 'captive-portal', args: { target: '' } };
  // Nobody writes into a verified TLS connection.
  if (url.startsWith('https:')) return undefined;
  const squidError = answer.headers['x-squid-error'];
  if (squidError) return { cause: /DENIED|FORBIDDEN/i.test(squidError) ? 'proxy-forbidden' : 'proxy-bad' };
  if (/(^|[;,\s])error=/.test(answer.headers['proxy-status'] ?? '')) return { cause: 'proxy-bad' };
  return isPortalPage(answer, url) ? { cause: 'captive-portal', args: { target: '' } } : undefined;
}

/** Portals that answer with a page of their own send on to another origin from it, or carry the marks of WISPr. */
function isPortalPage(answer: NetworkAnswer, url: string): boolean {
  if (!isPage(answer)) return false;
  if (answer.body.includes('WISPAccessGatewayParam')) return true;
  const target = /<meta[^>]{0,200}http-equiv=["']?refresh["']?[^>]{0,200}url=([^"'>\s]+)/i.exec(answer.body)?.[1];
  return target !== undefined && readOrigin(target, url) !== new URL(url).origin;
}

function findRedirect(answer: NetworkAnswer, url: string): Finding | undefined {
  const { location } = answer.headers;
  if (answer.status < 300 || answer.status >= 400 || location === undefined || !URL.canParse(location, url)) return undefined;
  const [from, to] = [new URL(url), new URL(location, url)];
  if (from.origin === to.origin) return undefined;
  const args = { target: to.origin };
  if (from.protocol === 'http:' && to.protocol === 'https:' && from.hostname === to.hostname) {
    return { cause: 'redirect', args: { ...args, secureAddress: to.href } };
  }
  if (maintenanceWords.test(to.href)) return { cause: 'maintenance' };
  const isPortal = from.protocol === 'http:' && from.hostname !== to.hostname && isTemporaryRedirect(answer.status);
  return { cause: isPortal ? 'captive-portal' : 'redirect', args };
}

/** Where a redirect within the origin leads. Its query may hold anything, and a server may make it as long as it likes. */
function readTarget({ headers }: NetworkAnswer, url: string): string {
  const target = URL.parse(headers.location ?? '', url);
  return target ? `${target.origin}${target.pathname}`.slice(0, maximumTargetLength) : '';
}

function isPage({ headers, body }: NetworkAnswer): boolean {
  return /\bhtml\b/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype|html)/i.test(body);
}

function readOrigin(target: string, base: string): string | undefined {
  return URL.canParse(target, base) ? new URL(target, base).origin : undefined;
}

function untilRetry(cause: 'maintenance' | 'too-many', { headers }: NetworkAnswer, nowMs: number): Finding {
  const retryAt = readRetryAfter(headers['retry-after'], nowMs);
  return retryAt === undefined ? { cause } : { cause, args: { retryAt } };
}

/** `Retry-After` (RFC 9110, 10.2.3), in seconds or as a date, as an instant; `undefined` when absent, past or meaningless. */
function readRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  const instant = /^\d{1,9}$/.test(value.trim()) ? nowMs + Number(value) * 1000 : Date.parse(value);
  return Number.isNaN(instant) || instant <= nowMs ? undefined : instant;
}
