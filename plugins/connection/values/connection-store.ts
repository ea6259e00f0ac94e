import { type LogService, type NetworkRoute, Secret, type SecretService, type Serialisable, type SettingsService } from 'boule-bleue';
import * as v from 'valibot';
import { ServerCredentials } from '../authentication/server-credentials.ts';
import type { GivenSecrets } from './connection-arguments.ts';
import { type ConnectionMode, type ConnectionType, type ConnectionValues, factoryAddresses, settingKeys } from './connection-values.ts';
import { routeOf } from './read-values.ts';
import { readSealed } from './sealed-value.ts';

const passwordName = 'proxy-password';
const sealedPassword = v.object({ host: v.string(), port: v.number(), user: v.string(), password: v.string() });

/** Keeps what the panel holds: the values as settings, the proxy's password and the servers' credentials sealed. */
export class ConnectionStore {
  readonly credentials: ServerCredentials;

  constructor(
    private readonly settings: SettingsService,
    private readonly secrets: SecretService,
    private readonly log: LogService,
  ) {
    this.credentials = new ServerCredentials(secrets, log);
  }

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
   * Saves all values together. What is newly given replaces what was sealed; without that, what was sealed is
   * forgotten when it belongs to another proxy, user or server.
   */
  async save(values: ConnectionValues, { proxyPassword, credentials }: GivenSecrets = {}): Promise<void> {
    if (proxyPassword) await this.sealPassword(values, await proxyPassword.reveal());
    else if (!(await this.readPassword(values))) await this.secrets.delete(passwordName);
    await this.credentials.save(values.servers, credentials);
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
   * the proxy's address or port would have it sent to a proxy of theirs.
   */
  async readPassword({ proxy }: ConnectionValues): Promise<Secret | undefined> {
    const sealed = await readSealed({ secrets: this.secrets, log: this.log }, passwordName, sealedPassword);
    if (!sealed || proxy.user === '') return undefined;
    const { host, port, user, password } = sealed;
    const isOfProxy = host === proxy.host && port === proxy.port && user === proxy.user;
    return isOfProxy ? new Secret(password) : undefined;
  }

  /** The way that requests leave by. A proxy that lacks its host or port stays one: nothing goes around it. */
  async readRoute(): Promise<NetworkRoute> {
    const values = await this.read();
    const route = routeOf(values, await this.readPassword(values));
    return 'problem' in route ? { type: 'proxy', host: values.proxy.host, port: values.proxy.port } : route;
  }

  private async sealPassword({ proxy: { host, port, user } }: ConnectionValues, password: string): Promise<void> {
    await this.secrets.set(passwordName, new Secret(JSON.stringify({ host, port, user, password })));
  }
}
