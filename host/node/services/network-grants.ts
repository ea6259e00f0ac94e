import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import type { SettingsRegistry } from '../../../core/settings/settings-registry.ts';

const settingReference = /^\$\{config:([^}]+)\}$/;

/**
 * The origins that a plugin may send requests to at this moment. `${config:KEY}` stands for the origin of the address
 * that is set now, with and without TLS: which of the two is used is for the plugin's mode of connection to decide.
 */
export function grantedOrigins({ grants }: PluginScope, settings: SettingsRegistry): readonly string[] {
  return (grants.current.network ?? []).flatMap((entry) => {
    const key = settingReference.exec(entry)?.[1];
    return key === undefined ? [entry] : originsOfSetting(settings.get(key));
  });
}

function originsOfSetting(address: unknown): readonly string[] {
  const url = typeof address === 'string' ? URL.parse(address) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol)) return [];
  return [`https://${url.host}`, `http://${url.host}`];
}
