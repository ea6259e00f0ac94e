import type { SettingsService } from 'boule-bleue';

/** Whether the plugin that connects to Impact emploi is there: settings of a plugin that isn't read as `undefined`. */
export async function canReconnect(settings: SettingsService): Promise<boolean> {
  return (await settings.get('connection.servers.netEntreprises')) !== undefined;
}
