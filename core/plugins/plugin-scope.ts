import type { Event } from '../event.ts';
import { type DisposableStore, toDisposable } from '../lifecycle.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { PermissionName, Permissions } from '../manifest/permissions.ts';
import type { ServiceToken } from '../service-token.ts';

/** What a plugin may do at this moment: what its manifest asks for, less what the user has refused or taken back since. */
export interface PluginGrants {
  readonly current: Permissions;
  /** Fires after `current` changed. */
  readonly onDidChange: Event<void>;
}

/** One stay of a plugin, from activation to unloading. What services add on its behalf ends with it. */
export interface PluginScope {
  readonly manifest: Manifest;
  /** Read at each use, never kept: users take permissions back while a plugin runs. */
  readonly grants: PluginGrants;
  /** Emptied when the plugin unloads; closed from then on, so that late registrations are undone at once. */
  readonly store: DisposableStore;
  /** Aborted when the plugin begins to unload. */
  readonly signal: AbortSignal;
}

/** How the host makes a service for one plugin. */
export interface ServiceProvider<T = unknown> {
  readonly token: ServiceToken<T>;
  create(scope: PluginScope): T;
}

/**
 * Whether a manifest asks for a permission at all, so that the services behind it exist for the plugin. While the user has not granted it
 * they refuse every call: a plugin need not be started anew when that changes.
 */
export function asksFor({ permissions }: Manifest, permission: PermissionName): boolean {
  return holds(permissions, permission);
}

/** Whether a permission was granted at all; which hosts, hooks or commands is for the service to check. */
export function isGranted({ current }: PluginGrants, permission: PermissionName): boolean {
  return holds(current, permission);
}

function holds(permissions: Permissions, permission: PermissionName): boolean {
  const value = permissions[permission];
  return Array.isArray(value) ? value.length > 0 : value === true;
}

/** Grants all that a manifest asks for, for good: for plugins that came with the product, and for tests. */
export function grantAll({ permissions }: Manifest): PluginGrants {
  return { current: permissions, onDidChange: () => toDisposable(() => {}) };
}
