import { type LogService, type NetworkRoute, Secret, type SecretService, type Serialisable, type SettingsService } from 'boule-bleue';
import { type ConnectionMode, type ConnectionType, type ConnectionValues, factoryAddresses, settingKeys } from './connection-values.ts';
import { routeOf } from './read-values.ts';

const passwordName = 'proxy-password';

/** Keeps what the panel holds: the values as settings, the proxy's password sealed. */
export class ConnectionStore {
  constructor(
    private readonly settings: SettingsService,
    private readonly secrets: SecretService,
    private readonly log: LogService,
  ) {}

  async read(): Promise<ConnectionValues> {
    const read = async <T extends Serialisable>(key: string, fallback: T) => (await this.settings.get<T>(key)) ?? fallback;
    return {
      type: await read<ConnectionType>(settingKeys.type, 'system'),
      mode: await read<ConnectionMode>(settingKeys.mode, 'securise'),
      proxy: {
        host: await read(settingKeys.proxyHost, ''),
        port: await read(settingKeys.proxyPort, 0),
        user: await read(settingKeys.proxyUser, ''),
      },
      servers: {
        authentication: await read(settingKeys.authentication, factoryAddresses.authentication),
        update: await read(settingKeys.update, factoryAddresses.update),
        netEntreprises: await read(settingKeys.netEntreprises, factoryAddresses.netEntreprises),
      },
    };
  }

  /**
   * Saves all values together. A new password replaces the sealed one; without one, the sealed one is
   * forgotten when it belongs to another proxy or user.
   */
  async save(values: ConnectionValues, password?: Secret): Promise<void> {
    if (password) await this.sealPassword(values, await password.reveal());
    else if (!(await this.readPassword(values))) await this.secrets.delete(passwordName);
    await this.settings.update({
      [settingKeys.type]: values.type,
      [settingKeys.mode]: values.mode,
      [settingKeys.proxyHost]: values.proxy.host,
      [settingKeys.proxyPort]: values.proxy.port,
      [settingKeys.proxyUser]: values.proxy.user,
      [settingKeys.authentication]: values.servers.authentication,
      [settingKeys.update]: values.servers.update,
      [settingKeys.netEntreprises]: values.servers.netEntreprises,
    });
  }

  /**
   * The sealed password, for the proxy and the user it was typed for and no other: else whoever can change
   * the proxy's address would have it sent to a proxy of theirs.
   */
  async readPassword({ proxy }: ConnectionValues): Promise<Secret | undefined> {
    const sealed = await this.unseal();
    if (!sealed || proxy.user === '') return undefined;
    const { host, user, password } = JSON.parse(sealed) as { host: string; user: string; password: string };
    return host === proxy.host && user === proxy.user ? new Secret(password) : undefined;
  }

  /** The way that requests leave by. A proxy that lacks its host or port stays one: nothing goes around it. */
  async readRoute(): Promise<NetworkRoute> {
    const values = await this.read();
    const route = routeOf(values, await this.readPassword(values));
    return 'problem' in route ? { type: 'proxy', host: values.proxy.host, port: values.proxy.port } : route;
  }

  private async sealPassword({ proxy: { host, user } }: ConnectionValues, password: string): Promise<void> {
    await this.secrets.set(passwordName, new Secret(JSON.stringify({ host, user, password })));
  }

  private async unseal(): Promise<string | undefined> {
    try {
      return await (await this.secrets.get(passwordName))?.reveal();
    } catch (error) {
      if (!(error instanceof Error) || (error as { code?: unknown }).code !== 'secret.unreadable') throw error;
      this.log.warn('The password of the proxy can no longer be unsealed; it has to be typed again');
      return undefined;
    }
  }
}
