import type { NetworkFailureCause } from '../../../../core/services/network-probe-service.ts';

export interface ProductAnswer {
  readonly status: number;
  /** Reason phrase of the status line. */
  readonly phrase?: string | undefined;
  /** Value of `X-Squid-Error`. */
  readonly squidError?: string | undefined;
  /** Value of `Proxy-Status` (RFC 9209). */
  readonly proxyStatus?: string | undefined;
  /** Whether the target is a name, which the proxy has to look up. */
  readonly hasNamedTarget?: boolean;
}

type Words = readonly (readonly [start: string, cause: NetworkFailureCause])[];

/** squid's names for its error pages, which tell more than its status does (https://wiki.squid-cache.org/SquidFaq/TroubleShooting). */
const squidErrors: Words = [
  ['ERR_DNS_FAIL', 'dns-unknown'],
  ['ERR_CONNECT_FAIL 110', 'timeout'],
  ['ERR_CONNECT_FAIL 104', 'reset'],
  ['ERR_CONNECT_FAIL', 'refused'],
  ['ERR_READ_TIMEOUT', 'timeout'],
  ['ERR_ACCESS_DENIED', 'proxy-forbidden'],
  ['ERR_CANNOT_FORWARD', 'proxy-bad'],
];

/** Errors that lie between the proxy and the server (RFC 9209, 2.3); those of the proxy itself are left to its status. */
const proxyStatusErrors: Words = [
  ['dns_', 'dns-unknown'],
  ['destination_not_found', 'dns-unknown'],
  ['destination_unavailable', 'refused'],
  ['destination_ip_prohibited', 'proxy-forbidden'],
  ['destination_ip_unroutable', 'refused'],
  ['connection_refused', 'refused'],
  ['connection_terminated', 'reset'],
  ['connection_timeout', 'timeout'],
  ['connection_read_timeout', 'timeout'],
  ['connection_write_timeout', 'timeout'],
  ['http_request_denied', 'proxy-forbidden'],
];

/** What proxies say that have no better way; by the library `proxy-chain`'s own statuses, too. */
const phrases: readonly (readonly [RegExp, NetworkFailureCause])[] = [
  [/^500 unable to connect$|^594 /i, 'refused'],
  [/^502 .*upstream proxy/i, 'proxy-bad'],
  [/^593 |^50[0234] .*(?:host|name).*(?:not (?:be )?found|unknown)|^50[0234] .*dns.*(?:fail|error)/i, 'dns-unknown'],
  [/^595 /, 'reset'],
];

/** Why a proxy didn't lead on, where it says so by more than a status: in a standard's way, or its make's own. */
export function readProductWord(answer: ProductAnswer): NetworkFailureCause | undefined {
  const { status, phrase = '', squidError, hasNamedTarget = false } = answer;
  // squid 5 has no other word for a name that it doesn't find, when asked for a tunnel; an address never ends so.
  if (status === 500 && squidError?.startsWith('ERR_CANNOT_FORWARD') && hasNamedTarget) return 'dns-unknown';
  if (squidError !== undefined) return find(squidErrors, squidError);
  const standard = find(proxyStatusErrors, readStatusError(answer) ?? '');
  return standard ?? phrases.find(([pattern]) => pattern.test(`${status} ${phrase}`))?.[1];
}

/** The proxy's words themselves, as far as they name nobody: for the desk. */
export function quoteProxy(answer: ProductAnswer): string | undefined {
  const { phrase, squidError } = answer;
  if (squidError !== undefined) return `X-Squid-Error: ${clean(squidError)}`;
  const error = readStatusError(answer);
  return error === undefined ? phrase && clean(phrase) : `Proxy-Status: error=${error}`;
}

/** Of a list of intermediaries the first that failed; only the error's name, since other members may name hosts of the office. */
function readStatusError({ proxyStatus = '' }: ProductAnswer): string | undefined {
  return /;\s*error\s*=\s*"?([a-z_]{1,40})/.exec(proxyStatus)?.[1];
}

function find(words: Words, word: string): NetworkFailureCause | undefined {
  return words.find(([start]) => word.startsWith(start))?.[1];
}

function clean(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '').slice(0, 80);
}
