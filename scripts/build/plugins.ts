import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, extname, join, posix } from 'node:path';
import { bundle, pluginApi, pluginApiAlias, repository, windowTreeShaking } from './bundle.ts';
import { compressFiles } from './compress.ts';
import { sharedModules } from './workbench.ts';

interface SourceManifest {
  main?: string;
  contributes?: { panels?: { module?: string }[] };
}

/** Builds every folder below plugins/ that holds a manifest: none is known by name. */
export async function buildPlugins(outputFolder: string): Promise<void> {
  const pluginsFolder = join(repository, 'plugins');
  await mkdir(outputFolder, { recursive: true });
  if (!existsSync(pluginsFolder)) return;
  const folders = (await readdir(pluginsFolder)).filter((name) => existsSync(join(pluginsFolder, name, 'package.json')));
  await Promise.all(folders.map((name) => buildPlugin(join(pluginsFolder, name), join(outputFolder, name))));
}

async function buildPlugin(source: string, output: string): Promise<void> {
  const manifest: SourceManifest = JSON.parse(await readFile(join(source, 'package.json'), 'utf8'));
  const panels = (manifest.contributes?.panels ?? []).filter(hasModule);
  if (manifest.main !== undefined) await buildMainHalf(source, manifest.main, output);
  if (panels.length > 0) await buildPanels(source, [...new Set(panels.map((panel) => panel.module))], output);
  await copyData(source, output);
  if (manifest.main !== undefined) manifest.main = builtName(manifest.main);
  for (const panel of panels) panel.module = builtName(panel.module);
  await writeFile(join(output, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The workbench draws the others. */
function hasModule<Panel extends { module?: string }>(panel: Panel): panel is Panel & { module: string } {
  return panel.module !== undefined;
}

/** The host runs it; `boule-bleue` stays an import, answered at run time by the host's own copy. */
async function buildMainHalf(source: string, main: string, output: string): Promise<void> {
  await bundle({
    ssr: { noExternal: true, external: [pluginApi] },
    build: {
      outDir: output,
      emptyOutDir: false,
      ssr: true,
      target: 'node26',
      minify: false,
      rolldownOptions: {
        input: { [moduleName(main)]: sourceOf(source, main) },
        external: [pluginApi, /^node:/],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js', comments: { legal: false } },
      },
    },
  });
}

/** The window runs them; what they import of Lit is the workbench's copy. */
async function buildPanels(source: string, modules: string[], output: string): Promise<void> {
  const shared = await sharedModules();
  const chunks = await bundle({
    resolve: { alias: pluginApiAlias },
    build: {
      outDir: output,
      emptyOutDir: false,
      target: 'es2023',
      minify: true,
      rolldownOptions: {
        input: Object.fromEntries(modules.map((module) => [moduleName(module), sourceOf(source, module)])),
        external: /^lit(\/|$)/,
        treeshake: windowTreeShaking,
        preserveEntrySignatures: 'strict',
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js', comments: { legal: false } },
      },
    },
  });
  const files = chunks.map((chunk) => chunk.fileName);
  await compressFiles(output, files);
  const unknown = chunks.flatMap((chunk) => chunk.imports).filter((name) => !files.includes(name) && !shared.includes(name));
  if (unknown.length > 0) {
    throw new Error(
      `Panels of ${basename(source)} import ${unknown.join(', ')}, which scripts/build/entries/shared-lit.ts does not re-export`,
    );
  }
}

/** Strings, notes, pictures: whatever is not code. */
async function copyData(source: string, output: string): Promise<void> {
  const notData = /\.(ts|js)$|^(package|tsconfig)\.json$|^node_modules$/;
  await cp(source, output, { recursive: true, filter: (path) => path === source || !notData.test(basename(path)) });
}

/** `./panel/x.js` becomes `panel/x`: the name under which the bundler writes it to the same place. */
function moduleName(path: string): string {
  return posix.normalize(path).slice(0, -extname(path).length);
}

function builtName(path: string): string {
  return `./${moduleName(path)}.js`;
}

/** Manifests name the built module; in the sources it is TypeScript. */
function sourceOf(folder: string, module: string): string {
  const written = join(folder, module);
  const typescript = written.replace(/\.js$/, '.ts');
  const found = [typescript, written].find((path) => existsSync(path));
  if (found === undefined) throw new Error(`${join(folder, 'package.json')} names ${module}, which is not there`);
  return found;
}
