import { ShellError } from '../../../core/errors.ts';
import type { Manifest } from '../../../core/manifest/manifest.ts';
import { toPluginId } from '../../../core/manifest/plugin-id.ts';
import type { PluginOrigin } from '../../../core/plugins/plugin-runtime.ts';
import { shellId } from '../../shell-manifest.ts';

/** A plugin that is there, be it broken or switched off. */
export interface KnownPlugin {
  /** Its id; of a broken one perhaps the name that its manifest gives. */
  readonly id: string;
  readonly origin: PluginOrigin;
  /** Of the npm package, for an installed one. */
  readonly packageName?: string | undefined;
  /** Where it can be read. */
  readonly manifest?: Manifest | undefined;
}

/**
 * Requires that a package's plugin takes nobody's place and nobody's words: ids of commands, hooks and settings begin with their
 * plugin's id and a dot, so that no id may be another's beginning.
 * @throws ShellError `package.id-taken`, `package.id-overlaps`, `package.other-package`.
 */
export function requireFreeId(
  { manifest: { id }, name }: { readonly manifest: Manifest; readonly name: string },
  known: readonly KnownPlugin[],
): void {
  for (const other of [{ id: shellId, origin: 'bundled' as const, packageName: undefined }, ...known]) {
    const otherId = toPluginId(other.id);
    if (otherId === id && other.origin === 'bundled') throw new ShellError('package.id-taken', { plugin: id });
    if (otherId === id && other.origin === 'installed' && other.packageName !== undefined && other.packageName !== name) {
      throw new ShellError('package.other-package', { plugin: id, package: name, installed: other.packageName });
    }
    if (otherId.startsWith(`${id}.`) || id.startsWith(`${otherId}.`))
      throw new ShellError('package.id-overlaps', { plugin: id, other: otherId });
  }
}
