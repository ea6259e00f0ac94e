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
