import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { apiVersion } from '../../../core/api-version.ts';
import { ShellError } from '../../../core/errors.ts';
import { describeFaults } from '../../../core/manifest/manifest-fault.ts';
import { readManifest } from '../../../core/manifest/manifest-reader.ts';
import { apiTypesPath, readApiTypes } from './api-types.ts';
import { namePlugin, type PluginNaming } from './plugin-naming.ts';

export type PluginTemplate = 'javascript' | 'typescript';

export interface NewPlugin {
  readonly name: string;
  readonly template: PluginTemplate;
  /** Made where it is missing; must be empty where it is there. */
  readonly folder: string;
  /** Holds the templates and the plugin API's types. */
  readonly productFolder: string;
}

/**
 * Makes a folder with a plugin that works. Nothing is installed, nothing but the folder is touched.
 * @throws ShellError `plugin-folder.name-invalid`, `.name-taken`, `.not-empty`, `.not-written`.
 */
export async function createPlugin({ name, template, folder, productFolder }: NewPlugin): Promise<PluginNaming> {
  const naming = checkName(name, productFolder);
  if (!(await isFree(folder))) throw new ShellError('plugin-folder.not-empty', { folder });
  const files = await readTemplate(join(productFolder, 'templates', template), naming);
  checkManifest(name, files.get('package.json') ?? '');
  files.set(apiTypesPath, await readApiTypes(productFolder));
  await writeFiles(folder, files);
  return naming;
}

function checkName(name: string, productFolder: string): PluginNaming {
  const naming = namePlugin(name);
  if (!naming) throw new ShellError('plugin-folder.name-invalid', { name });
  if (existsSync(join(productFolder, 'plugins', naming.id))) throw new ShellError('plugin-folder.name-taken', { name });
  return naming;
}

/** What is left to find is a name that the shell keeps for itself. */
function checkManifest(name: string, text: string): void {
  const { faults } = readManifest(JSON.parse(text), name);
  if (faults.length === 0) return;
  throw new ShellError('plugin-folder.name-taken', { name }, { cause: new Error(describeFaults(faults)) });
}

async function isFree(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR') return [folder];
    throw new ShellError('plugin-folder.not-written', { folder, problem: error.message }, { cause: error });
  });
  return names.length === 0;
}

/** The template's files by path, in the plugin's own words. */
async function readTemplate(folder: string, naming: PluginNaming): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const files = paths.map(async (path) => {
    const name = path.slice(folder.length + 1).replaceAll('\\', '/');
    const text = rename(await readFile(path, 'utf8'), naming);
    return [withDot(name), name === 'package.json' ? completeManifest(text, naming) : text] as const;
  });
  return new Map(await Promise.all(files));
}

/** npm would take a `.gitignore` of the template for one of the product's own, and leave it out. */
function withDot(name: string): string {
  return name === 'gitignore' ? '.gitignore' : name;
}

/** A template is a plugin that works, called `template-plugin`: so it can be tested as it is. */
function rename(text: string, { id, packedName, className, title }: PluginNaming): string {
  return text
    .replaceAll('template-plugin-0.', `${packedName}-0.`)
    .replaceAll('template-plugin', id)
    .replaceAll('TemplatePlugin', className)
    .replaceAll('Template plugin', title);
}

function completeManifest(text: string, { packageName }: PluginNaming): string {
  const manifest = JSON.parse(text);
  const complete = { ...manifest, name: packageName, engines: { 'boule-bleue': `^${apiVersion}` } };
  return `${JSON.stringify(complete, null, 2)}\n`;
}

async function writeFiles(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const isNew = !existsSync(folder);
  try {
    for (const [path, text] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text, { flag: 'wx' });
    }
  } catch (error) {
    if (isNew) await rm(folder, { recursive: true, force: true });
    throw new ShellError('plugin-folder.not-written', { folder, problem: (error as Error).message }, { cause: error });
  }
}
