import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ContractHost, type ContractHostOptions } from '../contract/contract-host.ts';
import { readPlugin } from '../contract/plugin-folders.ts';

/** A plugin of a test: the members of its package.json beside those that all have, and its modules by their names. */
export interface PluginSource {
  readonly name?: string;
  readonly packageJson?: Readonly<Record<string, unknown>>;
  readonly files: Readonly<Record<string, string>>;
}

/** Writes plugins to a folder that is removed at the end of an `await using`. */
export class PluginSources implements AsyncDisposable {
  private constructor(readonly folder: string) {}

  static async create(): Promise<PluginSources> {
    return new PluginSources(await mkdtemp(join(tmpdir(), 'boule-bleue-plugins-')));
  }

  /** @returns the plugin's folder. */
  async write({ name = 'stranger', packageJson, files }: PluginSource): Promise<string> {
    const location = join(this.folder, name);
    await mkdir(location, { recursive: true });
    const common = { name, version: '1.0.0', type: 'module', displayName: name, engines: { 'boule-bleue': '*' }, main: './plugin.js' };
    await writeFile(join(location, 'package.json'), JSON.stringify({ ...common, ...packageJson }));
    for (const [file, text] of Object.entries(files)) await writeFile(join(location, file), text);
    return location;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A host with plugins of a test, each in a process of its own unless `runtime` says otherwise. */
export async function openPluginHost(
  sources: PluginSources,
  plugins: readonly PluginSource[],
  options: Omit<ContractHostOptions, 'plugins'> = {},
): Promise<ContractHost> {
  const locations = await Promise.all(plugins.map((plugin) => sources.write(plugin)));
  return ContractHost.open({ runtime: 'isolated', ...options, plugins: locations.map(readPlugin) });
}

/** Waits until something holds. @throws Error when it doesn't in time. */
export async function until(holds: () => boolean | Promise<boolean>, what: string, timeoutMs = 30_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`It did not come about that ${what}`);
    await delay(10);
  }
}
