import type { Manifest } from '../../../core/manifest/manifest.ts';
import type { Permissions } from '../../../core/manifest/permissions.ts';

/** What installing has to do with plugins' permissions, and with all else that is kept by plugin. */
export interface PackagePermissions {
  /** Permissions that a version asks for and the user has not decided about. */
  newlyAsked(manifest: Manifest): Permissions;
  /** Durable once resolved. */
  grant(manifest: Manifest, permissions: Permissions): Promise<void>;
  /** Forgets all that is kept for a plugin that is not loaded any more: permissions, secrets, settings, documents, its journal. */
  forgetPlugin(plugin: string, manifest: Manifest | undefined): Promise<void>;
}
