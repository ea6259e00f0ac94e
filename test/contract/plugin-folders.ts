import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { implicitActivationEvents } from '../../core/manifest/activation-events.ts';
import { type Manifest } from '../../core/manifest/manifest.ts';
import { readManifest } from '../../core/manifest/manifest-reader.ts';
import type { Strings } from '../architecture/strings.ts';

export const repository = join(import.meta.dirname, '../..');

/** A plugin as it lies in the repository, before any host knows it. */
export interface PluginFolder {
  readonly name: string;
  readonly location: string;
  readonly manifest: Manifest;
}

/** Every plugin, bundled or an example, or those below one folder. None is known by name. */
export function findPlugins(folder = '{plugins,examples}'): readonly PluginFolder[] {
  const found = globSync(`${folder}/*/package.json`, { cwd: repository }).sort();
  return found.map((path) => readPlugin(join(repository, dirname(path))));
}

/** @throws Error with all faults of the manifest. */
export function readPlugin(location: string): PluginFolder {
  const path = join(location, 'package.json');
  const { manifest, faults } = readManifest(JSON.parse(readFileSync(path, 'utf8')), path);
  if (!manifest) throw new Error(`${path}: ${JSON.stringify(faults, null, 2)}`);
  return { name: basename(location), location, manifest };
}

/** Everything that activates a plugin. */
export function eventsOf(manifest: Manifest): readonly string[] {
  return [...new Set([...manifest.activationEvents, ...implicitActivationEvents(manifest)])];
}

/** The source of a module that a manifest names: what a build makes `./plugin.js` of is `./plugin.ts`, and `./dist/plugin.js` of `./src/plugin.ts`. */
export function sourceOf(location: string, module: string): string {
  const built = join(location, module);
  const typescript = built.replace(/\.js$/, '.ts');
  const source = join(location, module.replace(/^(\.\/)?dist\//, 'src/').replace(/\.js$/, '.ts'));
  return [typescript, source].find((path) => existsSync(path)) ?? built;
}

/** A plugin's own strings, by their keys. */
export function readStrings({ location }: PluginFolder, language: string): Strings {
  return JSON.parse(readFileSync(join(location, 'locales', `${language}.json`), 'utf8'));
}
