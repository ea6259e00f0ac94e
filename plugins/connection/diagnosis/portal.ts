import type { NetworkAnswer } from 'boule-bleue';
import { type AddressEvidence, hostOf, reportOf } from './evidence.ts';
import { isSameSite } from './site.ts';

/** A page of the network that stands in the place of servers until one signs in. */
export interface Portal {
  /** Where one signs in, as far as it is known. */
  readonly origin: string;
  /** To be opened in a browser. It may tell who asked for what, so it is neither shown nor reported. */
  readonly address: string;
}

const portalWords =
  /portail (captif|d.acc[eè]s)|captive portal|hot-?spot|acc[eè]s invit[ée]|guest (access|network|wi-?fi)|wi-?fi (gratuit|public|invit)/i;

/** The portal that an answer in plain HTTP shows. Over verified TLS nobody but the server answers. */
export function findPortal(answer: NetworkAnswer, url: string): Portal | undefined {
  if (answer.status === 511) return { origin: '', address: url };
  const target = readRedirect(answer, url) ?? readRefresh(answer, url);
  if (target) return { origin: target.origin, address: target.href };
  return isPage(answer) && answer.body.includes('WISPAccessGatewayParam') ? { origin: '', address: url } : undefined;
}

/** As {@link findPortal}, for a host that isn't reached over HTTPS: there a page that speaks like a portal is one too. */
export function findPortalInPlaceOf(answer: NetworkAnswer, url: string): Portal | undefined {
  const found = findPortal(answer, url);
  if (found) return found;
  return isPage(answer) && portalWords.test(answer.body) ? { origin: '', address: url } : undefined;
}

/** The portal that the questions about an address brought to light. */
export function portalOf({ questions = [] }: AddressEvidence): Portal | undefined {
  for (const { purpose, url, report } of questions) {
    const portal = purpose === 'portal' && report.answer ? findPortalInPlaceOf(report.answer, url) : undefined;
    if (portal) return portal;
  }
  return undefined;
}

/**
 * Where one signs in, for an address that a portal keeps away: as it was sent there, or else to what it names, or else to any page of the
 * host in plain HTTP, in whose place the portal shows its own.
 */
export function findSignInAddress(evidence: AddressEvidence, target: string): string | undefined {
  const answer = reportOf(evidence)?.answer;
  const shown = portalOf(evidence) ?? (answer && evidence.url.startsWith('http:') ? findPortal(answer, evidence.url) : undefined);
  if (shown) return shown.address;
  if (URL.canParse(target)) return target;
  const host = hostOf(evidence);
  return host === undefined ? undefined : `http://${host}/`;
}

/** A page for people, by what it calls itself or begins with. */
export function isPage({ headers, body }: NetworkAnswer): boolean {
  return /\bhtml\b/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype|html)/i.test(body);
}

/** For now, or to where nothing is encrypted: a server that has moved for good says so, and to HTTPS. */
function readRedirect({ status, headers }: NetworkAnswer, url: string): URL | undefined {
  if (status < 300 || status >= 400) return undefined;
  const target = readElsewhere(headers.location, url);
  const isForNow = status === 302 || status === 303 || status === 307;
  return isForNow || target?.protocol === 'http:' ? target : undefined;
}

function readRefresh(answer: NetworkAnswer, url: string): URL | undefined {
  if (!isPage(answer)) return undefined;
  const refresh = /<meta[^>]{0,200}http-equiv=["']?refresh["']?[^>]{0,200}url=([^"'>\s]+)/i.exec(answer.body)?.[1];
  return readElsewhere(refresh, url);
}

/** A web address on another site than this one, without a user or a password in it. */
function readElsewhere(location: string | undefined, url: string): URL | undefined {
  const target = location === undefined ? null : URL.parse(location, url);
  if (!target || !/^https?:$/.test(target.protocol) || isSameSite(target.hostname, new URL(url).hostname)) return undefined;
  target.username = '';
  target.password = '';
  return target;
}
