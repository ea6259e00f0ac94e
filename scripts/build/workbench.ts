import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rolldown } from 'vite';
import { bundle, pluginApi, pluginApiAlias, repository, windowTreeShaking } from './bundle.ts';
import { compressFolder } from './compress.ts';

/** Below which path the server serves this folder. File names hold a hash, so answers may be cached for ever. */
const servedBelow = '/workbench/';
const entry = join(repository, 'scripts/build/entries/workbench.ts');

export interface WorkbenchBuild {
  /** The window's one script. */
  readonly script: Rolldown.OutputChunk;
}

export async function buildWorkbench(outputFolder: string): Promise<WorkbenchBuild> {
  const chunks = await bundle({
    resolve: { alias: pluginApiAlias },
    build: {
      outDir: outputFolder,
      target: 'es2023',
      minify: true,
      rolldownOptions: {
        input: { workbench: entry },
        treeshake: windowTreeShaking,
        preserveEntrySignatures: 'strict',
        output: { format: 'es', entryFileNames: '[name]-[hash].js', chunkFileNames: '[name]-[hash].js', comments: { legal: false } },
      },
    },
  });
  const script = chunks.find((chunk) => chunk.isEntry);
  if (script === undefined) throw new Error('The window has no script');
  if (script.imports.length > 0) throw new Error(`The window starts with more than one script: ${script.imports.join(', ')}`);
  await writePage(outputFolder, script.fileName, await buildPluginApi(outputFolder));
  await compressFolder(outputFolder);
  return { script };
}

/** The plugin API for panels that come without a build: fetched only when one of them is shown. */
async function buildPluginApi(outputFolder: string): Promise<string> {
  const chunks = await bundle({
    build: {
      outDir: outputFolder,
      emptyOutDir: false,
      target: 'es2023',
      minify: true,
      rolldownOptions: {
        input: { [pluginApi]: join(repository, 'core/index.ts') },
        preserveEntrySignatures: 'strict',
        output: { format: 'es', entryFileNames: '[name]-[hash].js', comments: { legal: false } },
      },
    },
  });
  const [module] = chunks;
  if (module === undefined || chunks.length > 1) throw new Error('The plugin API for panels is not one file');
  return module.fileName;
}

/** The modules that panels share with the workbench: those that its entry re-exports. */
export async function sharedModules(): Promise<string[]> {
  const source = await readFile(entry, 'utf8');
  return [...source.matchAll(/^export \* from '(.+)';$/gm)].map((match) => match[1] as string);
}

/** Writes the page, and what the server's content security policy must allow of it. */
async function writePage(outputFolder: string, script: string, pluginApiScript: string): Promise<void> {
  const url = `${servedBelow}${script}`;
  const shared = Object.fromEntries((await sharedModules()).map((name) => [name, url]));
  const importMap = JSON.stringify({ imports: { ...shared, [pluginApi]: `${servedBelow}${pluginApiScript}` } });
  const template = await readFile(join(repository, 'host/workbench/index.html'), 'utf8');
  const placeholder = /<script type="module" src="\.\/main\.ts"><\/script>/;
  if (!placeholder.test(template)) throw new Error(`host/workbench/index.html lacks ${placeholder.source}`);
  const tags = `<script type="importmap">${importMap}</script>\n    <script type="module" src="${url}"></script>`;
  await writeFile(join(outputFolder, 'index.html'), template.replace(placeholder, tags));
  const importMapHash = `sha256-${createHash('sha256').update(importMap).digest('base64')}`;
  await writeFile(join(outputFolder, 'content-security.json'), JSON.stringify({ scriptHashes: [importMapHash] }));
}
