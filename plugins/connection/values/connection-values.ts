/** What the panel « Paramètres de connexion » holds, apart from the proxy's password. */
export const connectionTypes = ['proxy', 'direct', 'system'] as const;
export type ConnectionType = (typeof connectionTypes)[number];

/** What the modes mean stands in {@link readServerAddress} and {@link probeAddress}. */
export const connectionModes = ['normal', 'etendu', 'securise'] as const;
export type ConnectionMode = (typeof connectionModes)[number];

export const serverRoles = ['authentication', 'update', 'netEntreprises'] as const;
export type ServerRole = (typeof serverRoles)[number];

/** Those whose servers are sent a name and a password, where they were pasted within the address. */
export const rolesWithCredentials = ['authentication'] as const satisfies readonly ServerRole[];
export type RoleWithCredentials = (typeof rolesWithCredentials)[number];

export function isSentCredentials(role: ServerRole): role is RoleWithCredentials {
  return (rolesWithCredentials as readonly ServerRole[]).includes(role);
}

export type ServerAddresses = Readonly<Record<ServerRole, string>>;

export type ConnectionValues = {
  readonly type: ConnectionType;
  readonly mode: ConnectionMode;
  readonly proxy: {
    readonly host: string;
    /** 0: none given. */
    readonly port: number;
    readonly user: string;
  };
  readonly servers: ServerAddresses;
};

/** The addresses that the guide « Mise à jour du mode de connexion » prints. */
export const factoryAddresses: ServerAddresses = {
  authentication: 'https://impact-emploi.urssaf.fr',
  update: 'https://impact-emploi.urssaf.fr/updates',
  netEntreprises: 'https://services.net-entreprises.fr/authentifier/1.0/',
};

export const settingKeys = {
  type: 'connection.type',
  mode: 'connection.mode',
  proxyHost: 'connection.proxy.host',
  proxyPort: 'connection.proxy.port',
  proxyUser: 'connection.proxy.user',
  authentication: 'connection.servers.authentication',
  update: 'connection.servers.update',
  netEntreprises: 'connection.servers.netEntreprises',
} as const;

/** Whether both lead to the same servers by the same way. */
export function isSameConnection(first: ConnectionValues, second: ConnectionValues): boolean {
  return isSameWay(first, second) && serverRoles.every((role) => first.servers[role] === second.servers[role]);
}

/** Whether both leave the workstation by the same way, in the same mode. */
export function isSameWay(first: ConnectionValues, second: ConnectionValues): boolean {
  if (first.type !== second.type || first.mode !== second.mode) return false;
  if (first.type !== 'proxy') return true;
  return first.proxy.host === second.proxy.host && first.proxy.port === second.proxy.port && first.proxy.user === second.proxy.user;
}
