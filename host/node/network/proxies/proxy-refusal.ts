import type { NetworkFailureCause } from '../../../../core/services/network-probe-service.ts';
import { NetworkFailure } from '../network-failure.ts';
import { type ProductAnswer, quoteProxy, readProductWord } from './proxy-products.ts';

export interface ProxyHead extends ProductAnswer {
  /** `Proxy-Authenticate` values, one per challenge line; `WWW-Authenticate` with 401. */
  readonly challenges: readonly string[];
  readonly location: string | undefined;
}

/** What a proxy means by the statuses of a gateway, where it says no more. */
const gatewayCauses: Readonly<Record<number, NetworkFailureCause>> = { 502: 'refused', 503: 'refused', 504: 'timeout' };

/** The proxy's refusal as a failure; also for one that answers a request without a tunnel. */
export function refusal(head: ProxyHead, hadCredentials: boolean): NetworkFailure {
  const { status, location } = head;
  // tinyproxy refuses a wrong password with 401, as if it were the server.
  if (status === 407 || (status === 401 && hadCredentials)) return wantsSignIn(head, hadCredentials);
  const fail = (reason: NetworkFailureCause, more?: string) => failure(reason, head, [more], { schemes: [], hadCredentials });
  const word = readProductWord(head) ?? gatewayCauses[status];
  if (word !== undefined) return failure(word, head, ['from the proxy', quoteProxy(head)], { schemes: [], hadCredentials });
  if (status === 403) return fail('proxy-forbidden');
  // Networks that want a sign-in first send elsewhere, or say so (RFC 6585, 6).
  const isPortal = status === 511 || (status >= 300 && status < 400);
  return fail(isPortal ? 'captive-portal' : 'proxy-bad', location === undefined ? undefined : `location ${originOf(location)}`);
}

/** Basic is all that can be served here: it is used where it is offered, whatever else is. */
function wantsSignIn(head: ProxyHead, hadCredentials: boolean): NetworkFailure {
  const schemes = head.challenges.flatMap(readSchemes).slice(0, 10);
  const isBasic = schemes.length === 0 || schemes.some((scheme) => scheme.toLowerCase() === 'basic');
  const details = [schemes.join(', ') || 'no scheme', hadCredentials ? 'user and password were sent' : undefined];
  return failure(isBasic ? 'proxy-auth' : 'proxy-auth-scheme', head, details, { schemes, hadCredentials });
}

function failure(
  reason: NetworkFailureCause,
  { status }: ProxyHead,
  details: readonly (string | undefined)[],
  asked: { readonly schemes: readonly string[]; readonly hadCredentials: boolean },
): NetworkFailure {
  const systemCode = `HTTP ${status}`;
  const detail = [systemCode, ...details].filter(Boolean).join('; ');
  return new NetworkFailure(reason, { systemCode, detail, proxyRefusal: { status, ...asked } });
}

/** The names at the start of challenges; one line may hold several challenges, each with parameters. */
function readSchemes(challenge: string): string[] {
  const withoutQuoted = challenge.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  return withoutQuoted.split(',').flatMap((part) => /^\s*([A-Za-z][\w-]{0,30})(?:\s|$)(?!\s*=)/.exec(part)?.[1] ?? []);
}

/** A portal's address may carry who asked for what; its origin is enough to know it by. */
function originOf(location: string): string {
  return URL.parse(location)?.origin ?? 'elsewhere';
}
