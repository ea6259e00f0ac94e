import type { Message } from 'boule-bleue';
import type { ConnectionValues } from '../connection-values.ts';
import type { Cause } from './cause.ts';

type Values = Readonly<Record<string, string | number>>;

/** Causes with a second sentence for when one more thing is known, by the name of that thing. */
const detailed: Partial<Record<Cause, { readonly value: string; readonly key: string }>> = {
  redirect: { value: 'secureAddress', key: 'redirect-to-https' },
  maintenance: { value: 'retryAt', key: 'maintenance-until' },
  'too-many': { value: 'retryAt', key: 'too-many-until' },
  'proxy-unreachable': { value: 'proxy', key: 'proxy-unreachable-named' },
  'captive-portal': { value: 'target', key: 'captive-portal-at' },
  'cert-expired': { value: 'validTo', key: 'cert-expired-since' },
  'cert-not-yet-valid': { value: 'validFrom', key: 'cert-not-yet-valid-until' },
  'cert-unknown-ca': { value: 'issuer', key: 'cert-unknown-ca-named' },
};

/** The sentence in which users read a cause. */
export function describeCause(cause: Cause, values: Values): Message {
  const more = detailed[cause];
  return { key: more && values[more.value] ? `cause.${more.key}` : `cause.${cause}`, args: values };
}

/** The proxy as sentences name it; empty where it isn't the one typed in the panel. */
export function nameProxy({ type, proxy }: Pick<ConnectionValues, 'type' | 'proxy'>): string {
  return type === 'proxy' ? `${proxy.host}:${proxy.port}` : '';
}
