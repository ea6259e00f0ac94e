import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ManifestFault } from '../../../core/manifest/manifest-fault.ts';
import type { DiscoveredPlugin, PluginOrigin } from '../../../core/plugins/plugin-runtime.ts';
import type { PluginFileCache } from './plugin-file-cache.ts';
import { readManifestText } from './read-manifest-text.ts';

/** A folder that should hold a plugin but holds a broken one, or none. */
export interface BrokenPlugin {
  /** The name its manifest gives, else that of the folder. */
  readonly name: string;
  readonly origin: PluginOrigin;
  readonly location: string;
  readonly faults: readonly ManifestFault[];
}

export type FoundPlugin =
  | {
      readonly plugin: DiscoveredPlugin;
      readonly warnings: readonly ManifestFault[];
      /** Another one when the manifest was written anew, as each build does. */
      readonly revision: string;
    }
  | { readonly broken: BrokenPlugin };

/** The folders below one that hold a manifest, by name. None where the folder itself is missing. */
export async function findPluginFolders(parent: string): Promise<readonly string[]> {
  const entries = await readdir(parent, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => join(parent, entry.name));
  return folders.filter((folder) => existsSync(join(folder, 'package.json'))).sort();
}

/** Reads the manifest of one folder. Never throws: what is wrong comes back with the plugin's name. */
export async function discoverPlugin(location: string, origin: PluginOrigin, cache: PluginFileCache): Promise<FoundPlugin> {
  try {
    const { value, mtimeMs } = cache.read(join(location, 'package.json'), (text) => describeManifest(text, location));
    const { name = basename(location), reading } = await value;
    const { manifest, faults, warnings } = reading;
    if (manifest) return { plugin: { manifest, origin, location }, warnings, revision: Math.trunc(mtimeMs).toString(36) };
    return { broken: { name, origin, location, faults } };
  } catch (error) {
    const problem = `can't be read: ${error instanceof Error ? error.message : error}`;
    const faults = [{ path: '', problem, remedy: 'Name the folder that holds the plugin’s package.json.' }];
    return { broken: { name: basename(location), origin, location, faults } };
  }
}

async function describeManifest(text: string, location: string) {
  const name = /"name"\s*:\s*"([^"\\]{1,214})"/.exec(text)?.[1];
  return { reading: await readManifestText(text, location), ...(name !== undefined && { name }) };
}
