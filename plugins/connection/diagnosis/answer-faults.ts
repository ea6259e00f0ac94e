import type { NetworkAnswer } from 'boule-bleue';
import { writeAddress } from '../addresses/plain-address.ts';
import type { Finding } from './cause.ts';
import { findInspector } from './inspectors.ts';
import { findPortal, isPage } from './portal.ts';
import { isSameSite } from './site.ts';

const maintenanceWords = /maintenance|indisponib|unavailable/i;
const blockWords = /block|bloqu|interdi|denied|refus|forbidden/i;
const maximumTargetLength = 200;
const halfDayMs = 43_200_000;
const longestRetryMs = 30 * 86_400_000;

/**
 * Why an answer to the access test doesn't show that the server was reached; `undefined` when it does.
 * It does when it is below 500 and comes from that origin itself: neither sends elsewhere nor was
 * written by a proxy or a portal on the way, which over plain HTTP can pass for the server.
 *
 * @param isOpened whether somebody on the way reads and writes in the encrypted connection, and so can pass for the server there too.
 */
export function findAccessFault(answer: NetworkAnswer, url: string, nowMs: number, isOpened = false): Finding | undefined {
  const { status } = answer;
  const fault = findStrangerFault(answer, url, isOpened) ?? findRedirect(answer, url);
  if (fault) return fault;
  if (status === 503 || (status >= 500 && isMaintenancePage(answer))) return untilRetry('maintenance', answer, nowMs);
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
  if (isMaintenancePage(answer)) return { cause: 'maintenance' };
  return { cause: 'bad-answer' };
}

/** A page that speaks of maintenance, whatever its status says. */
export function isMaintenancePage(answer: NetworkAnswer): boolean {
  return isPage(answer) && maintenanceWords.test(answer.body);
}

/** An answer that a proxy or a network's portal wrote in the server's place. */
function findStrangerFault(answer: NetworkAnswer, url: string, isOpened: boolean): Finding | undefined {
  if (answer.status === 511) return { cause: 'captive-portal', args: { target: '' } };
  // Nobody writes into a verified TLS connection but who was let in.
  if (url.startsWith('https:') && !isOpened) return undefined;
  const { 'x-squid-error': squidError, 'proxy-status': proxyStatus = '', via } = answer.headers;
  if (squidError) return { cause: /DENIED|FORBIDDEN/i.test(squidError) ? 'proxy-forbidden' : 'proxy-bad' };
  if (/(^|[;,\s])error=/.test(proxyStatus)) return { cause: 'proxy-bad' };
  // Who opens a connection marks all that passes, so a mark alone says nothing of who wrote it.
  if (isOpened && isBlockPage(answer)) return { cause: 'proxy-forbidden' };
  if (isOpened && via !== undefined && (answer.status === 502 || answer.status === 504)) return { cause: 'proxy-bad' };
  const isMoved = answer.status >= 300 && answer.status < 400 && maintenanceWords.test(answer.headers.location ?? '');
  const portal = isMoved ? undefined : findPortal(answer, url);
  return portal && { cause: 'captive-portal', args: { target: portal.origin } };
}

/** A page on which a known maker says that it lets nobody pass. */
function isBlockPage(answer: NetworkAnswer): boolean {
  return isPage(answer) && blockWords.test(answer.body) && findInspector(answer.body) !== undefined;
}

function findRedirect(answer: NetworkAnswer, url: string): Finding | undefined {
  const { location } = answer.headers;
  if (answer.status < 300 || answer.status >= 400 || location === undefined || !URL.canParse(location, url)) return undefined;
  const [from, to] = [new URL(url), new URL(location, url)];
  if (from.origin === to.origin) return undefined;
  if (maintenanceWords.test(to.href)) return { cause: 'maintenance' };
  return { cause: 'redirect', args: { target: to.origin }, ...describeBetterAddress(from, to) };
}

/** Where a redirect leads to the same owner's over HTTPS, the address to write instead. */
function describeBetterAddress(from: URL, to: URL): Partial<Finding> {
  if (to.protocol !== 'https:' || !isSameSite(from.hostname, to.hostname) || to.pathname.length > maximumTargetLength) return {};
  const address = writeAddress(to.origin, to.pathname);
  if (address.length > maximumTargetLength) return {};
  const args = { target: to.origin, address };
  const isOnlyEncrypted = from.protocol === 'http:' && from.hostname === to.hostname;
  return { detail: isOnlyEncrypted ? 'redirect-to-https' : 'redirect-same-site', args };
}

/** Where a redirect within the origin leads. Its query may hold anything, and a server may make it as long as it likes. */
function readTarget({ headers }: NetworkAnswer, url: string): string {
  const target = URL.parse(headers.location ?? '', url);
  return target ? `${target.origin}${target.pathname}`.slice(0, maximumTargetLength) : '';
}

function untilRetry(cause: 'maintenance' | 'too-many', { headers }: NetworkAnswer, nowMs: number): Finding {
  const retryAt = readRetryAfter(headers['retry-after'], nowMs);
  if (retryAt === undefined) return { cause };
  // An hour alone would be read as one of today.
  const detail = retryAt - nowMs > halfDayMs ? (`${cause}-until-day` as const) : (`${cause}-until` as const);
  return { cause, detail, args: { retryAt } };
}

/** `Retry-After` (RFC 9110, 10.2.3), in seconds or as a date, as an instant; `undefined` when absent, past or beyond reason. */
function readRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  const instant = /^\d{1,9}$/.test(value.trim()) ? nowMs + Number(value) * 1000 : Date.parse(value);
  return Number.isNaN(instant) || instant <= nowMs || instant - nowMs > longestRetryMs ? undefined : instant;
}
