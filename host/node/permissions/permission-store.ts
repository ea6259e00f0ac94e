import { ShellError } from '../../../core/errors.ts';
import { type Event, EventEmitter } from '../../../core/event.ts';
import type { Manifest } from '../../../core/manifest/manifest.ts';
import { removePermissions, sharePermissions, unitePermissions } from '../../../core/manifest/permission-set.ts';
import type { Permissions } from '../../../core/manifest/permissions.ts';
import type { DiscoveredPlugin } from '../../../core/plugins/plugin-runtime.ts';
import type { PluginGrants } from '../../../core/plugins/plugin-scope.ts';
import type { StorageService } from '../../../core/services/storage-service.ts';
import { PermissionRecords } from './permission-records.ts';

/** A plugin as far as its permissions go. */
export type PermissionHolder = Pick<DiscoveredPlugin, 'manifest' | 'origin'>;

/**
 * What the user lets plugins do, item by item: one origin, command, hook or setting, or a whole permission that has no items.
 *
 * - A bundled plugin has all that its manifest asks for: who installed the product agreed to it, and nothing can be taken back.
 * - A plugin under development has all that its manifest asks for, granted by whoever started the host with it; what is taken back
 *   stays so until the host ends.
 * - An installed plugin has what was granted, durably, as far as its present manifest still asks for it.
 */
export class PermissionStore {
  private readonly records: PermissionRecords;
  private readonly refusedInDevelopment = new Map<string, Permissions>();
  private readonly changed = new EventEmitter<string>();

  /** Fires with the id of a plugin whose permissions became others. */
  readonly onDidChange: Event<string> = this.changed.event;

  constructor(storage: StorageService) {
    this.records = new PermissionRecords(storage);
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

  /** Lets an installed plugin do more. Durable, and in force, once resolved. */
  async grant(pluginId: string, permissions: Permissions): Promise<void> {
    const { granted, refused } = this.records.get(pluginId);
    await this.records.widen(pluginId, {
      granted: unitePermissions(granted, permissions),
      refused: removePermissions(refused, permissions),
    });
    this.changed.fire(pluginId);
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
  async setGranted({ manifest: { id }, origin }: PermissionHolder, permissions: Permissions, isGranted: boolean): Promise<void> {
    if (origin === 'bundled') throw new ShellError('permission.bundled', { plugin: id });
    if (origin === 'installed') return isGranted ? this.grant(id, permissions) : this.refuse(id, permissions);
    const change = isGranted ? removePermissions : unitePermissions;
    this.refusedInDevelopment.set(id, change(this.refusedInDevelopment.get(id) ?? {}, permissions));
    this.changed.fire(id);
  }

  /** Forgets all that was decided about a plugin. */
  async forget(pluginId: string): Promise<void> {
    const forgotten = this.records.forget(pluginId);
    this.refusedInDevelopment.delete(pluginId);
    this.changed.fire(pluginId);
    await forgotten;
  }

  private current({ manifest: { id, permissions }, origin }: PermissionHolder): Permissions {
    if (origin === 'bundled') return permissions;
    if (origin === 'development') return removePermissions(permissions, this.refusedInDevelopment.get(id) ?? {});
    return sharePermissions(permissions, this.records.get(id).granted);
  }
}
