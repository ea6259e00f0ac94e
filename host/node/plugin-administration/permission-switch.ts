import { ShellError } from '../../../core/errors.ts';
import { collectPermissions, includesPermission, type PermissionEntry } from '../../../core/manifest/permission-set.ts';
import type { PermissionName } from '../../../core/manifest/permissions.ts';
import type { PermissionItem } from '../../../core/protocol/plugin-administration.ts';
import { shellId } from '../../shell-manifest.ts';
import type { PermissionStore } from '../permissions/permission-store.ts';
import type { ListedPlugin } from '../plugins/plugin-library.ts';
import type { DialogCenter } from '../window/dialog-center.ts';
import { displayNameOf } from './describe-plugin.ts';

export interface PermissionSwitchParts {
  readonly permissions: PermissionStore;
  readonly dialogs: Pick<DialogCenter, 'ask'>;
  readonly itemsOf: (plugin: ListedPlugin) => readonly PermissionItem[];
}

/** What `shell.plugins.set-permission` takes. */
export interface PermissionChange {
  readonly permission: string;
  readonly subject?: string | null;
  readonly isGranted: boolean;
}

/**
 * Takes a permission back at once; gives one only to a user who says yes to it here, whoever ran the command.
 * @throws ShellError `permission.not-asked`, `permission.bundled`, `dialog.no-window`.
 */
export async function switchPermission(
  plugin: ListedPlugin,
  { permission, subject = null, isGranted }: PermissionChange,
  { permissions, dialogs, itemsOf }: PermissionSwitchParts,
  signal: AbortSignal,
): Promise<void> {
  const { id, manifest, origin } = plugin;
  const entry: PermissionEntry = { permission: permission as PermissionName, subject };
  if (!manifest || !includesPermission(manifest.permissions, entry))
    throw new ShellError('permission.not-asked', { plugin: id, permission });
  const item = itemsOf(plugin).find((candidate) => candidate.permission === permission && candidate.subject === subject);
  if (item?.isGranted === isGranted) return;
  if (isGranted) {
    const question = {
      kind: 'confirm',
      isCautious: true,
      items: item ? [item.sentence] : [],
      message: { key: 'plugins.permission.question', args: { plugin: displayNameOf(plugin) } },
      confirmLabel: { key: 'plugins.permission.allow' },
    } as const;
    if ((await dialogs.ask(shellId, question, signal)).kind !== 'confirmed') return;
  }
  await permissions.setGranted({ manifest, origin }, collectPermissions([entry]), isGranted);
}
