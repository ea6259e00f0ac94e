import type { Sessions, WindowSession } from './sessions.ts';
import { pathOfPlace } from './window-place.ts';

/**
 * The cookie that holds a window's session. Browsers keep cookies by host name only, so the name
 * carries the port: two hosts on one machine don't overwrite each other's.
 */
export function sessionCookieName(port: number): string {
  return `boule-bleue-${port}`;
}

/**
 * No expiry: the browser forgets it when it closes, the host after some weeks. Browsers send a cookie to every port of its host, so also to
 * other programs of this machine, and other users'; but only to addresses below its path, which nobody but the window knows.
 */
export function sessionCookie(port: number, { place, key }: WindowSession): string {
  return `${sessionCookieName(port)}=${key}; Path=${pathOfPlace(place)}; HttpOnly; SameSite=Strict`;
}

/** More than a browser has unless somebody planted them. */
const maximumCookies = 8;

/** What a request brings of its session: the `Cookie` header, and the place it was sent to. */
export interface SessionProof {
  readonly cookies: string | undefined;
  readonly place: string | undefined;
}

/**
 * Whether a request is of an open session. A page of another port of this machine can add cookies of the same
 * name for a longer path, which come first: it must not keep the window from its host.
 */
export async function holdsOpenSession(
  { cookies, place }: SessionProof,
  port: number,
  sessions: Pick<Sessions, 'isOpen'>,
): Promise<boolean> {
  if (place === undefined) return false;
  for (const key of readSessionCookies(cookies ?? '', port).slice(0, maximumCookies)) {
    if (await sessions.isOpen({ place, key })) return true;
  }
  return false;
}

function readSessionCookies(header: string, port: number): string[] {
  const start = `${sessionCookieName(port)}=`;
  const pairs = header.split(';').map((part) => part.trim());
  return pairs.filter((pair) => pair.startsWith(start)).map((pair) => pair.slice(start.length));
}
