/** An address as people write it, and as the guides print it: without a query, and without the slash that URLs end a bare host with. */
export function writeAddress(origin: string, pathname: string): string {
  return pathname === '/' ? origin : `${origin}${pathname}`;
}

/** Whether two addresses lead to the same place, however a slash at their end was written. */
export function isSameAddress(one: string, other: string): boolean {
  return withoutLastSlash(one) === withoutLastSlash(other);
}

function withoutLastSlash(address: string): string {
  return (URL.parse(address)?.href ?? address).replace(/\/$/, '');
}
