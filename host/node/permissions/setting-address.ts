/** The setting that an entry of `permissions.network` names by `${config:KEY}`; `undefined` for an origin. */
export function settingOfOrigin(entry: string): string | undefined {
  return /^\$\{config:([^}]+)\}$/.exec(entry)?.[1];
}

/** `name[:port]` of a setting's address, or `undefined` where it holds none of the web. */
export function addressHost(address: unknown): string | undefined {
  const url = typeof address === 'string' ? URL.parse(address) : null;
  return url && ['http:', 'https:'].includes(url.protocol) && url.host !== '' ? url.host : undefined;
}
