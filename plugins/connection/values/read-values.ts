import { type Message, type NetworkRoute, Secret } from 'boule-bleue';
import { hideCredentials } from '../addresses/address-credentials.ts';
import { type ProxyReading, readProxyAddress } from '../addresses/proxy-address.ts';
import { readServerAddress } from '../addresses/server-address.ts';
import { type Credentials, refused } from '../addresses/typed-text.ts';
import type { GivenSecrets } from './connection-arguments.ts';
import {
  type ConnectionMode,
  type ConnectionType,
  type ConnectionValues,
  connectionTypes,
  isSentCredentials,
  type RoleWithCredentials,
  type ServerRole,
  serverRoles,
} from './connection-values.ts';
import { readRoleAddress } from './read-role-address.ts';

/** The fields of the panel in which something can be wrong. */
export type CheckedField = 'proxyHost' | 'proxyPort' | ServerRole;

export interface ValuesReading {
  /** Cleaned where possible; where not, without credentials. */
  readonly values: ConnectionValues;
  /** Empty when the values can be saved. */
  readonly problems: Partial<Readonly<Record<CheckedField, Message>>>;
  /** What was done to each. */
  readonly corrections: Partial<Readonly<Record<CheckedField, readonly Message[]>>>;
  /** What stood in addresses and is no part of them. */
  readonly secrets: GivenSecrets;
}

/** Reads all that the panel holds. A proxy that isn't used may be incomplete. */
export function readValues(typed: ConnectionValues): ValuesReading {
  const problems: Partial<Record<CheckedField, Message>> = {};
  const corrections: Partial<Record<CheckedField, readonly Message[]>> = {};
  const credentials: Partial<Record<RoleWithCredentials, Secret>> = {};
  const servers = { ...typed.servers };
  for (const role of serverRoles) {
    const reading = readRoleAddress(role, typed.servers[role], typed.mode);
    servers[role] = reading.value ?? hideCredentials(typed.servers[role]);
    if (reading.problem) problems[role] = reading.problem;
    if (reading.corrections.length > 0) corrections[role] = reading.corrections;
    if (reading.credentials && isSentCredentials(role)) credentials[role] = new Secret(joinCredentials(reading.credentials));
  }
  const reading = readProxyAddress(typed.proxy.host, String(typed.proxy.port));
  const problem = typed.type === 'proxy' ? readUsableProxy(typed.proxy.host, String(typed.proxy.port)).problem : undefined;
  if (problem) problems[isAboutPort(problem) ? 'proxyPort' : 'proxyHost'] = problem;
  if (reading.corrections.length > 0) corrections.proxyHost = reading.corrections;
  const { user, password } = reading.credentials ?? {};
  const proxy = { ...typed.proxy, ...(reading.value ?? { host: hideCredentials(typed.proxy.host) }), ...(user !== undefined && { user }) };
  const secrets = { credentials, ...(password && { proxyPassword: new Secret(password) }) };
  return { values: { ...typed, servers, proxy }, problems, corrections, secrets };
}

/** A name and a password as HTTP sends and the store seals them (RFC 7617, 2). */
export function joinCredentials({ user, password }: Credentials): string {
  return `${user}:${password}`;
}

/** An address cleaned or, where it can't be one, as typed but without credentials: what {@link readValues} makes of it. */
export function shownAddress(typed: string, mode: ConnectionMode): string {
  return readServerAddress(typed, mode).value ?? hideCredentials(typed);
}

/** Reads a proxy that requests are to leave through: unlike one merely noted down it needs both host and port. */
export function readUsableProxy(typedHost: string, typedPort: string): ProxyReading {
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

/** By each type of connection, the way that the values describe, where nothing is wrong with it. */
export function waysOf(values: ConnectionValues, password: Secret | undefined): Partial<Readonly<Record<ConnectionType, NetworkRoute>>> {
  const ways = connectionTypes.flatMap((type) => {
    const route = routeOf({ ...values, type }, password);
    return 'problem' in route ? [] : [[type, route] as const];
  });
  return Object.fromEntries(ways);
}
