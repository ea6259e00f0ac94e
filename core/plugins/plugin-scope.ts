import type { DisposableStore } from '../lifecycle.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { PermissionName } from '../manifest/permissions.ts';
import type { ServiceToken } from '../service-token.ts';

/** One stay of a plugin, from activation to unloading. What services add on its behalf ends with it. */
export interface PluginScope {
  readonly manifest: Manifest;
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

/** Whether a manifest asks for a permission at all; which hosts, hooks or commands is for the service to check. */
export function asksFor(manifest: Manifest, permission: PermissionName): boolean {
  const asked = manifest.permissions[permission];
  return Array.isArray(asked) ? asked.length > 0 : asked === true;
}
