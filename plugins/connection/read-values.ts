import type { Message, NetworkRoute, Secret } from 'boule-bleue';
import { type ConnectionValues, type ServerRole, serverRoles } from './connection-values.ts';
import { type ProxyAddress, readProxyAddress } from './proxy-address.ts';
import { hideCredentials, readServerAddress } from './server-address.ts';
import { type Reading, refused } from './typed-text.ts';

/** The fields of the panel in which something can be wrong. */
export type CheckedField = 'proxyHost' | 'proxyPort' | ServerRole;

export interface ValuesReading {
  /** Cleaned where possible; where not, without credentials. */
  readonly values: ConnectionValues;
  /** Empty when the values can be saved. */
  readonly problems: Partial<Readonly<Record<CheckedField, Message>>>;
}

/** Reads all that the panel holds. A proxy that isn't used may be incomplete. */
export function readValues(typed: ConnectionValues): ValuesReading {
  const problems: Partial<Record<CheckedField, Message>> = {};
  const servers = { ...typed.servers };
  for (const role of serverRoles) {
    const { value, problem } = readServerAddress(typed.servers[role], typed.mode);
    servers[role] = value ?? hideCredentials(typed.servers[role]);
    if (problem) problems[role] = problem;
  }
  const proxy = readUsableProxy(typed.proxy.host, String(typed.proxy.port));
  if (typed.type === 'proxy' && proxy.problem) problems[isAboutPort(proxy.problem) ? 'proxyPort' : 'proxyHost'] = proxy.problem;
  return { values: { ...typed, servers, proxy: { ...typed.proxy, ...proxy.value } }, problems };
}

/** Reads a proxy that requests are to leave through: unlike one merely noted down it needs both host and port. */
export function readUsableProxy(typedHost: string, typedPort: string): Reading<ProxyAddress> {
  const reading = readProxyAddress(typedHost, typedPort);
  if (reading.value?.host === '') return refused('proxy-host-empty');
  if (reading.value?.port === 0) return refused('proxy-port-empty');
  return reading;
}

export function isAboutPort({ key }: Message): boolean {
  return key.startsWith('error.connection.proxy-port');
}

/** The way that the values describe, or what is wrong with it. */
export function routeOf({ type, proxy }: ConnectionValues, password: Secret | undefined): NetworkRoute | { readonly problem: Message } {
  if (type !== 'proxy') return { type };
  const { value, problem } = readUsableProxy(proxy.host, String(proxy.port));
  if (!value) return { problem: problem! };
  if (proxy.user === '') return { type, ...value };
  return { type, ...value, user: proxy.user, ...(password && { password }) };
}
