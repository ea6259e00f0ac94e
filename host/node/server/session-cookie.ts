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

/** The session a `Cookie` header names, or `undefined`. */
export function readSessionCookie(header: string | undefined, port: number): string | undefined {
  const start = `${sessionCookieName(port)}=`;
  const pair = header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(start));
  return pair?.slice(start.length);
}
