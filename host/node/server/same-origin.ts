import type { IncomingHttpHeaders } from 'node:http';

/** Why a request didn't come from our own page or from the user's address bar. */
export type ForeignReason = 'host' | 'origin' | 'site';

/** The names under which this host may be addressed. Any other `Host` is a rebound DNS name. */
export function ownHosts(port: number): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`];
}

/**
 * Looks whether a request is foreign: sent to another name (DNS rebinding), or from another site's page.
 * Ports share cookies and count as one site, so another program's page on this machine is foreign too.
 */
export function findForeignness(headers: IncomingHttpHeaders, port: number): ForeignReason | undefined {
  const { host, origin } = headers;
  if (host === undefined || !ownHosts(port).includes(host)) return 'host';
  if (origin !== undefined && origin !== `http://${host}`) return 'origin';
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none' ? undefined : 'site';
}

/** As {@link findForeignness}, for a WebSocket: no browser opens one without saying from where. */
export function findForeignSocket(headers: IncomingHttpHeaders, port: number): ForeignReason | undefined {
  return headers.origin === undefined ? 'origin' : findForeignness(headers, port);
}
