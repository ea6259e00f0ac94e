import type { NetworkFailureCause } from '../../../core/services/network-probe-service.ts';

export interface ProductAnswer {
  readonly status: number;
  /** Reason phrase of the status line. */
  readonly phrase?: string | undefined;
  /** Value of `X-Squid-Error`. */
  readonly squidError?: string | undefined;
}

/** squid's names for its error pages, which tell more than its status does (https://wiki.squid-cache.org/SquidFaq/TroubleShooting). */
const squidErrors: readonly (readonly [start: string, NetworkFailureCause])[] = [
  ['ERR_DNS_FAIL', 'dns-unknown'],
  ['ERR_CONNECT_FAIL 110', 'timeout'],
  ['ERR_CONNECT_FAIL', 'refused'],
  ['ERR_ACCESS_DENIED', 'proxy-forbidden'],
  ['ERR_CANNOT_FORWARD', 'proxy-bad'],
];

/**
 * Why a proxy didn't lead on, where its make says so in a way of its own: squid 5 in a field, tinyproxy 1.11 in the reason phrase, which
 * is 500 for a server that it doesn't reach and 502 for a proxy behind it.
 */
export function readProductWord({ status, phrase = '', squidError }: ProductAnswer): NetworkFailureCause | undefined {
  if (squidError !== undefined) return squidErrors.find(([start]) => squidError.startsWith(start))?.[1];
  if (status === 500 && /^unable to connect$/i.test(phrase)) return 'refused';
  return status === 502 && /upstream proxy/i.test(phrase) ? 'proxy-bad' : undefined;
}
