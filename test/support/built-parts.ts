import { hash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildPluginProcess } from '../../scripts/build/plugin-process.ts';
import { buildPlugins } from '../../scripts/build/plugins.ts';

const repository = join(import.meta.dirname, '../..');
const cacheFolder = join(repository, '.cache/test-build');

/** What runs in the processes of isolated plugins, as the build makes it of the sources of this moment. */
export async function builtPluginProcess(): Promise<string> {
  const folder = await buildOnce('plugin-process', '{core,host/plugin-process,host/node/logging}/**/*.ts', buildPluginProcess);
  return join(folder, 'main.js');
}

/** The bundled plugins, as the build makes them of the sources of this moment; each in a folder of its own name. */
export function builtPlugins(): Promise<string> {
  return buildOnce('plugins', '{core,plugins}/**/*', buildPlugins);
}

/** Builds where no build of the same sources is left from before. Those of other sources go. */
async function buildOnce(name: string, sources: string, build: (folder: string) => Promise<void>): Promise<string> {
  const files = globSync(sources, { cwd: repository }).sort();
  const stamps = files.map((file) => `${file} ${statSync(join(repository, file)).mtimeMs}`);
  const folder = join(cacheFolder, `${name}-${hash('sha256', stamps.join('\n')).slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  const former = globSync(`${name}-*`, { cwd: cacheFolder }).map((old) => join(cacheFolder, old));
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(cacheFolder, { recursive: true });
  await build(unfinished);
  try {
    renameSync(unfinished, folder);
  } catch {
    // Another worker was faster.
    rmSync(unfinished, { recursive: true, force: true });
  }
  for (const old of former.filter((candidate) => candidate !== folder && !/\.\d+$/.test(candidate)))
    rmSync(old, { recursive: true, force: true });
  return folder;
}
