import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ShellError } from '../../../core/errors.ts';

/** Where a plugin's folder holds its copy of the plugin API's types: so an editor knows them without a package to install. */
export const apiTypesPath = 'types/boule-bleue.d.ts';

export async function readApiTypes(productFolder: string): Promise<string> {
  return readFile(join(productFolder, 'api/boule-bleue.d.ts'), 'utf8');
}

/**
 * Gives a plugin's folder the types of this shell's API.
 * @throws ShellError `plugin-folder.no-manifest`, `plugin-folder.not-written`.
 */
export async function updateApiTypes(folder: string, productFolder: string): Promise<string> {
  if (!existsSync(join(folder, 'package.json'))) throw new ShellError('plugin-folder.no-manifest', { folder });
  const path = join(folder, apiTypesPath);
  const types = await readApiTypes(productFolder);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, types);
  } catch (error) {
    throw new ShellError('plugin-folder.not-written', { folder, problem: (error as Error).message }, { cause: error });
  }
  return path;
}
