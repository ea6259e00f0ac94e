import { ShellError } from '../../../core/errors.ts';
import { type Event, EventEmitter } from '../../../core/event.ts';
import type { Manifest } from '../../../core/manifest/manifest.ts';
import { removePermissions, sharePermissions, unitePermissions } from '../../../core/manifest/permission-set.ts';
import type { Permissions } from '../../../core/manifest/permissions.ts';
import type { Serialisable } from '../../../core/message.ts';
import type { DiscoveredPlugin } from '../../../core/plugins/plugin-runtime.ts';
import type { PluginGrants } from '../../../core/plugins/plugin-scope.ts';
import type { StorageService } from '../../../core/services/storage-service.ts';
import { PermissionRecords } from './permission-records.ts';
import { addressHost, settingOfOrigin } from './setting-address.ts';
import { type FindAddressSetting, SettingAddresses } from './setting-addresses.ts';

/** A plugin as far as its permissions go. */
export type PermissionHolder = Pick<DiscoveredPlugin, 'manifest' | 'origin'>;

export interface PermissionSources {
  /** The plugins that are loaded. */
  readonly plugins: () => readonly PermissionHolder[];
  readonly setting: FindAddressSetting;
}

/**
 * What the user lets plugins do, item by item: one origin, command, hook or setting, or a whole permission that has no items.
 *
 * - A bundled plugin has all that its manifest asks for: who installed the product agreed to it, and nothing can be taken back.
 * - A plugin under development has all that its manifest asks for, granted by whoever started the host with it; what is taken back
 *   stays so until the host ends.
 * - An installed plugin has what was granted, durably, as far as its present manifest still asks for it.
 *
 * The origin of a setting (`${config:KEY}`) is in force as far as the user agreed to the address: see {@link SettingAddresses}.
 */
export class PermissionStore {
  private readonly records: PermissionRecords;
  private readonly addresses: SettingAddresses;
  private readonly refusedInDevelopment = new Map<string, Permissions>();
  /** By plugin under development, hosts by setting. */
  private readonly agreedInDevelopment = new Map<string, Readonly<Record<string, string>>>();
  private readonly changed = new EventEmitter<string>();

  /** Fires with the id of a plugin whose permissions became others. */
  readonly onDidChange: Event<string> = this.changed.event;

  constructor(
    storage: StorageService,
    private readonly sources: PermissionSources,
  ) {
    this.records = new PermissionRecords(storage);
    this.addresses = new SettingAddresses(sources.setting);
  }

  /** Reads what was decided before. Before that, installed plugins have nothing. */
  load(): Promise<void> {
    return this.records.load();
  }

  /** What a plugin may do, always as of now. */
  grantsOf(plugin: PermissionHolder): PluginGrants {
    const { id } = plugin.manifest;
    const current = () => this.current(plugin);
    return {
      get current() {
        return current();
      },
      onDidChange: (listener) =>
        this.changed.event((changed) => {
          if (changed === id) listener();
        }),
    };
  }

  /** Permissions that an installed version asks for and the user has not decided about: neither granted nor refused. */
  newlyAsked({ id, permissions }: Manifest): Permissions {
    const { granted, refused } = this.records.get(id);
    return removePermissions(permissions, unitePermissions(granted, refused));
  }

  /**
   * Lets an installed plugin do more. Durable, and in force, once resolved.
   * @param manifest of the version that asks.
   */
  async grant({ id, contributes }: Manifest, permissions: Permissions): Promise<void> {
    const { granted, refused, addresses } = this.records.get(id);
    const defaults = Object.fromEntries(
      contributes.configuration.flatMap(({ properties }) =>
        Object.entries(properties).map(([key, schema]) => [key, schema.default as Serialisable]),
      ),
    );
    await this.records.widen(id, {
      granted: unitePermissions(granted, permissions),
      refused: removePermissions(refused, permissions),
      addresses: { ...addresses, ...this.addresses.seenWith(permissions, defaults) },
    });
    this.changed.fire(id);
  }

  /** Takes permissions of an installed plugin back, or notes that they were not given. In force at once, durable once resolved. */
  async refuse(pluginId: string, permissions: Permissions): Promise<void> {
    const { granted, refused } = this.records.get(pluginId);
    const kept = this.records.restrict(pluginId, {
      granted: removePermissions(granted, permissions),
      refused: unitePermissions(refused, permissions),
    });
    this.changed.fire(pluginId);
    await kept;
  }

  /**
   * The user's switch for permissions of one plugin, wherever it comes from.
   * @throws ShellError `permission.bundled`.
   */
  async setGranted({ manifest, origin }: PermissionHolder, permissions: Permissions, isGranted: boolean): Promise<void> {
    const { id } = manifest;
    if (origin === 'bundled') throw new ShellError('permission.bundled', { plugin: id });
    if (origin === 'installed') return isGranted ? this.grant(manifest, permissions) : this.refuse(id, permissions);
    const change = isGranted ? removePermissions : unitePermissions;
    this.refusedInDevelopment.set(id, change(this.refusedInDevelopment.get(id) ?? {}, permissions));
    if (isGranted) this.agreeInDevelopment(id, this.addresses.seenWith(permissions));
    this.changed.fire(id);
  }

  /**
   * Saves settings that the user changes in the window or by the command line, and so agrees to the addresses in them.
   * @param save saves these values; `undefined` goes back to a default.
   */
  async setByUser<T>(changes: Readonly<Record<string, Serialisable | undefined>>, save: () => Promise<T>): Promise<T> {
    const addresses = Object.entries(changes).map(([key, value]) => [
      key,
      addressHost(value === undefined ? this.sources.setting(key)?.byDefault : value) ?? '',
    ]);
    const agreed: Readonly<Record<string, string>> = Object.fromEntries(addresses);
    return this.addresses.whileSetting(agreed, async () => {
      const saved = await save();
      for (const plugin of this.sources.plugins()) await this.agree(plugin, agreed);
      return saved;
    });
  }

  /** To be called when settings became others: what plugins reach by them may have changed with them. */
  settingsChanged(keys: readonly string[]): void {
    for (const { manifest, origin } of this.sources.plugins()) {
      const isConcerned = manifest.permissions.network?.some((entry) => keys.includes(settingOfOrigin(entry) ?? ''));
      if (isConcerned && origin !== 'bundled') this.changed.fire(manifest.id);
    }
  }

  /** Forgets what was decided about a plugin, once its rows went with all else of it. */
  drop(pluginId: string): void {
    this.records.drop(pluginId);
    this.refusedInDevelopment.delete(pluginId);
    this.agreedInDevelopment.delete(pluginId);
    this.changed.fire(pluginId);
  }

  private current({ manifest: { id, permissions }, origin }: PermissionHolder): Permissions {
    if (origin === 'bundled') return permissions;
    if (origin === 'development') {
      const allowed = removePermissions(permissions, this.refusedInDevelopment.get(id) ?? {});
      return this.addresses.covered(allowed, { ...this.addresses.byDefault(allowed), ...this.agreedInDevelopment.get(id) });
    }
    const { granted, addresses } = this.records.get(id);
    return this.addresses.covered(sharePermissions(permissions, granted), addresses);
  }

  private async agree({ manifest: { id, permissions }, origin }: PermissionHolder, set: Readonly<Record<string, string>>): Promise<void> {
    const asked = (permissions.network ?? []).flatMap((entry) => settingOfOrigin(entry) ?? []);
    const agreed = Object.fromEntries(Object.entries(set).filter(([key]) => asked.includes(key)));
    if (Object.keys(agreed).length === 0 || origin === 'bundled') return;
    if (origin === 'development') this.agreeInDevelopment(id, agreed);
    else await this.records.widen(id, { addresses: { ...this.records.get(id).addresses, ...agreed } });
  }

  private agreeInDevelopment(id: string, agreed: Readonly<Record<string, string>>): void {
    this.agreedInDevelopment.set(id, { ...this.agreedInDevelopment.get(id), ...agreed });
  }
}
