import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import type { SettingsRegistry } from '../../../core/settings/settings-registry.ts';
import type { NetworkGrants } from '../network/network-client.ts';
import { addressHost, settingOfOrigin } from '../permissions/setting-address.ts';

/** What a plugin may reach at each moment. */
export function networkGrants(scope: PluginScope, settings: SettingsRegistry): NetworkGrants {
  return {
    origins: () => grantedOrigins(scope, settings),
    privateNetwork: () => scope.grants.current.privateNetwork === true,
    onDidChange: scope.grants.onDidChange,
  };
}

/**
 * The origins that a plugin may send requests to at this moment. `${config:KEY}` stands for the origin of the address
 * that is set now, with and without TLS: which of the two is used is for the plugin's mode of connection to decide.
 */
export function grantedOrigins({ grants }: Pick<PluginScope, 'grants'>, settings: SettingsRegistry): readonly string[] {
  return (grants.current.network ?? []).flatMap((entry) => {
    const key = settingOfOrigin(entry);
    return key === undefined ? [entry] : originsOfSetting(settings.get(key));
  });
}

function originsOfSetting(address: unknown): readonly string[] {
  const host = addressHost(address);
  return host === undefined ? [] : [`https://${host}`, `http://${host}`];
}
