import type { Message } from 'boule-bleue';
import type { ConnectionValues } from '../connection-values.ts';
import type { Finding, Values } from './cause.ts';

/** The sentence in which users read a finding. */
export function describeCause({ cause, detail, args }: Finding, values: Values): Message {
  return { key: `cause.${detail ?? cause}`, args: { ...values, ...args } };
}

/** The proxy as sentences name it; where it isn't the one typed in the panel, by the words for that. */
export function nameProxy({ type, proxy }: Pick<ConnectionValues, 'type' | 'proxy'>): Message | string {
  return type === 'proxy' && proxy.host !== '' ? nameEndpoint(proxy) : { key: 'proxy.of-the-system' };
}

export function nameEndpoint({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
}
