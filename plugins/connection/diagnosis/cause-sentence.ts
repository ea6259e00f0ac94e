import type { Message } from 'boule-bleue';
import type { ConnectionValues } from '../values/connection-values.ts';
import type { Finding, Values } from './cause.ts';

/** Longer than any host, address or issuer that means well; servers and proxies may make theirs as long as they like. */
const maximumValueLength = 300;

/** By which way was tested. */
export type Way = Pick<ConnectionValues, 'type' | 'proxy'>;

/** The sentence in which users read a finding. */
export function describeCause({ cause, detail, args }: Finding, values: Values): Message {
  const named = Object.entries({ ...values, ...args }).map(([name, value]) => [name, shorten(value)]);
  return { key: `cause.${detail ?? cause}`, args: Object.fromEntries(named) };
}

function shorten(value: Values[string]): Values[string] {
  return typeof value === 'string' && value.length > maximumValueLength ? `${value.slice(0, maximumValueLength - 1)}…` : value;
}

/** The proxy as sentences name it; where it isn't the one typed in the panel, by the words for that. */
export function nameProxy({ type, proxy }: Way): Message | string {
  return type === 'proxy' && proxy.host !== '' ? nameEndpoint(proxy) : { key: 'proxy.of-the-system' };
}

export function nameEndpoint({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
}
