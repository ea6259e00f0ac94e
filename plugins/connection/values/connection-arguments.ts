import type { Secret } from 'boule-bleue';
import type { ConnectionMode, ConnectionType, ConnectionValues, RoleWithCredentials, ServerRole } from './connection-values.ts';

/** Arguments of `connection.test` and `connection.save`: what differs from the saved values. */
export interface ConnectionArguments {
  readonly type?: ConnectionType;
  readonly mode?: ConnectionMode;
  readonly proxy?: { readonly host?: string; readonly port?: number; readonly user?: string; readonly password?: Secret };
  readonly servers?: Partial<Readonly<Record<ServerRole, string>>>;
  /** `name:password` for a server, to be sealed. Of `connection.save` alone: a test sends none. */
  readonly credentials?: ServerSecrets;
}

export type ServerSecrets = Partial<Readonly<Record<RoleWithCredentials, Secret>>>;

/** What is sealed and never among the values. */
export interface GivenSecrets {
  readonly proxyPassword?: Secret;
  /** `name:password` each. */
  readonly credentials?: ServerSecrets;
}

export function applyArguments(saved: ConnectionValues, { type, mode, proxy = {}, servers }: ConnectionArguments): ConnectionValues {
  const { host = saved.proxy.host, port = saved.proxy.port, user = saved.proxy.user } = proxy;
  return {
    type: type ?? saved.type,
    mode: mode ?? saved.mode,
    proxy: { host, port, user },
    servers: { ...saved.servers, ...servers },
  };
}
