import { type Credentials, decodePercent } from './typed-text.ts';

const maximumLength = 256;

/** What stands before the last `@` of an address without its scheme, as a name and a password; `undefined` where it can't be both. */
export function readCredentials(text: string): Credentials | undefined {
  const [, typedUser = '', typedPassword = ''] = /^([^:]*):?(.*)$/s.exec(text) ?? [];
  const [user, password] = [decodePercent(typedUser), decodePercent(typedPassword)];
  // RFC 7617, 2: no colon in a name, no control character in either.
  if (user === '' || user.includes(':') || /\p{Cc}/u.test(user + password)) return undefined;
  return user.length > maximumLength || password.length > maximumLength ? undefined : { user, password };
}

/** What was typed, fit to be shown elsewhere than in its field: what stands before an @ may be a password. */
export function hideCredentials(typed: string): string {
  const end = typed.lastIndexOf('@');
  if (end === -1) return typed;
  const scheme = /^\s*[a-z][a-z0-9+.-]*:\/\//i.exec(typed)?.[0] ?? '';
  return `${scheme}…${typed.slice(Math.max(end, scheme.length))}`;
}
