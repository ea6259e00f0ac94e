import type { Manifest } from '../../../core/manifest/manifest.ts';
import { includesPermission, listPermissions, type PermissionEntry } from '../../../core/manifest/permission-set.ts';
import type { PermissionName, Permissions } from '../../../core/manifest/permissions.ts';
import type { Message, Serialisable } from '../../../core/message.ts';
import type { PermissionGroup, PermissionItem } from '../../../core/protocol/plugin-administration.ts';
import { networkRouteHook, shellId } from '../../shell-manifest.ts';
import { manifestText } from '../strings/manifest-text.ts';
import { addressHost, settingOfOrigin } from './setting-address.ts';

/** What other plugins call the things that permissions name. */
export interface PermissionNames {
  /** The manifests that there are, the shell's among them. */
  readonly manifests: () => readonly Manifest[];
  /** The value in force of a setting, or `undefined` where nobody contributes it. */
  readonly settingValue: (key: string) => Serialisable | undefined;
}

const groups: Readonly<Record<PermissionName, PermissionGroup>> = {
  network: 'network',
  privateNetwork: 'network',
  networkProbe: 'network',
  secrets: 'data',
  sharedStorage: 'data',
  authentication: 'data',
  accounts: 'data',
  files: 'data',
  settings: 'data',
  commands: 'extensions',
  hooks: 'extensions',
  notifications: 'window',
  dialogs: 'window',
  openExternal: 'window',
};
const order = Object.keys(groups) as readonly PermissionName[];

/** All that a manifest asks for, in words for the user, by group; and which of it is granted. */
export function permissionItems(manifest: Manifest, granted: Permissions, names: PermissionNames): readonly PermissionItem[] {
  const asked = [...listPermissions(manifest.permissions)].sort(
    (one, other) => order.indexOf(one.permission) - order.indexOf(other.permission),
  );
  return asked.map((entry) => ({
    ...entry,
    group: groups[entry.permission],
    sentence: describe(entry, manifest, names),
    isGranted: includesPermission(granted, entry),
  }));
}

function describe({ permission, subject }: PermissionEntry, asking: Manifest, names: PermissionNames): Message {
  const key = `permission.${permission}`;
  if (subject === null) return { key };
  const manifests = [asking, ...names.manifests().filter(({ id }) => id !== asking.id)];
  switch (permission) {
    case 'network':
      return describeOrigin(subject, asking, names);
    case 'commands':
      return describeCommand(key, subject, manifests);
    case 'hooks':
      return describeHook(key, subject, manifests);
    case 'authentication':
      return { key, args: { subject: providerName(subject, manifests) } };
    default:
      return { key, args: { subject } };
  }
}

/** Before a plugin is installed its settings are not known to anyone: they will have their defaults. */
function describeOrigin(origin: string, asking: Manifest, { settingValue }: PermissionNames): Message {
  const setting = settingOfOrigin(origin);
  if (setting === undefined) return { key: 'permission.network', args: { subject: origin } };
  const own = asking.contributes.configuration.find(({ properties }) => Object.hasOwn(properties, setting));
  const host = addressHost(settingValue(setting) ?? own?.properties[setting]?.default);
  if (host === undefined) return { key: 'permission.network.setting-empty', args: { setting } };
  return { key: 'permission.network.setting', args: { setting, host } };
}

function describeCommand(key: string, command: string, manifests: readonly Manifest[]): Message {
  for (const { id, displayName, contributes } of manifests) {
    const found = contributes.commands.find((contribution) => contribution.command === command);
    if (found) return { key, args: { title: manifestText(found.title, id), plugin: manifestText(displayName, id) } };
  }
  return { key: `${key}.unknown`, args: { subject: command } };
}

function providerName(provider: string, manifests: readonly Manifest[]): Message | string {
  for (const { id, contributes } of manifests) {
    const found = contributes.authentication.find((contribution) => contribution.id === provider);
    if (found) return manifestText(found.label, id);
  }
  return provider;
}

function describeHook(key: string, hook: string, manifests: readonly Manifest[]): Message {
  if (hook === networkRouteHook) return { key: `${key}.network-route` };
  for (const { id, displayName, contributes } of manifests) {
    const found = contributes.hooks.find((contribution) => contribution.id === hook);
    const args = found && { description: manifestText(found.description, id), plugin: manifestText(displayName, id) };
    if (args) return { key: id === shellId ? `${key}.shell` : key, args };
  }
  return { key: `${key}.unknown`, args: { subject: hook } };
}
