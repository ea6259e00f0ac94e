import { readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { ShellError } from '../../../core/errors.ts';

/**
 * Node's permission model follows links out of the folder that it grants, so there may be none that lead there.
 * @throws ShellError `plugin.link-outside`.
 */
export async function requireNoLinksOutside(plugin: string, folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isSymbolicLink()) continue;
    const link = join(entry.parentPath, entry.name);
    const target = await realpath(link).catch(() => undefined);
    if (target === undefined || !`${target}${sep}`.startsWith(`${folder}${sep}`)) {
      throw new ShellError('plugin.link-outside', { plugin, link: link.slice(folder.length + 1) });
    }
  }
}
