import { readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { ShellError } from '../../../core/errors.ts';

/**
 * Node's permission model follows links out of the folder that it grants, so there may be none that lead there.
 * @throws ShellError `plugin.link-outside`.
 */
export async function requireNoLinksOutside(plugin: string, folder: string): Promise<void> {
  const link = await findLinkOutside(folder, folder);
  if (link !== undefined) throw new ShellError('plugin.link-outside', { plugin, link: link.slice(folder.length + 1) });
}

/** Folders behind links are not looked into: they are inside, and found by themselves, or outside. Node's own recursion would follow. */
async function findLinkOutside(root: string, folder: string): Promise<string | undefined> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink() && !(await leadsInside(root, path))) return path;
    const found = entry.isDirectory() ? await findLinkOutside(root, path) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

async function leadsInside(root: string, link: string): Promise<boolean> {
  const target = await realpath(link).catch(() => undefined);
  return target !== undefined && `${target}${sep}`.startsWith(`${root}${sep}`);
}
