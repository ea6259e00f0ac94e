import { realpath } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { ShellError } from '../../../core/errors.ts';
import type { DiscoveredPlugin } from '../../../core/plugins/plugin-runtime.ts';
import { findSyntaxError } from './syntax-place.ts';

type PluginPlace = Pick<DiscoveredPlugin, 'location'> & { readonly manifest: { readonly main?: string | undefined } };

/** What the author of a plugin needs to know of a failure: the error at the bottom of it, and where in the plugin's folder it was thrown. */
export async function describeCause(plugin: PluginPlace, error: unknown): Promise<string> {
  const causes = causesOf(error);
  const root = causes.at(-1);
  if (!root) return String(error);
  const place = await findPlace(plugin, causes);
  const name = root instanceof ShellError ? root.code : root.name;
  return `${name}: ${root.message}${place === undefined ? '' : ` (${place})`}`;
}

/** From the outermost inwards. */
function causesOf(error: unknown): readonly Error[] {
  const causes: Error[] = [];
  for (let current = error; current instanceof Error && !causes.includes(current); current = current.cause) causes.push(current);
  return causes;
}

/** `file:line:column` below the plugin's folder, or `undefined` where nothing tells. */
async function findPlace({ location, manifest }: PluginPlace, causes: readonly Error[]): Promise<string | undefined> {
  // In a process of its own a plugin's modules go by their real paths.
  const folders = new Set([location, await realpath(location).catch(() => location)]);
  const stacks = causes.toReversed().map(({ stack = '' }) => stack);
  for (const stack of stacks) {
    for (const folder of folders) {
      const place = placeIn(stack, folder);
      if (place !== undefined) return place;
    }
  }
  const root = causes.at(-1);
  if (root?.name !== 'SyntaxError' || manifest.main === undefined) return undefined;
  return findSyntaxError(location, manifest.main, root.message);
}

/** The first place that a stack names below a folder. Modules loaded anew have a query. */
function placeIn(stack: string, folder: string): string | undefined {
  const prefix = pathToFileURL(`${folder}/`).href;
  const at = stack.indexOf(prefix);
  const [, path, position] = (at >= 0 && /^([^\s()?:]+)(?:\?[^\s():]*)?:(\d+(?::\d+)?)/.exec(stack.slice(at + prefix.length))) || [];
  return path ? `${decodePath(path)}:${position}` : undefined;
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
