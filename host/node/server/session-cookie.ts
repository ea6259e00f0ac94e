import type { Sessions } from './sessions.ts';

/**
 * The cookie that holds a window's session. Browsers keep cookies by host name only, so the name
 * carries the port: two hosts on one machine don't overwrite each other's.
 */
export function sessionCookieName(port: number): string {
  return `boule-bleue-${port}`;
}

/** No expiry: the browser forgets it when it closes, the host after some weeks. */
export function sessionCookie(port: number, session: string): string {
  return `${sessionCookieName(port)}=${session}; Path=/; HttpOnly; SameSite=Strict`;
}

/** More than a browser has unless somebody planted them. */
const maximumCookies = 8;

/**
 * Whether a `Cookie` header names an open session. A page of another port of this machine can add cookies of the same
 * name for a longer path, which come first: it must not keep the window from its host.
 */
export async function holdsOpenSession(header: string | undefined, port: number, sessions: Pick<Sessions, 'isOpen'>): Promise<boolean> {
  for (const session of readSessionCookies(header ?? '', port).slice(0, maximumCookies)) {
    if (await sessions.isOpen(session)) return true;
  }
  return false;
}

function readSessionCookies(header: string, port: number): string[] {
  const start = `${sessionCookieName(port)}=`;
  const pairs = header.split(';').map((part) => part.trim());
  return pairs.filter((pair) => pair.startsWith(start)).map((pair) => pair.slice(start.length));
}
