import { cp, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Rolldown } from 'vite';
import { bundle, pluginApi, pluginApiAlias, repository, windowTreeShaking } from './bundle.ts';
import { compressFolder } from './compress.ts';

/** Below which path the server serves this folder, seen from the window's page. The scripts' names hold a hash, so they may be cached for ever. */
const servedBelow = './workbench/';
const sourceFolder = join(repository, 'host/workbench');
const entry = join(repository, 'scripts/build/entries/workbench.ts');
const sharedEntry = join(repository, 'scripts/build/entries/shared-lit.ts');
/** The shell's own panels, loaded when they are first shown: host/shell-plugin-commands.ts names them. */
const panelModules = {
  'plugins-panel': 'plugin-administration/plugins-panel.ts',
  'running-plugins-panel': 'plugin-administration/running-plugins-panel.ts',
};
const codiconFolder = join(repository, 'node_modules/@vscode/codicons/src/icons');

export interface WorkbenchBuild {
  /** The window's one script. */
  readonly script: Rolldown.OutputChunk;
}

export async function buildWorkbench(outputFolder: string): Promise<WorkbenchBuild> {
  const script = await buildScript('workbench', entry, outputFolder);
  const api = await buildScript(pluginApi, pluginApiAlias[pluginApi], outputFolder);
  await buildPanels(outputFolder);
  await writePage(outputFolder, script.fileName, api.fileName);
  await copyIcons(join(outputFolder, 'icons'));
  await compressFolder(outputFolder);
  return { script };
}

/** @throws Error when the browser would have to load more than one file to start it. */
export async function buildScript(name: string, source: string, outputFolder: string): Promise<Rolldown.OutputChunk> {
  const chunks = await bundle({
    resolve: { alias: pluginApiAlias },
    build: {
      outDir: outputFolder,
      emptyOutDir: false,
      target: 'es2023',
      minify: true,
      rolldownOptions: {
        input: { [name]: source },
        treeshake: windowTreeShaking,
        // Parts of the window that are loaded later import from this script, which may export more for them.
        preserveEntrySignatures: 'allow-extension',
        output: { format: 'es', entryFileNames: '[name]-[hash].js', chunkFileNames: '[name]-[hash].js', comments: { legal: false } },
      },
    },
  });
  const script = chunks.find((chunk) => chunk.isEntry);
  if (script === undefined || script.imports.length > 0)
    throw new Error(`${name} must be one script, but imports ${script?.imports.join(', ')}`);
  return script;
}

/** Panels of the shell share the workbench's copy of Lit, as those of plugins do. */
async function buildPanels(outputFolder: string): Promise<void> {
  await bundle({
    resolve: { alias: pluginApiAlias },
    build: {
      outDir: outputFolder,
      emptyOutDir: false,
      target: 'es2023',
      minify: true,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(panelModules).map(([name, source]) => [name, join(sourceFolder, source)])),
        external: /^lit(\/|$)/,
        treeshake: windowTreeShaking,
        preserveEntrySignatures: 'strict',
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js', comments: { legal: false } },
      },
    },
  });
}

/** The modules that panels need not bring along. */
export async function sharedModules(): Promise<string[]> {
  const source = await readFile(sharedEntry, 'utf8');
  return [...source.matchAll(/^export \* from '(.+)';$/gm)].map((match) => match[1] as string);
}

/**
 * Writes the page: the template with an import map, and the files of ours that it refers to.
 * @param api what a panel that was not built gets for `boule-bleue`; built ones hold what they use of it.
 */
async function writePage(outputFolder: string, script: string, api: string): Promise<void> {
  const shared = (await sharedModules()).map((name) => [name, `${servedBelow}${script}`]);
  const imports = Object.fromEntries([...shared, [pluginApi, `${servedBelow}${api}`]]);
  const template = await readFile(join(sourceFolder, 'index.html'), 'utf8');
  const placeholder = '<script type="module" src="./main.ts"></script>';
  if (!template.includes(placeholder)) throw new Error(`host/workbench/index.html lacks ${placeholder}`);
  const tags = `<script type="importmap">${JSON.stringify({ imports })}</script>\n    <script type="module" src="${servedBelow}${script}"></script>`;
  await writeFile(join(outputFolder, 'index.html'), template.replace(placeholder, tags));
  const referred = [...template.matchAll(/"workbench\/([^"]+)"/g)].map((match) => match[1] as string);
  await Promise.all(referred.map((file) => cp(join(sourceFolder, file), join(outputFolder, file))));
}

/** The shell's own drawings, and every codicon: manifests may name any of them, and the script holds only the most used. */
async function copyIcons(outputFolder: string): Promise<void> {
  const filter = (path: string) => extname(path) === '' || path.endsWith('.svg');
  for (const folder of [codiconFolder, join(sourceFolder, 'icons')]) await cp(folder, outputFolder, { recursive: true, filter });
}
