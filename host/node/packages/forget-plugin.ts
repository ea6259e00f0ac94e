import type { Manifest } from '../../../core/manifest/manifest.ts';
import type { SettingsRegistry } from '../../../core/settings/settings-registry.ts';
import type { PermissionStore } from '../permissions/permission-store.ts';
import type { RequestJournal } from '../permissions/request-journal.ts';
import type { Store } from '../storage/store.ts';

export interface PluginTraces {
  readonly permissions: Pick<PermissionStore, 'forget'>;
  readonly requests: Pick<RequestJournal, 'clear'>;
  readonly settings: Pick<SettingsRegistry, 'forget'>;
  readonly store: Pick<Store, 'forgetPlugin'>;
}

/**
 * Forgets all that is kept for a plugin that is not loaded any more, so that another that takes its name one day inherits nothing.
 * @param manifest where it could be read: its settings go with it.
 */
export async function forgetPlugin(id: string, manifest: Manifest | undefined, traces: PluginTraces): Promise<void> {
  await traces.permissions.forget(id);
  await traces.requests.clear(id);
  await traces.settings.forget((manifest?.contributes.configuration ?? []).flatMap(({ properties }) => Object.keys(properties)));
  await traces.store.forgetPlugin(id);
}
