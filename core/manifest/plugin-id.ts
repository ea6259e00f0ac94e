/** A plugin's id from its package's name: `@scope/name` becomes `scope.name`, so that ids are words with dots. */
export function toPluginId(packageName: string): string {
  return packageName.replace(/^@([^/]*)\//, '$1.');
}
