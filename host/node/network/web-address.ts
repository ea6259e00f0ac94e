import { NetworkFailure } from './network-failure.ts';

/**
 * Reads an address of the web. One with a user or a password in it is refused: they would end in logs,
 * in this program's and in the server's.
 * @throws NetworkFailure `address-invalid`.
 */
export function parseAddress(address: string): URL {
  const url = URL.parse(address);
  if (url !== null && /^https?:$/.test(url.protocol) && url.hostname !== '' && url.username === '' && url.password === '') return url;
  throw new NetworkFailure('address-invalid', { detail: 'not of the form http(s)://host' });
}

/** Name or address of the host, as connections and certificates have it: without the brackets around IPv6. */
export function hostOf({ hostname }: Pick<URL, 'hostname'>): string {
  return withoutBrackets(hostname);
}

export function portOf({ port, protocol }: Pick<URL, 'port' | 'protocol'>): number {
  return Number(port) || (protocol === 'https:' ? 443 : 80);
}

export function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}
