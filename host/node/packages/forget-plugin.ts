import type { Manifest } from '../../../core/manifest/manifest.ts';
import type { SettingsRegistry } from '../../../core/settings/settings-registry.ts';
import { shellId } from '../../shell-manifest.ts';
import { type ConsentStore, consentCollection } from '../authentication/consent-store.ts';
import { permissionCollection } from '../permissions/permission-records.ts';
import type { PermissionStore } from '../permissions/permission-store.ts';
import { type RequestJournal, requestCollection } from '../permissions/request-journal.ts';
import type { SharedStorage } from '../shared-storage/shared-storage.ts';
import type { Store } from '../storage/store.ts';

export interface PluginTraces {
  readonly permissions: Pick<PermissionStore, 'drop'>;
  readonly requests: Pick<RequestJournal, 'drop'>;
  readonly consents: Pick<ConsentStore, 'drop'>;
  readonly settings: Pick<SettingsRegistry, 'forget'>;
  readonly store: Pick<Store, 'forgetPlugin'>;
  readonly sharedStorage: Pick<SharedStorage, 'forgetPlugin'>;
}

/**
 * Forgets all that is kept for a plugin that is not loaded any more, so that another that takes its name one day inherits nothing:
 * first its settings and the documents that it shared, then in one transaction its secrets, its documents, what it was granted, in whose name it
 * could act, and what it asked of the network.
 * @param manifest where it could be read: its settings go with it.
 */
export async function forgetPlugin(id: string, manifest: Manifest | undefined, traces: PluginTraces): Promise<void> {
  await traces.settings.forget((manifest?.contributes.configuration ?? []).flatMap(({ properties }) => Object.keys(properties)));
  await traces.sharedStorage.forgetPlugin(id);
  await traces.store.forgetPlugin(id, { keeper: shellId, collections: [permissionCollection, requestCollection, consentCollection] });
  traces.permissions.drop(id);
  traces.requests.drop(id);
  traces.consents.drop(id);
}
