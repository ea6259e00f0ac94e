import { hash } from 'node:crypto';
import { cpSync, existsSync, globSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { bundle, pluginApi } from '../../scripts/build/bundle.ts';
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

/** The examples that are not JavaScript, each in a folder of its own name: their main halves, as their own build makes them. */
export function builtExamples(): Promise<string> {
  return buildOnce('examples', '{core,examples}/**/*', async (output) => {
    for (const main of globSync('examples/*/src/plugin.ts', { cwd: repository })) await buildExample(dirname(dirname(main)), output);
  });
}

async function buildExample(example: string, output: string): Promise<void> {
  const folder = join(output, basename(example));
  await bundle({
    ssr: { noExternal: true, external: [pluginApi] },
    build: {
      outDir: join(folder, 'dist'),
      ssr: true,
      target: 'node26',
      minify: false,
      rolldownOptions: { input: join(repository, example, 'src/plugin.ts'), external: [pluginApi, /^node:/] },
    },
  });
  for (const name of ['package.json', 'locales']) cpSync(join(repository, example, name), join(folder, name), { recursive: true });
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
