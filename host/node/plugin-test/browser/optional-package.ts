import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where a package lies that authors may have and users never need: in one of the folders, as Node would find it from there. */
export function findPackage(specifier: string, folders: readonly string[]): string | undefined {
  for (const folder of folders) {
    try {
      return createRequire(join(folder, 'package.json')).resolve(specifier);
    } catch {
      // The next folder may have it.
    }
  }
  return undefined;
}

export async function importFrom<T>(path: string): Promise<T> {
  return (await import(pathToFileURL(path).href)) as T;
}
