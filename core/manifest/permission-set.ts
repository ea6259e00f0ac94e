import type { PermissionName, Permissions } from './permissions.ts';

/** One thing that a plugin may be granted or refused by itself. */
export interface PermissionEntry {
  readonly permission: PermissionName;
  /** Origin, command, hook or setting; `null` for permissions that are all or nothing. */
  readonly subject: string | null;
}

/** Every single thing that permissions hold, each once. */
export function listPermissions(permissions: Permissions): readonly PermissionEntry[] {
  return Object.entries(permissions).flatMap(([name, value]): readonly PermissionEntry[] => {
    const permission = name as PermissionName;
    if (Array.isArray(value)) return [...new Set<string>(value)].map((subject) => ({ permission, subject }));
    return value === true ? [{ permission, subject: null }] : [];
  });
}

/** The permissions that single things make up. */
export function collectPermissions(entries: readonly PermissionEntry[]): Permissions {
  const collected: Partial<Record<PermissionName, true | string[]>> = {};
  for (const { permission, subject } of entries) {
    if (subject === null) collected[permission] = true;
    else collected[permission] = [...((collected[permission] as string[] | undefined) ?? []), subject];
  }
  return collected as Permissions;
}

export function includesPermission(permissions: Permissions, { permission, subject }: PermissionEntry): boolean {
  const value = permissions[permission];
  return Array.isArray(value) ? subject !== null && value.includes(subject) : value === true && subject === null;
}

/** What one or the other holds. */
export function unitePermissions(one: Permissions, other: Permissions): Permissions {
  return collectPermissions([...listPermissions(one), ...listPermissions(removePermissions(other, one))]);
}

/** What both hold. */
export function sharePermissions(one: Permissions, other: Permissions): Permissions {
  return collectPermissions(listPermissions(one).filter((entry) => includesPermission(other, entry)));
}

/** What the first holds and the second doesn't. */
export function removePermissions(from: Permissions, removed: Permissions): Permissions {
  return collectPermissions(listPermissions(from).filter((entry) => !includesPermission(removed, entry)));
}
