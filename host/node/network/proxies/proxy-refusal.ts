import type { NetworkFailureCause, ProxyRefusal } from '../../../../core/services/network-probe-service.ts';
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
  const { status } = head;
  // tinyproxy refuses a wrong password with 401, as if it were the server.
  if (status === 407 || (status === 401 && hadCredentials)) return wantsSignIn(head, hadCredentials);
  const known = { status, schemes: [], hadCredentials };
  const word = readProductWord(head) ?? gatewayCauses[status];
  if (word !== undefined) return failure(word, known, ['from the proxy', quoteProxy(head)]);
  if (status === 403) return failure('proxy-forbidden', known);
  const location = originOf(head.location);
  // Networks that want a sign-in first send elsewhere, or say so (RFC 6585, 6).
  const isPortal = status === 511 || (status >= 300 && status < 400);
  const elsewhere = location === undefined ? known : { ...known, location };
  return failure(isPortal ? 'captive-portal' : 'proxy-bad', elsewhere, [location && `location ${location}`]);
}

/** Basic is all that can be served here: it is used where it is offered, whatever else is. */
function wantsSignIn({ status, challenges }: ProxyHead, hadCredentials: boolean): NetworkFailure {
  const schemes = challenges.flatMap(readSchemes).slice(0, 10);
  const isBasic = schemes.length === 0 || schemes.some((scheme) => scheme.toLowerCase() === 'basic');
  const details = [schemes.join(', ') || 'no scheme', hadCredentials ? 'user and password were sent' : undefined];
  return failure(isBasic ? 'proxy-auth' : 'proxy-auth-scheme', { status, schemes, hadCredentials }, details);
}

function failure(reason: NetworkFailureCause, proxyRefusal: ProxyRefusal, details: readonly (string | undefined)[] = []): NetworkFailure {
  const systemCode = `HTTP ${proxyRefusal.status}`;
  return new NetworkFailure(reason, { systemCode, detail: [systemCode, ...details].filter(Boolean).join('; '), proxyRefusal });
}

/** The names at the start of challenges; one line may hold several challenges, each with parameters. */
function readSchemes(challenge: string): string[] {
  const withoutQuoted = challenge.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  return withoutQuoted.split(',').flatMap((part) => /^\s*([A-Za-z][\w-]{0,30})(?:\s|$)(?!\s*=)/.exec(part)?.[1] ?? []);
}

/** Of a web address whose host can be one (RFC 1035, 2.3.4); anybody may have written it. */
function originOf(location = ''): string | undefined {
  const url = URL.parse(location);
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname.length <= 255 ? url.origin : undefined;
}
